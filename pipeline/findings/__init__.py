"""Findings, the quotes beside them, and what may be shown of them."""

from pipeline.findings.behind import passages_behind, spoken_span
from pipeline.findings.disclosure import rounded, shown_attributes, shown_groups
from pipeline.findings.make import clarity, make_findings
from pipeline.findings.measures import Kind, Measure, Row, finding_id, measure_of
from pipeline.findings.quotes import choose_quotes
from pipeline.findings.sentences import (
    caveat_texts,
    estimate_text,
    indicator_label,
    margin_text,
    part_word,
    reason_texts,
    sentence,
    strength_text,
    theme_label,
    unit_word,
)

__all__ = [
    "Kind",
    "Measure",
    "Row",
    "caveat_texts",
    "choose_quotes",
    "clarity",
    "estimate_text",
    "finding_id",
    "indicator_label",
    "make_findings",
    "margin_text",
    "measure_of",
    "part_word",
    "passages_behind",
    "reason_texts",
    "rounded",
    "sentence",
    "shown_attributes",
    "shown_groups",
    "spoken_span",
    "strength_text",
    "theme_label",
    "unit_word",
]
