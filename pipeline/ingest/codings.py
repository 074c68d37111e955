"""Codings that people made elsewhere, as tables of spans in the ingested text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.domain import Codebook, Column, Decision, Problem, Severity, Story, Table, UserError
from pipeline.ingest.sheets import TABLE_SUFFIXES, Row, Sheet, read_sheets, synonyms
from pipeline.ingest.source import Source, load

_NEEDED = ("story_id", "start", "end", "theme")
_FIELDS = (*_NEEDED, "decision", "evidence", "sure", "at")
_DECISIONS = {
    "": Decision.PRESENT,
    "present": Decision.PRESENT,
    "aanwezig": Decision.PRESENT,
    "ja": Decision.PRESENT,
    "absent": Decision.ABSENT,
    "afwezig": Decision.ABSENT,
    "nee": Decision.ABSENT,
}
SOURCE_CODINGS = Table(
    "source_codings",
    (
        Column("set", "string", "name of the coding set: the file's stem"),
        Column("story_id", "string", "story"),
        Column("start", "Int64", "first code point in the ingested text"),
        Column("end", "Int64", "one past the last"),
        Column("theme", "string", "theme id; empty: read, and no theme at all"),
        Column("decision", "string", "present or absent"),
        Column("evidence_start", "Int64", "code point in the ingested text", optional=True),
        Column("evidence_end", "Int64", "one past the last", optional=True),
        Column("sure", "Int64", "1 to 3", optional=True),
        Column("at", "string", "ISO time of the decision", optional=True),
        Column("file", "string", "where the coding stands"),
        Column("row", "Int64", "row in that file"),
    ),
)


@dataclass(frozen=True, slots=True)
class Codings:
    """Codings in the coordinates of the ingested text, and what was wrong with others.

    ``table`` has the columns set, story_id, start, end, theme, decision, evidence_start,
    evidence_end, sure, at, file and row.
    """

    table: pd.DataFrame
    problems: tuple[Problem, ...] = ()


def read_codings(folder: Path, stories: Sequence[Story], codebook: Codebook) -> Codings:
    """Read every table of codings in a folder; a set is named after its file.

    A row that points at an unknown story or theme or outside the story is skipped. Evidence
    that is not literally in the span costs the evidence, not the coding.

    Parameters
    ----------
    folder
        Holds csv (or xlsx) files; without it there are no codings.
    """
    texts = {story.id: story.text for story in stories}
    rows: list[dict[str, object]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("*")):
        if path.suffix.lower() not in TABLE_SUFFIXES or path.name.startswith((".", "~")):
            continue
        try:
            found, notes = _read_set(load(path, folder.parent), texts, codebook)
        except UserError as error:
            problems += error.problems
            continue
        rows += found
        problems += notes
    table = pd.DataFrame(rows, columns=SOURCE_CODINGS.names)
    return Codings(SOURCE_CODINGS.conform(table), tuple(problems))


def _read_set(
    source: Source, texts: Mapping[str, str], codebook: Codebook
) -> tuple[list[dict[str, object]], list[Problem]]:
    sheets, notes = read_sheets(source, _FIELDS)
    sheet = max(sheets, key=lambda sheet: len(sheet.fields), default=Sheet("", frozenset(), ()))
    for field in _NEEDED:
        if field not in sheet.fields:
            raise source.unusable("no_column", column=field, names=", ".join(synonyms()[field]))
    problems = list(notes)
    found: list[dict[str, object]] = []
    seen: set[tuple[object, ...]] = set()
    for row in sheet.rows:
        problem = _mistake(source, row, texts, codebook)
        if problem is None:
            coding, notices = _coding(source, row, texts[row.get("story_id")])
            key = tuple(coding[name] for name in _NEEDED)
            if key in seen:
                problem = source.problem("coding_twice", Severity.SKIPS, row.number)
            else:
                seen.add(key)
                found.append(coding)
                problems += notices
        if problem is not None:
            problems.append(problem)
    return found, problems


def _mistake(
    source: Source, row: Row, texts: Mapping[str, str], codebook: Codebook
) -> Problem | None:
    """Return why a row cannot be used, or ``None``."""
    story_id, theme = row.get("story_id"), row.get("theme")
    code = ""
    values: dict[str, str | int] = {}
    if story_id not in texts:
        code, values = "coding_unknown_story", {"id": story_id}
    elif theme and theme not in codebook.ids:
        code, values = "coding_unknown_theme", {"theme": theme}
    elif row.get("decision").casefold() not in _DECISIONS:
        code, values = "coding_decision", {"value": row.get("decision")[:20]}
    elif not (row.get("start").isdecimal() and row.get("end").isdecimal()):
        code = "coding_span_no_number"
    elif not int(row.get("start")) < int(row.get("end")) <= len(texts[story_id]):
        code, values = "coding_span_outside", {"id": story_id, "length": len(texts[story_id])}
    if not code:
        return None
    return source.problem(code, Severity.SKIPS, row.number, **values)


def _coding(source: Source, row: Row, text: str) -> tuple[dict[str, object], list[Problem]]:
    start, end = int(row.get("start")), int(row.get("end"))
    coding: dict[str, object] = {
        "set": source.stem,
        "story_id": row.get("story_id"),
        "start": start,
        "end": end,
        "theme": row.get("theme"),
        "decision": _DECISIONS[row.get("decision").casefold()].value,
        "file": source.name,
        "row": row.number,
    }
    notices: list[Problem] = []
    evidence = row.get("evidence")
    at = text.find(evidence, start, end) if evidence else -1
    if at >= 0:
        coding |= {"evidence_start": at, "evidence_end": at + len(evidence)}
    elif evidence:
        notices.append(source.problem("coding_evidence", Severity.NOTICE, row.number))
    sure = row.get("sure")
    if sure in ("1", "2", "3"):
        coding["sure"] = int(sure)
    elif sure:
        notices.append(source.problem("coding_sure", Severity.NOTICE, row.number, value=sure[:20]))
    moment = row.get("at")
    if _is_time(moment):
        coding["at"] = moment
    elif moment:
        notices.append(source.problem("coding_time", Severity.NOTICE, row.number))
    return coding, notices


def _is_time(value: str) -> bool:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
