"""Metadata of stories from a table beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipeline.domain import Metadata, Problem, Severity, Story, UserError
from pipeline.ingest.fields import METADATA_FIELDS, merged, row_metadata
from pipeline.ingest.files import SUFFIXES
from pipeline.ingest.sheets import Row, read_sheets, synonyms
from pipeline.ingest.source import Ingested, Source, load


@dataclass(frozen=True, slots=True)
class _Known:
    """What one row says about a story."""

    row: int
    participant: str
    metadata: Metadata


def join_metadata(stories: Sequence[Story], metadata_path: Path) -> Ingested:
    """Return the stories with the metadata of a ``.csv`` or ``.xlsx`` joined on their id.

    A filled-in cell beats what a story's own table said. A second story with the same id and
    a second row for a story are skipped. Without a usable table the stories come back as
    they were, with a problem.

    Parameters
    ----------
    stories
        Stories in reading order.
    metadata_path
        Table with a column ``story_id`` (or a synonym); unknown columns go to
        ``Metadata.extra``.
    """
    unique, problems = _unique(stories)
    try:
        source = load(metadata_path, metadata_path.parent)
        known, notes = _rows(source)
    except UserError as error:
        if not metadata_path.exists():
            problem = Problem("ingest.no_metadata", Severity.NOTICE, metadata_path.name)
            return Ingested(tuple(unique), (*problems, problem))
        return Ingested(tuple(unique), (*problems, *error.problems))
    joined = [_joined(story, known.get(_key(story.id))) for story in unique]
    problems += [*notes, *_unmatched(unique, known, source)]
    return Ingested(tuple(joined), tuple(problems))


def _unique(stories: Sequence[Story]) -> tuple[list[Story], list[Problem]]:
    """Keep the first story of each id."""
    first: dict[str, Story] = {}
    problems: list[Problem] = []
    for story in stories:
        if story.id in first:
            values = {"id": story.id, "other": first[story.id].source}
            problems.append(
                Problem("ingest.duplicate_story", Severity.SKIPS, story.source, values=values)
            )
        else:
            first[story.id] = story
    return list(first.values()), problems


def _rows(source: Source) -> tuple[dict[str, _Known], list[Problem]]:
    """Return the first row of each story id, and what is wrong with the others.

    Raises
    ------
    UserError
        If the file is no table or has no id column.
    """
    sheets, problems = read_sheets(source, ("story_id", *METADATA_FIELDS))
    sheet = next((sheet for sheet in sheets if "story_id" in sheet.fields), None)
    if sheet is None:
        names = ", ".join(synonyms()["story_id"])
        raise source.unusable("no_column", column="story_id", names=names)
    known: dict[str, _Known] = {}
    notes = list(problems)
    for row in sheet.rows:
        notes.extend(_add(source, row, known))
    return known, notes


def _add(source: Source, row: Row, known: dict[str, _Known]) -> tuple[Problem, ...]:
    story_id = row.get("story_id")
    if not story_id:
        return (source.problem("row_without_id", Severity.SKIPS, row.number),)
    if _key(story_id) in known:
        return (source.problem("duplicate_id", Severity.SKIPS, row.number, id=story_id),)
    metadata, problems = row_metadata(source, row)
    known[_key(story_id)] = _Known(row.number, row.get("participant"), metadata)
    return problems


def _key(story_id: str) -> str:
    """Return an id as it is compared: composed letters, and no suffix of a file name."""
    composed = unicodedata.normalize("NFC", story_id.strip())
    path = PurePosixPath(composed)
    return path.stem if path.suffix.lower() in SUFFIXES else composed


def _joined(story: Story, known: _Known | None) -> Story:
    if known is None:
        return story
    return replace(
        story,
        participant=known.participant or story.participant,
        metadata=merged(story.metadata, known.metadata),
    )


def _unmatched(stories: Sequence[Story], known: dict[str, _Known], source: Source) -> list[Problem]:
    """Name stories without a row (unless their own table said something) and lonely rows."""
    ids = {_key(story.id) for story in stories}
    problems = [
        Problem(
            "ingest.story_without_metadata", Severity.NOTICE, story.source, values={"id": story.id}
        )
        for story in stories
        if _key(story.id) not in known and story.metadata == Metadata()
    ]
    problems += [
        source.problem("metadata_without_story", Severity.NOTICE, entry.row, id=story_id)
        for story_id, entry in known.items()
        if story_id not in ids
    ]
    return problems
