"""Schemas of the tables that say how far the machine can be trusted, and why it said what."""

from __future__ import annotations

from pipeline.domain.schema import BOOL, FLOAT, INT, TEXT, Column, Table


def _interval(name: str, meaning: str) -> tuple[Column, Column, Column]:
    """Return a measure with its 95% bounds over stories."""
    return (
        Column(name, FLOAT, meaning, optional=True),
        Column(f"{name}_low", FLOAT, "2.5% bootstrap bound over stories", optional=True),
        Column(f"{name}_high", FLOAT, "97.5% bound", optional=True),
    )


EVALUATION = Table(
    "evaluation",
    (
        Column("coder", TEXT, "whose suggestions were held against people"),
        Column("theme", TEXT, "theme id, or (micro) and (macro)"),
        Column("n", INT, "passages with a human decision"),
        Column("n_present", INT, "of which a person saw the theme"),
        *_interval("precision", "share of what it points at that is right"),
        *_interval("recall", "share that it finds of what people saw"),
        *_interval("f1", "harmonic mean"),
        *_interval("average_precision", "area under precision and recall"),
        *_interval("brier", "mean squared distance of probability to decision"),
        *_interval("ece", "expected calibration error over ten bins"),
        Column("sure", INT, "suggestions it expects to be right four times in five"),
        Column("sure_precision", FLOAT, "share of those that is right", optional=True),
        Column("read_for_80", FLOAT, "share to read to find 80%", optional=True),
        Column("implicit_share", FLOAT, "share of the seen that is not named", optional=True),
        Column("recall_named", FLOAT, "found where the theme is named", optional=True),
        Column("recall_implied", FLOAT, "found where it is not", optional=True),
        Column("precision_named", FLOAT, "right where the theme is named", optional=True),
        Column("precision_implied", FLOAT, "right where it is not", optional=True),
        Column("coder_f1", FLOAT, "F1 of coders with each other", optional=True),
    ),
)

RELIABILITY = Table(
    "reliability",
    (
        Column("theme", TEXT, "theme id, or (micro)"),
        Column("bin", INT, "from 0, of ten equal bins; empty ones are left out"),
        Column("n", INT, "decisions in the bin"),
        Column("probability", FLOAT, "mean probability"),
        Column("present", FLOAT, "share that people saw"),
    ),
)

COVERAGE = Table(
    "coverage",
    (
        Column("theme", TEXT, "theme id, or (micro)"),
        Column("coverage", FLOAT, "suggestions taken over passages that people saw it in"),
        Column("suggested", INT, "suggestions taken, most probable first"),
        Column("precision", FLOAT, "share of them that is right"),
        Column("from_probability", FLOAT, "lowest probability among them"),
    ),
)

DISAGREEMENTS = Table(
    "disagreements",
    (
        Column("passage_id", TEXT, "passage"),
        Column("theme", TEXT, "theme id"),
        Column("probability", FLOAT, "the machine's, from a model that did not see the story"),
        Column("present", BOOL, "what people said"),
        Column("surprise", FLOAT, "distance between the two, 0 to 1"),
    ),
)

CODEBOOK_CHECK = Table(
    "codebook_check",
    (
        Column("theme", TEXT, "theme id"),
        Column("kind", TEXT, "named or implied: which of the codebook's examples"),
        Column("number", INT, "from 1 within theme and kind"),
        Column("probability", FLOAT, "of the theme in its own example"),
        Column("recognised", BOOL, "the machine says present"),
        Column("rank", INT, "of the theme among all, 1 is most probable"),
        Column("also", INT, "other themes that the machine sees in it"),
    ),
)

NEAREST = Table(
    "nearest",
    (
        Column("passage_id", TEXT, "passage"),
        Column("theme", TEXT, "theme id"),
        Column("nearest", TEXT, "passage of another story where people saw the theme"),
        Column("similarity", FLOAT, "cosine, -1 to 1"),
        Column("rank", INT, "1 is most alike"),
    ),
)

WORDS = Table(
    "words",
    (
        Column("passage_id", TEXT, "passage"),
        Column("theme", TEXT, "theme id"),
        Column("start", INT, "code point in the pseudonymised story"),
        Column("end", INT, "one past the last"),
        Column("weight", FLOAT, "what the words add to the log-odds of the theme"),
    ),
)

AUDIT = Table(
    "audit",
    (
        Column("story_id", TEXT, "story in the audit sample"),
        Column("stratum", TEXT, "value of the column it was stratified by; empty: none"),
        Column("probability", FLOAT, "that the story had of being drawn"),
        Column("order", INT, "random reading order, from 1"),
        Column("seed", INT, "that the sample was drawn with"),
    ),
)

REVIEW_QUEUE = Table(
    "review_queue",
    (
        Column("passage_id", TEXT, "passage that nobody decided about yet"),
        Column("story_id", TEXT, "its story, never one of the audit sample"),
        Column("reason", TEXT, "informative or random"),
        Column("score", FLOAT, "entropy of the machine's probabilities, summed over themes"),
    ),
)

CODING_ERRORS = Table(
    "coding_errors",
    (
        Column("theme", TEXT, "theme id"),
        Column("group_kind", TEXT, "wijk, period, programme or age_band"),
        Column("n", INT, "stories that both people and machine coded"),
        Column("error", FLOAT, "mean of human minus machine; above 0: it misses", optional=True),
        Column("q_statistic", FLOAT, "Cochran's Q of the error over cells", optional=True),
        Column("p", FLOAT, "permutation p", optional=True),
        Column("q", FLOAT, "Benjamini-Hochberg over themes and kinds", optional=True),
    ),
)

NULL_TRIAL = Table(
    "null_trial",
    (
        Column("pairs", INT, "pairs of theme and indicator; a study without any has no row"),
        Column("observed", INT, "pairs found in the real outcomes"),
        Column("runs", INT, "studies with shuffled outcomes"),
        Column("with_any", INT, "of which something was found"),
        Column("mean", FLOAT, "pairs found by chance, on average"),
        Column("p", FLOAT, "share of runs that found as many, the study itself counted in"),
    ),
)

TRUST_TABLES = (
    CODING_ERRORS,
    NULL_TRIAL,
    EVALUATION,
    RELIABILITY,
    COVERAGE,
    DISAGREEMENTS,
    CODEBOOK_CHECK,
    NEAREST,
    WORDS,
    AUDIT,
    REVIEW_QUEUE,
)
