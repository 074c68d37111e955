"""What every reader takes and gives: the bytes of one file in, a draft of a story out."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain import Problem, Severity, Story, Turn, UserError

MAX_FILE_BYTES = 100 * 1024 * 1024
"""Larger than any transcript; keeps a film or a database out of memory."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What could be read, and what stood in the way of the rest."""

    stories: tuple[Story, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One file, read once.

    Parameters
    ----------
    name
        Path relative to the study, with forward slashes.
    stem
        File name without its last suffix, composed (NFC): file systems differ in how they
        store ``ë``, tables do not.
    suffix
        Lower case, dot included.
    """

    name: str
    stem: str
    suffix: str
    data: bytes
    sha256: str

    def problem(
        self, code: str, severity: Severity, row: int | None = None, **values: str | int | float
    ) -> Problem:
        """Return a problem in this file; ``code`` without the area."""
        return Problem(f"ingest.{code}", severity, self.name, row, values)

    def unusable(self, code: str, **values: str | int | float) -> UserError:
        """Return the error that leaves this whole file out."""
        return UserError(self.problem(code, Severity.SKIPS, None, **values))


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a file that holds one story.

    ``turns`` is ``None`` when the format does not say who speaks, so that the text itself
    has to be searched for speakers.
    """

    text: str
    problems: tuple[Problem, ...] = ()
    turns: tuple[Turn, ...] | None = None


def relative_name(path: Path, root: Path) -> str:
    """Return ``path`` relative to ``root`` with forward slashes, or its name if outside."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return path.name


def load(path: Path, root: Path) -> Source:
    """Read the bytes of one file.

    Raises
    ------
    UserError
        If the file is empty, too large, or cannot be opened.
    """
    name = relative_name(path, root)
    stem = unicodedata.normalize("NFC", path.stem)
    source = Source(name, stem, path.suffix.lower(), b"", "")
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise source.unusable("too_large", limit=MAX_FILE_BYTES // 1024**2)
        data = path.read_bytes()
    except OSError as error:
        raise source.unusable("unreadable") from error
    if not data:
        raise source.unusable("empty_file")
    return Source(name, stem, source.suffix, data, hashlib.sha256(data).hexdigest())


def line_feeds(text: str) -> str:
    r"""Return ``text`` with every line end as one line feed; nothing else is touched.

    Examples
    --------
    >>> line_feeds("a\r\nb\rc")
    'a\nb\nc'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n")
