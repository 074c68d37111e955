"""Schemas of the tables that stages exchange and that ``results/`` keeps as Parquet.

Stages never import each other: they meet in these tables. A column that may be missing in a
row is ``optional``; its missing value is ``pandas.NA``, ``NaN`` or ``NaT``, never ``""`` or 0.
"""

from __future__ import annotations

from pipeline.domain.discovered import DISCOVERY_TABLES
from pipeline.domain.schema import BOOL, FLOAT, INT, TEXT, Column, DType, Table
from pipeline.domain.trust import TRUST_TABLES

__all__ = ["BOOL", "FLOAT", "INT", "TABLES", "TEXT", "Column", "DType", "Table"]


def _table(name: str, *columns: Column) -> Table:
    return Table(name, columns)


STORIES = _table(
    "stories",
    Column("story_id", TEXT, "id, unique"),
    Column("participant", TEXT, "who told it"),
    Column("text", TEXT, "pseudonymised text, \\n line ends"),
    Column("source", TEXT, "source file relative to the study"),
    Column("sha256", TEXT, "hash of the source file's bytes"),
    Column("genre", TEXT, "kind of text"),
    Column("teller", TEXT, "role of the teller"),
    Column("age_band", TEXT, "age band"),
    Column("programme", TEXT, "programme or service"),
    Column("question", TEXT, "question that was asked"),
    Column("wijk", TEXT, "district"),
    Column("period", TEXT, "quarter, as 2024K1"),
    Column("consent", BOOL, "may be quoted", optional=True),
)

PASSAGES = _table(
    "passages",
    Column("passage_id", TEXT, "story id, dot, number"),
    Column("story_id", TEXT, "story"),
    Column("number", INT, "from 1 in reading order"),
    Column("start", INT, "first code point in the pseudonymised text"),
    Column("end", INT, "one past the last"),
    Column("source_start", INT, "the same span in the text as ingested"),
    Column("source_end", INT, "one past the last"),
    Column("speaker", TEXT, "speaker label or empty"),
    Column("is_question", BOOL, "spoken by the interviewer or group leader"),
    Column("text", TEXT, "text[start:end]"),
)

LABELS = _table(
    "labels",
    Column("passage_id", TEXT, "passage"),
    Column("theme", TEXT, "theme id; empty: read, and no theme at all"),
    Column("coder", TEXT, "person, or name of a set such as adjudicated"),
    Column("decision", TEXT, "present or absent"),
    Column("evidence_start", INT, "code point in the pseudonymised story", optional=True),
    Column("evidence_end", INT, "one past the last", optional=True),
    Column("sure", INT, "1 to 3", optional=True),
    Column("at", TEXT, "ISO time of the decision", optional=True),
)

CODINGS = _table(
    "codings",
    Column("passage_id", TEXT, "passage"),
    Column("story_id", TEXT, "story"),
    Column("theme", TEXT, "theme id"),
    Column("present", BOOL, "the decision that counts"),
    Column("by", TEXT, "human or machine: whose decision counts"),
    Column("coder", TEXT, "who or what decided"),
    Column(
        "probability", FLOAT, "calibrated, from a model that did not see this story", optional=True
    ),
    Column("machine_present", BOOL, "the machine's own decision", optional=True),
    Column("in_doubt", BOOL, "the machine leaves it to a person", optional=True),
    Column(
        "machine_silent",
        BOOL,
        "the machine gave no answer on this passage: its story counts as not coded by it",
        optional=True,
    ),
    Column("implicit", BOOL, "the theme is carried without being named", optional=True),
    Column("evidence_start", INT, "code point in the pseudonymised story", optional=True),
    Column("evidence_end", INT, "one past the last", optional=True),
)

QUALITY = _table(
    "quality",
    Column("theme", TEXT, "theme id, or (micro) and (macro)"),
    Column("unit", TEXT, "passage or story"),
    Column("n", INT, "units with a human decision"),
    Column("n_present", INT, "of which a person saw the theme"),
    Column("precision", FLOAT, "machine against people", optional=True),
    Column("recall", FLOAT, "machine against people", optional=True),
    Column("f1", FLOAT, "harmonic mean", optional=True),
    Column("average_precision", FLOAT, "area under precision and recall", optional=True),
    Column("threshold", FLOAT, "probability from which the machine says present", optional=True),
    Column("enough_examples", BOOL, "false: the machine only suggests"),
)

