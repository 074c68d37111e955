"""Quotes beside a finding: three that show it, and a story that contradicts it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.domain import Codebook, Decision, Polarity, QuoteRole
from pipeline.domain.tables import QUOTES
from pipeline.findings.measures import Kind, Row
from pipeline.findings.pattern import story_fit
from pipeline.findings.spans import quote_span

QUOTES_EACH = 3
SHORT = 40
"""Code points; a shorter quote says little by itself."""
WANTED = 170
"""Code points; among equally clear quotes the one nearest to this comes first."""

Tables = Mapping[str, pd.DataFrame]


def choose_quotes(findings: pd.DataFrame, tables: Tables, codebook: Codebook) -> pd.DataFrame:
    """Return up to three confirming quotes and one counter-story for every finding.

    Only stories whose teller agreed to be quoted are used. Confirming quotes come from
    different stories and tellers, and from different districts as far as that goes. The choice
    is by rule and always the same: clearest first (coders who saw it, how sure, probability),
    then nearest to the wanted length, then by passage id.

    Parameters
    ----------
    findings
        FINDINGS.
    tables
        STORIES, PASSAGES, LABELS, CODINGS, INDICATORS and OUTCOMES by name.
    codebook
        Says which themes are critical.

    Returns
    -------
    DataFrame
        QUOTES. ``story.text[start:end]`` are the quoted words.
    """
    candidates = quotable(tables)
    told = _told(tables["codings"])
    indicators = tables["indicators"].set_index("indicator", drop=False)
    rows: list[dict[str, object]] = []
    for finding in findings.to_dict("records"):
        theme = str(finding["theme"])
        own = candidates[candidates["theme"] == theme]
        told_in = told.get(theme, pd.Series(dtype=bool))
        if finding["kind"] == Kind.PREVALENCE:
            chosen = list(_spread(own, "clearest"))
            counter = _counter_to_theme(theme, told_in, candidates, codebook, chosen)
        else:
            indicator = indicators.loc[finding["indicator"]]
            chosen, counter = _for_association(finding, indicator, own, told_in, tables)
            if not counter:
                counter = _counter_to_theme(theme, told_in, candidates, codebook, chosen)
        rows.extend(_quote_rows(finding, chosen, QuoteRole.CONFIRMS))
        rows.extend(_quote_rows(finding, counter, QuoteRole.CONTRADICTS))
    return QUOTES.conform(pd.DataFrame(rows)) if rows else QUOTES.empty()


Choice = tuple[Row, str]
"""A candidate and the code of why it was chosen."""


def quotable(tables: Tables) -> pd.DataFrame:
    """Return every coded passage that may be quoted, the clearest first within each theme.

    Returns
    -------
    DataFrame
        The columns of PASSAGES with theme, participant, wijk, teller, quote_start and quote_end
        (code points in the story), among others.
    """
    codings = tables["codings"]
    passages = tables["passages"]
    stories = tables["stories"]
    columns = ["theme", "passage_id", "probability", "evidence_start", "evidence_end"]
    allowed = stories[stories["consent"].fillna(False).astype(bool)]
    frame = (
        codings.loc[codings["present"], columns]
        .merge(passages[~passages["is_question"]], on="passage_id")
        .merge(allowed[["story_id", "participant", "wijk", "teller"]], on="story_id")
        .merge(_seen_by_people(tables["labels"]), on=["passage_id", "theme"], how="left")
    )
    frame["coders"] = frame["coders"].fillna(0)
    frame["sure"] = frame["sure"].fillna(0)
    texts = dict(zip(stories["story_id"], stories["text"], strict=True))
    spans = [_span(row, texts[row["story_id"]]) for row in frame.to_dict("records")]
    frame["quote_start"] = [start for start, _ in spans]
    frame["quote_end"] = [end for _, end in spans]
    length = frame["quote_end"] - frame["quote_start"]
    frame["too_short"] = length < SHORT
    frame["off_length"] = (length - WANTED).abs()
    frame["unsure"] = 1 - frame["probability"].fillna(0.0).astype(float)
    order = ["too_short", "coders", "sure", "unsure", "off_length", "passage_id"]
    upward = [True, False, False, True, True, True]
    return frame.sort_values(order, ascending=upward, kind="stable")


def _seen_by_people(labels: pd.DataFrame) -> pd.DataFrame:
    """Return how many coders saw a theme in a passage, and how sure the surest was."""
    seen = labels[(labels["decision"] == Decision.PRESENT) & (labels["theme"] != "")]
    grouped = seen.groupby(["passage_id", "theme"], as_index=False)
    return grouped.agg(coders=("coder", "nunique"), sure=("sure", "max"))


def _span(row: Row, text: str) -> tuple[int, int]:
    first, last = row["evidence_start"], row["evidence_end"]
    marked = not (pd.isna(first) or pd.isna(last))
    evidence = (int(first), int(last)) if marked else None
    return quote_span(text, int(row["start"]), int(row["end"]), str(row["speaker"]), evidence)


def _told(codings: pd.DataFrame) -> dict[str, pd.Series[bool]]:
    """Return by theme, by story id: the theme is told in that story."""
    by_story = codings.groupby(["theme", "story_id"])["present"].any().astype(bool)
    return {str(theme): group.droplevel("theme") for theme, group in by_story.groupby("theme")}


def _spread(candidates: pd.DataFrame, first_why: str) -> Iterator[Choice]:
    """Yield the clearest candidates from different stories, tellers and, where it can, wijken."""
    rest = candidates.to_dict("records")
    tellers: set[object] = set()
    wijken: set[object] = set()
    roles: set[object] = set()
    for number in range(QUOTES_EACH):
        rest = [row for row in rest if row["participant"] not in tellers]
        if not rest:
            return
        elsewhere = [row for row in rest if row["wijk"] not in wijken]
        row = (elsewhere or rest)[0]
        if number == 0:
            why = first_why
        elif elsewhere and row["wijk"]:
            why = "another_wijk"
        else:
            why = "another_teller" if row["teller"] not in roles else "another_story"
        yield row, why
        tellers.add(row["participant"])
        wijken.add(row["wijk"])
        roles.add(row["teller"])


def _counter_to_theme(
    theme: str,
    told: pd.Series[bool],
    candidates: pd.DataFrame,
    codebook: Codebook,
    chosen: list[Choice],
) -> list[Choice]:
    """Return a story in which the opposite is told, from the same stories where that can be."""
    critical = codebook.theme(theme).polarity is Polarity.CRITICAL
    wanted = Polarity.POSITIVE if critical else Polarity.CRITICAL
    opposite = {other.id for other in codebook.themes if other.polarity is wanted}
    frame = candidates[candidates["theme"].isin(opposite)]
    frame = frame[~frame["passage_id"].isin({row["passage_id"] for row, _ in chosen})]
    with_theme = frame["story_id"].map(told).fillna(False).astype(bool)
    word = "help" if critical else "barrier"
    fresh = ~frame["story_id"].isin({row["story_id"] for row, _ in chosen})
    for keep, where in (
        (with_theme & fresh, "in_same_story"),
        (with_theme, "in_same_story"),
        (~with_theme, "elsewhere"),
    ):
        if keep.any():
            return [(frame[keep].iloc[0].to_dict(), f"{word}_{where}")]
    return []


def _for_association(
    finding: Row, indicator: Row, own: pd.DataFrame, told: pd.Series[bool], tables: Tables
) -> tuple[list[Choice], list[Choice]]:
    """Return quotes from where figure and stories go together, and one from where they do not."""
    fit = own["story_id"].map(story_fit(finding, indicator, told, tables)).astype(float)
    kind = "participant" if indicator["level"] == "participant" else "area"
    fitting = own[fit > 0]
    first = f"fits_{kind}" if len(fitting) else "clearest"
    chosen = list(_spread(fitting if len(fitting) else own, first))
    against = own[fit < 0]
    if not len(against):
        return chosen, []
    furthest = against.loc[fit[fit < 0].sort_values(kind="stable").index]
    return chosen, [(furthest.iloc[0].to_dict(), f"against_{kind}")]


def _quote_rows(
    finding: Row, choices: list[Choice], role: QuoteRole
) -> Iterator[dict[str, object]]:
    for rank, (row, why) in enumerate(choices, start=1):
        yield {
            "finding_id": finding["finding_id"],
            "rank": rank,
            "role": role.value,
            "why": why,
            "passage_id": row["passage_id"],
            "story_id": row["story_id"],
            "start": row["quote_start"],
            "end": row["quote_end"],
        }
