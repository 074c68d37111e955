"""Indicators, theme frequencies with margins, and associations between the two."""

from pipeline.outcomes.association import associate
from pipeline.outcomes.frequency import prevalence
from pipeline.outcomes.indicators import OutcomeData, read_indicators
from pipeline.outcomes.overlap import check_overlap
from pipeline.outcomes.units import story_themes

__all__ = [
    "OutcomeData",
    "associate",
    "check_overlap",
    "prevalence",
    "read_indicators",
    "story_themes",
]
