"""Findings, the quotes beside them, and what may be shown of them."""

from pipeline.findings.behind import passages_behind, spoken_span
from pipeline.findings.chance_words import chance_sentences
from pipeline.findings.courses import indicator_course
from pipeline.findings.disclosure import (
    ATTRIBUTES,
    participants_by_group,
    rounded,
    shown_attributes,
    shown_groups,
)
from pipeline.findings.guarded import GuardedTables
from pipeline.findings.headlines import Headlines, area_points, headlines, standing_links
from pipeline.findings.make import clarity, make_findings
from pipeline.findings.measures import Kind, Measure, Row, finding_id, measure_of
from pipeline.findings.places import Place, high_and_low, told_in
from pipeline.findings.quotes import choose_quotes
from pipeline.findings.reading import (
    Piece,
    ReadPassage,
    implicit_counts,
    passages_to_check,
    read_story,
    told_together,
)
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
from pipeline.findings.two_readings import Account, Learning, accounting, learning

__all__ = [
    "ATTRIBUTES",
    "Account",
    "GuardedTables",
    "Headlines",
    "Kind",
    "Learning",
    "Measure",
    "Piece",
    "Place",
    "ReadPassage",
    "Row",
    "accounting",
    "area_points",
    "caveat_texts",
    "chance_sentences",
    "choose_quotes",
    "clarity",
    "estimate_text",
    "finding_id",
    "headlines",
    "high_and_low",
    "implicit_counts",
    "indicator_course",
    "indicator_label",
    "learning",
    "make_findings",
    "margin_text",
    "measure_of",
    "part_word",
    "participants_by_group",
    "passages_behind",
    "passages_to_check",
    "read_story",
    "reason_texts",
    "rounded",
    "sentence",
    "shown_attributes",
    "shown_groups",
    "spoken_span",
    "standing_links",
    "strength_text",
    "theme_label",
    "told_in",
    "told_together",
    "unit_word",
]