AGREEMENT = _table(
    "agreement",
    Column("theme", TEXT, "theme id, or (any)"),
    Column("coder_a", TEXT, "first coder"),
    Column("coder_b", TEXT, "second coder"),
    Column("n", INT, "passages coded by both"),
    Column("alpha", FLOAT, "Krippendorff's alpha on present and absent", optional=True),
    Column("alpha_low", FLOAT, "2.5% bootstrap bound over stories", optional=True),
    Column("alpha_high", FLOAT, "97.5% bound", optional=True),
    Column("percent", FLOAT, "share of equal decisions, 0 to 1"),
    Column("ac1", FLOAT, "Gwet's AC1", optional=True),
)

FREQUENCIES = _table(
    "frequencies",
    Column("theme", TEXT, "theme id"),
    Column("group_kind", TEXT, "all, wijk, period, programme or age_band"),
    Column("group", TEXT, "value of the group; empty for all"),
    Column("unit", TEXT, "story or participant"),
    Column("n", INT, "units in the group"),
    Column("k", INT, "units with the theme, as counted"),
    Column("estimate", FLOAT, "share, 0 to 1, corrected where it can be"),
    Column("low", FLOAT, "95% lower bound"),
    Column("high", FLOAT, "95% upper bound"),
    Column("method", TEXT, "how estimate and bounds were made"),
    Column("n_human", INT, "units that people read whole"),
    Column("machine_share", FLOAT, "the machine's own uncorrected share", optional=True),
    Column("indicative", BOOL, "too little to rank or compare"),
)

INDICATORS = _table(
    "indicators",
    Column("indicator", TEXT, "id"),
    Column("label", TEXT, "Dutch name"),
    Column("label_en", TEXT, "English name"),
    Column("definition", TEXT, "what is counted"),
    Column("unit", TEXT, "unit of the value"),
    Column("level", TEXT, "participant, wijk or gemeente"),
    Column("direction", TEXT, "which way is better"),
    Column("source", TEXT, "where it comes from"),
    Column("simulated", BOOL, "made for the example"),
    Column("lag", INT, "periods from theme to outcome"),
    Column("trend_breaks", TEXT, "periods, joined by spaces"),
    Column("outcome_domain", TEXT, "domain as themes name it"),
)

OUTCOMES = _table(
    "outcomes",
    Column("indicator", TEXT, "id"),
    Column("observation", TEXT, "participant, wijk or gemeente"),
    Column("period", TEXT, "2024K1, 2024 or empty"),
    Column("value", FLOAT, "in the indicator's unit", optional=True),
    Column("denominator", FLOAT, "what the value is a share of", optional=True),
)

ASSOCIATIONS = _table(
    "associations",
    Column("theme", TEXT, "theme id"),
    Column("indicator", TEXT, "indicator id"),
    Column("level", TEXT, "level it was looked at"),
    Column("effect", FLOAT, "size, in the measure that effect_name gives", optional=True),
    Column("effect_name", TEXT, "spearman or risk_difference or mean_difference"),
    Column("low", FLOAT, "95% lower bound", optional=True),
    Column("high", FLOAT, "95% upper bound", optional=True),
    Column("p", FLOAT, "permutation p", optional=True),
    Column("q", FLOAT, "Benjamini-Hochberg over the whole family", optional=True),
    Column("n", INT, "units of observation"),
    Column("detectable", FLOAT, "smallest size seen with 80% power", optional=True),
    Column("odds_ratio", FLOAT, "beside a risk difference: odds with over without", optional=True),
    Column("odds_low", FLOAT, "95% lower bound", optional=True),
    Column("odds_high", FLOAT, "95% upper bound", optional=True),
    Column("strength", INT, "0 to 4"),
    Column("reasons", TEXT, "codes of the reasons, joined by spaces"),
    Column("caveats", TEXT, "codes of the caveats, joined by spaces"),
    Column("method", TEXT, "how p and bounds were made"),
    Column("simulated", BOOL, "outcome data made for the example"),
)

FINDINGS = _table(
    "findings",
    Column("finding_id", TEXT, "stable: kind, theme, indicator"),
    Column("kind", TEXT, "prevalence or association"),
    Column("theme", TEXT, "theme id"),
    Column("indicator", TEXT, "indicator id or empty"),
    Column("rank", INT, "1 is shown first"),
    Column("strength", INT, "0 to 4"),
    Column("n", INT, "units behind the number"),
    Column("estimate", FLOAT, "the number", optional=True),
    Column("low", FLOAT, "95% lower bound", optional=True),
    Column("high", FLOAT, "95% upper bound", optional=True),
    Column("reasons", TEXT, "codes, joined by spaces"),
    Column("caveats", TEXT, "codes, joined by spaces"),
    Column("simulated", BOOL, "rests on data made for the example"),
)

