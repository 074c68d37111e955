"""Suggests themes for passages, says how sure it is, and measures itself against people."""

from pipeline.coding.labels import decide_labels
from pipeline.coding.protocol import Coder, Contribution, Suggestions
from pipeline.coding.study import Coded, code_study

__all__ = [
    "Coded",
    "Coder",
    "Contribution",
    "Suggestions",
    "code_study",
    "decide_labels",
]
