"""From a folder of files to stories: each format has its own reader, chosen by suffix."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.domain import Problem, Severity, Story, UserError
from pipeline.ingest import opendocument, pdf, plain, subtitles, tables, word
from pipeline.ingest.sheets import TABLE_SUFFIXES
from pipeline.ingest.source import Draft, Ingested, Source, load, relative_name
from pipeline.ingest.turns import find_turns

_READERS: Mapping[str, Callable[[Source], Draft]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".docx": word.read,
    ".odt": opendocument.read,
    ".vtt": subtitles.read,
    ".srt": subtitles.read,
    ".pdf": pdf.read,
}
_OLD_OFFICE = frozenset({".doc", ".xls"})
_LEFTOVERS = frozenset({"thumbs.db", "desktop.ini"})
SUFFIXES = frozenset(_READERS) | TABLE_SUFFIXES
"""Suffixes that stories can be read from."""


def story_files(folder: Path) -> list[Path]:
    """Return the files in a folder and its subfolders, sorted by path.

    Hidden files, lock files of office programs (``~$``) and leftovers of file managers are
    left out; files of an unknown kind are not, so that :func:`read_file` can report them.
    """
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(_is_noise(part) for part in path.relative_to(folder).parts)
    )


def _is_noise(part: str) -> bool:
    temporary = part.startswith((".", "~$", "~")) or part.endswith((".tmp", "~"))
    return temporary or part.casefold() in _LEFTOVERS


def read_file(path: Path, root: Path) -> Ingested:
    """Read the stories of one file; whatever is wrong with it comes back as problems.

    Parameters
    ----------
    path
        The file. Its stem is the story's id, unless it is a table with an id per row.
    root
        The study folder, which ``Story.source`` and problems are relative to.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        return Ingested(problems=(_unknown(path, root),))
    try:
        source = load(path, root)
        if suffix in TABLE_SUFFIXES:
            return tables.read(source)
        return _story(source, _READERS[suffix](source))
    except UserError as error:
        return Ingested(problems=error.problems)


def _unknown(path: Path, root: Path) -> Problem:
    name = relative_name(path, root)
    if path.suffix.lower() in _OLD_OFFICE:
        return Problem("ingest.old_office", Severity.SKIPS, name, values={"suffix": path.suffix})
    kinds = ", ".join(sorted(SUFFIXES))
    return Problem("ingest.unknown_format", Severity.NOTICE, name, values={"suffixes": kinds})


def _story(source: Source, draft: Draft) -> Ingested:
    if not draft.text.strip():
        raise UserError((source.problem("empty_file", Severity.SKIPS), *draft.problems))
    turns = find_turns(draft.text) if draft.turns is None else draft.turns
    story = Story(
        id=source.stem,
        participant=source.stem,
        text=draft.text,
        source=source.name,
        sha256=source.sha256,
        turns=turns,
    )
    return Ingested((story,), draft.problems)