QUOTES = _table(
    "quotes",
    Column("finding_id", TEXT, "finding"),
    Column("rank", INT, "order within the finding"),
    Column("role", TEXT, "confirms or contradicts"),
    Column("why", TEXT, "code of the reason it was chosen"),
    Column("passage_id", TEXT, "passage"),
    Column("story_id", TEXT, "story"),
    Column("start", INT, "code point in the pseudonymised story"),
    Column("end", INT, "one past the last"),
)

TURNING_POINTS = _table(
    "turning_points",
    Column("story_id", TEXT, "story"),
    Column("number", INT, "from 1 in reading order within the story"),
    Column("moment_start", INT, "code point in the pseudonymised story", optional=True),
    Column("moment_end", INT, "one past the last", optional=True),
    Column("actor_start", INT, "words that name who acted"),
    Column("actor_end", INT, "one past the last"),
    Column("actor_kind", TEXT, "worker, teacher, coach, neighbour, family, ... or someone"),
    Column("act_start", INT, "words that tell the act"),
    Column("act_end", INT, "one past the last"),
    Column("step_start", INT, "words that tell what the person did next"),
    Column("step_end", INT, "one past the last"),
    Column("act_passage", TEXT, "passage of the act"),
    Column("step_passage", TEXT, "passage of the step"),
    Column("rules", TEXT, "ids of the rules it rests on, joined by spaces"),
    Column("score", FLOAT, "sum of the weights of the rules"),
    Column("confidence", FLOAT, "score and coding together, 0 to 1; not a calibrated chance"),
)

REGISTRATION_ISSUES = _table(
    "registration_issues",
    Column("kind", TEXT, "code of the flaw, under outcomes.flaw in the texts"),
    Column("column", TEXT, "column of the registration table"),
    Column("registration", TEXT, "id of the registration"),
    Column("row", INT, "row as a spreadsheet shows it"),
    Column("team", TEXT, "team that registered it; empty where that is missing"),
    Column("registered_on", TEXT, "ISO day of entry", optional=True),
    Column("other", TEXT, "id of the registration that it doubles, or empty"),
)

REGISTRATION_TEAMS = _table(
    "registration_teams",
    Column("team", TEXT, "team"),
    Column("kind", TEXT, "code of the flaw"),
    Column("n", INT, "registrations of the team"),
    Column("k", INT, "of which with the flaw"),
    Column("share", FLOAT, "k over n"),
    Column("low", FLOAT, "95% lower bound (Wilson)"),
    Column("high", FLOAT, "95% upper bound"),
)

REGISTRATION_DRIFT = _table(
    "registration_drift",
    Column("team", TEXT, "team"),
    Column("kind", TEXT, "code of the flaw"),
    Column("n", INT, "registrations with a day of entry"),
    Column("first", FLOAT, "share in the first quarter of them"),
    Column("last", FLOAT, "share in the last quarter"),
    Column("z", FLOAT, "above 0: more and more flaws", optional=True),
    Column("p", FLOAT, "two-sided, Cochran-Armitage", optional=True),
    Column("q", FLOAT, "Benjamini-Hochberg over teams and kinds", optional=True),
)

PREFILLED = _table(
    "prefilled",
    Column("story_id", TEXT, "story"),
    Column("participant", TEXT, "who told it"),
    Column("field", TEXT, "programme, wijk, period, life_domain, date or step"),
    Column("value", TEXT, "what the story tells; a worker confirms it or throws it away"),
    Column("origin", TEXT, "metadata, people, machine or text"),
    Column("certain", BOOL, "false: a year was worked out, or only the machine saw the theme"),
    Column("passage_id", TEXT, "passage", optional=True),
    Column("start", INT, "code point in the pseudonymised story", optional=True),
    Column("end", INT, "one past the last", optional=True),
)

TABLES = {
    table.name: table
    for table in (
        STORIES,
        PASSAGES,
        LABELS,
        CODINGS,
        QUALITY,
        AGREEMENT,
        FREQUENCIES,
        INDICATORS,
        OUTCOMES,
        ASSOCIATIONS,
        FINDINGS,
        QUOTES,
        *DISCOVERY_TABLES,
        TURNING_POINTS,
        REGISTRATION_ISSUES,
        REGISTRATION_TEAMS,
        REGISTRATION_DRIFT,
        PREFILLED,
        *TRUST_TABLES,
    )
}
