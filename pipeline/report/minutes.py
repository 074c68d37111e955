"""The record of a meeting: its evidence frozen, and as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.findings import (
    Row,
    caveat_texts,
    reason_texts,
    sentence,
    strength_text,
)
from pipeline.report.facts import Published
from pipeline.report.templating import render
from pipeline.store.meetings import QUESTIONS, FrozenFinding, FrozenQuote, Meeting
from pipeline.text import Language, texts


def freeze(
    finding_ids: Sequence[str], results: Published, language: Language
) -> tuple[FrozenFinding, ...]:
    """Return findings with their numbers, quotes and caveats as they stand now.

    Raises
    ------
    KeyError
        If a finding is not among the results.
    """
    findings = _by(results.table("findings"), "finding_id")
    indicators = _by(results.table("indicators"), "indicator")
    quotes, stories = results.table("quotes"), results.table("stories").set_index("story_id")
    frozen = []
    for name in finding_ids:
        row = findings[name]
        theme = results.codebook.theme(str(row["theme"]))
        indicator = indicators[str(row["indicator"])] if row["indicator"] else None
        frozen.append(
            FrozenFinding(
                finding_id=name,
                sentence=sentence(row, theme, indicator, language),
                strength=strength_text(int(row["strength"]), language),
                reasons=tuple(reason_texts(str(row["reasons"]), language)),
                caveats=tuple(caveat_texts(str(row["caveats"]), language)),
                simulated=bool(row["simulated"]),
                quotes=tuple(_quotes(name, quotes, stories, language)),
            )
        )
    return tuple(frozen)


def _by(table: pd.DataFrame, column: str) -> dict[str, Row]:
    return {str(row[column]): row for row in table.to_dict("records")}


def _quotes(
    finding_id: str, quotes: pd.DataFrame, stories: pd.DataFrame, language: Language
) -> list[FrozenQuote]:
    mine = quotes[quotes["finding_id"] == finding_id].sort_values(["role", "rank"])
    t = texts(language)
    return [
        FrozenQuote(
            words=str(stories.at[row["story_id"], "text"])[int(row["start"]) : int(row["end"])],
            why=t(f"findings.why.{row['why']}"),
            role=str(row["role"]),
            story_id=str(row["story_id"]),
            passage_id=str(row["passage_id"]),
        )
        for row in mine.to_dict("records")
    ]


def minutes_html(meeting: Meeting) -> str:
    """Return the record as one HTML file that needs nothing else and prints well."""
    language: Language = "en" if meeting.language == "en" else "nl"
    return render("minutes.html", language, ("report.css",), meeting=meeting, questions=QUESTIONS)
