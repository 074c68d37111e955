"""Stories in a table: one row a story, such as answers to an open survey question."""

from __future__ import annotations

from pipeline.domain import Problem, Severity, Story, UserError
from pipeline.ingest.fields import METADATA_FIELDS, row_metadata
from pipeline.ingest.sheets import Row, Sheet, read_sheets, synonyms
from pipeline.ingest.source import Ingested, Source
from pipeline.ingest.turns import find_turns

_NEEDED = ("story_id", "text")


def read(source: Source) -> Ingested:
    """Return the stories of a ``.csv``, ``.tsv`` or ``.xlsx`` with a column per field.

    Every worksheet with an id and a text column is read. A row without id or text, or with
    an id that occurred before, is skipped and named.

    Raises
    ------
    UserError
        If the file is no table, or no worksheet has the needed columns.
    """
    sheets, problems = read_sheets(source, (*_NEEDED, *METADATA_FIELDS))
    usable = [sheet for sheet in sheets if set(_NEEDED) <= sheet.fields]
    if not usable:
        raise _missing_column(source, sheets)
    found: dict[str, Story] = {}
    notes = list(problems)
    for sheet in sheets:
        if sheet in usable:
            for row in sheet.rows:
                _add(source, row, found, notes)
        elif sheet.rows:
            notes.append(source.problem("sheet_left_out", Severity.NOTICE, sheet=sheet.name))
    if not any(sheet.rows for sheet in usable):
        raise source.unusable("empty_file")
    return Ingested(tuple(found.values()), tuple(notes))


def _missing_column(source: Source, sheets: list[Sheet]) -> UserError:
    """Name the first column that even the most complete worksheet lacks."""
    present = max((sheet.fields for sheet in sheets), key=len, default=frozenset())
    missing = next(field for field in _NEEDED if field not in present)
    names = synonyms()[missing]
    return source.unusable("no_column", column=missing, names=", ".join(names))


def _add(source: Source, row: Row, found: dict[str, Story], notes: list[Problem]) -> None:
    """Add the story in a row to ``found``, or the reason why not to ``notes``."""
    story_id, text = row.get("story_id"), row.get("text").rstrip()
    if not story_id or not text:
        code = "row_without_text" if story_id else "row_without_id"
        notes.append(source.problem(code, Severity.SKIPS, row.number))
        return
    if story_id in found:
        notes.append(source.problem("duplicate_id", Severity.SKIPS, row.number, id=story_id))
        return
    metadata, problems = row_metadata(source, row)
    notes.extend(problems)
    found[story_id] = Story(
        id=story_id,
        participant=row.get("participant") or story_id,
        text=text,
        source=source.name,
        sha256=source.sha256,
        metadata=metadata,
        turns=find_turns(text),
    )
