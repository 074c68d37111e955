"""Suggests themes for passages, says how sure it is, and measures itself against people."""

from pipeline.coding.audit import AuditLabelsRefusedError, refuse_audit, split_audit
from pipeline.coding.codebook_check import check_codebook
from pipeline.coding.defaults import default_coders, default_version
from pipeline.coding.evaluation import Evaluation, Measured, evaluate
from pipeline.coding.files import code_passages
from pipeline.coding.implicit import Lemmatise
from pipeline.coding.labels import decide_labels
from pipeline.coding.nearest import nearest_coded
from pipeline.coding.protocol import Coder, Contribution, Suggestions
from pipeline.coding.registry import Wish, choose_coder, coder_names
from pipeline.coding.sampling import audit_sample, review_queue
from pipeline.coding.study import Coded, code_study, fit_study

__all__ = [
    "AuditLabelsRefusedError",
    "Coded",
    "Coder",
    "Contribution",
    "Evaluation",
    "Lemmatise",
    "Measured",
    "Suggestions",
    "Wish",
    "audit_sample",
    "check_codebook",
    "choose_coder",
    "code_passages",
    "code_study",
    "coder_names",
    "decide_labels",
    "default_coders",
    "default_version",
    "evaluate",
    "fit_study",
    "nearest_coded",
    "refuse_audit",
    "review_queue",
    "split_audit",
]
