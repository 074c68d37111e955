"""Stories and the passages they are coded in.

Every span is half-open and counts code points (what ``len`` and slicing use in Python), so
``story.text[start:end]`` is always the text that a span points at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of a story spoken by one person.

    Parameters
    ----------
    speaker
        Label as written in the source, ``""`` when there is none.
    start, end
        Code points in the story's text, label included.
    seconds
        When the turn starts in the recording, if the source says so.
    """

    speaker: str
    start: int
    end: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a story besides its words. Empty string: unknown."""

    genre: str = ""
    teller: str = ""
    age_band: str = ""
    programme: str = ""
    question: str = ""
    wijk: str = ""
    period: str = ""
    consent: bool | None = None
    """Whether quotes may be shown; ``None`` when nobody recorded it."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Other columns of the metadata table, as text."""


@dataclass(frozen=True, slots=True)
class Story:
    """A narrative as it was told, with line ends normalised to line feeds.

    Parameters
    ----------
    id
        Unique within a study: the file's stem, or the value of the id column.
    participant
        Who told it; several stories may share one participant.
    text
        The whole text. Never changed in place.
    source, sha256
        Path of the source file relative to the study, and the hash of its bytes.
    turns
        Speaker turns in order, empty for a text without speakers.
    """

    id: str
    participant: str
    text: str
    source: str
    sha256: str
    metadata: Metadata = field(default_factory=Metadata)
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of coding: a speaker's turn or a paragraph.

    Invariant: ``story.text[start:end] == text`` for the story it was cut from.
    """

    id: str
    story_id: str
    number: int
    start: int
    end: int
    text: str
    speaker: str = ""
    is_question: bool = False
    """Spoken by the interviewer, or by whoever leads the group."""
