"""Candidate themes that the codebook does not name."""

from pipeline.discovery.decisions import (
    Decided,
    acceptance,
    apply_decisions,
    candidate_spans,
    codebook_with,
    rejection,
    standing,
    theme_id,
)
from pipeline.discovery.discover import MIN_PASSAGES, Discovery, discover
from pipeline.discovery.groups import candidate_groups
from pipeline.discovery.guided import NEAREST, nearest_passages
from pipeline.discovery.maps import map_table, passage_map
from pipeline.discovery.recovery import Match, best_match, shuffled_words
from pipeline.discovery.relations import cooccurrence, sequences
from pipeline.discovery.saturation import Coverage, coverage, new_themes, saturation_curve
from pipeline.domain.discovered import (
    CANDIDATES,
    COOCCURRENCE,
    GROUPS,
    MAP,
    MEMBERS,
    SATURATION,
    SEQUENCES,
)

__all__ = [
    "CANDIDATES",
    "COOCCURRENCE",
    "GROUPS",
    "MAP",
    "MEMBERS",
    "MIN_PASSAGES",
    "NEAREST",
    "SATURATION",
    "SEQUENCES",
    "Coverage",
    "Decided",
    "Discovery",
    "Match",
    "acceptance",
    "apply_decisions",
    "best_match",
    "candidate_groups",
    "candidate_spans",
    "codebook_with",
    "cooccurrence",
    "coverage",
    "discover",
    "map_table",
    "nearest_passages",
    "new_themes",
    "passage_map",
    "rejection",
    "saturation_curve",
    "sequences",
    "shuffled_words",
    "standing",
    "theme_id",
]
