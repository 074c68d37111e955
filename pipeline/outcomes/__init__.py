"""Indicators, theme frequencies with margins, and associations between the two."""

from pipeline.outcomes.association import associate
from pipeline.outcomes.chance import NullTrial, null_trial_table, nulproef
from pipeline.outcomes.correction import Counts
from pipeline.outcomes.frequency import prevalence
from pipeline.outcomes.heterogeneity import coding_error_table
from pipeline.outcomes.indicators import OutcomeData, read_indicators
from pipeline.outcomes.overlap import check_overlap
from pipeline.outcomes.planner import AuditPlan, audit_plans, plan_audit
from pipeline.outcomes.prefill import prefilled_records
from pipeline.outcomes.registration import RegistrationQuality, registration_quality
from pipeline.outcomes.units import half_read, story_themes

__all__ = [
    "AuditPlan",
    "Counts",
    "NullTrial",
    "OutcomeData",
    "RegistrationQuality",
    "associate",
    "audit_plans",
    "check_overlap",
    "coding_error_table",
    "half_read",
    "null_trial_table",
    "nulproef",
    "plan_audit",
    "prefilled_records",
    "prevalence",
    "read_indicators",
    "registration_quality",
    "story_themes",
]
