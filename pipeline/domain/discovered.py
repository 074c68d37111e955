"""Schemas of what discovery gives. A candidate is a suggestion: a person makes it a theme."""

from __future__ import annotations

from pipeline.domain.schema import BOOL, FLOAT, INT, TEXT, Column, Table

CANDIDATES = Table(
    "candidates",
    (
        Column("candidate", TEXT, "id made of its members' words; the same members, the same id"),
        Column("scope", TEXT, "all, or residual: passages that the codebook leaves uncovered"),
        Column("rank", INT, "1 is shown first"),
        Column("label", TEXT, "proposed Dutch name; a person names it"),
        Column("words", TEXT, "ten telling words, joined by ', '"),
        Column("n_passages", INT, "passages that belong to it"),
        Column("n_stories", INT, "stories they come from"),
        Column("stability", FLOAT, "share of refits in which it returns, 0 to 1"),
        Column("stable", BOOL, "stability at or above the threshold; else it is shown as unsure"),
        Column("support", FLOAT, "z of its passages' second half of words, over the reference"),
        Column("novelty", FLOAT, "1 - cosine to the nearest theme, 0 to 1", optional=True),
        Column("nearest_theme", TEXT, "theme id; empty without a codebook"),
        Column("granularity", TEXT, "coarse, middle or fine"),
        Column("topics", INT, "topics in the fit it comes from"),
        Column("parent", TEXT, "candidate of a coarser fit that holds most of it, or empty"),
        Column("coverage", FLOAT, "share of the passages looked at that belong to it, 0 to 1"),
    ),
)

MEMBERS = Table(
    "members",
    (
        Column("candidate", TEXT, "candidate id"),
        Column("passage_id", TEXT, "passage"),
        Column("story_id", TEXT, "its story"),
        Column("centrality", FLOAT, "cosine to the candidate's centre, -1 to 1"),
        Column("role", TEXT, "exemplar, border or member"),
        Column("rank", INT, "exemplars first, in the order they were chosen; then by centrality"),
    ),
)

COOCCURRENCE = Table(
    "cooccurrence",
    (
        Column("theme_a", TEXT, "theme or candidate id, earlier in the order given"),
        Column("theme_b", TEXT, "theme or candidate id"),
        Column("n", INT, "stories"),
        Column("n_a", INT, "stories with a"),
        Column("n_b", INT, "stories with b"),
        Column("n_both", INT, "stories with both"),
        Column("expected", FLOAT, "stories with both if they had nothing to do with each other"),
        Column("ratio", FLOAT, "n_both over expected", optional=True),
        Column("p", FLOAT, "two-sided Fisher exact", optional=True),
        Column("q", FLOAT, "Benjamini-Hochberg over all pairs", optional=True),
    ),
)

SEQUENCES = Table(
    "sequences",
    (
        Column("before", TEXT, "theme of a passage"),
        Column("after", TEXT, "theme of the next passage with a theme in the same story"),
        Column("n", INT, "times it happens"),
        Column("n_stories", INT, "stories it happens in"),
        Column("expected", FLOAT, "times with the passages of each story in random order"),
        Column("ratio", FLOAT, "n over expected", optional=True),
        Column("p", FLOAT, "permutation p, two-sided", optional=True),
        Column("q", FLOAT, "Benjamini-Hochberg over all pairs", optional=True),
    ),
)

SATURATION = Table(
    "saturation",
    (
        Column("n_stories", INT, "stories read"),
        Column("themes", FLOAT, "different themes expected among them"),
        Column("low", FLOAT, "95% lower bound"),
        Column("high", FLOAT, "95% upper bound"),
        Column("beyond", BOOL, "more stories than there are: an extrapolation"),
    ),
)

GROUPS = Table(
    "candidate_groups",
    (
        Column("candidate", TEXT, "candidate id"),
        Column("group_kind", TEXT, "all, wijk, period, programme or age_band"),
        Column("group", TEXT, "value of the group; empty for all"),
        Column("n", INT, "stories in the group"),
        Column("k", INT, "stories with the candidate"),
        Column("estimate", FLOAT, "share, 0 to 1"),
        Column("low", FLOAT, "95% lower bound (Wilson)"),
        Column("high", FLOAT, "95% upper bound (Wilson)"),
        Column("indicative", BOOL, "too few stories to compare"),
    ),
)

MAP = Table(
    "map",
    (
        Column("passage_id", TEXT, "passage"),
        Column("x", FLOAT, "place, without a unit"),
        Column("y", FLOAT, "place, without a unit"),
    ),
)

DISCOVERY_TABLES = (CANDIDATES, MEMBERS, COOCCURRENCE, SEQUENCES, SATURATION, GROUPS, MAP)
