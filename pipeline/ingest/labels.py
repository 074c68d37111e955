"""Labels of speakers at the start of a line, and what looks like one but is not."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

MAX_LOOSE_LABELS = 3
"""More labels that each occur once are the fields of a form, not people talking."""

_FIRST = r"[^\W\d_](?:[^\W_]|[.'’&-])*"
_NEXT = r"(?:[^\W_]|[.'’()&-])+"
_NAME = rf"{_FIRST}(?: {_NEXT}){{0,2}}"
_FULL_NAME = rf"{_FIRST}(?:,? {_NEXT}){{0,3}}"
_CLOCK = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?[\])]?"
_BEFORE_COLON = re.compile(
    rf"[ \t]*(?:\*\*|__)?(?:(?P<clock>{_CLOCK})[ \t]+)?(?P<label>{_NAME})"
    rf"(?:[ \t](?P<clock_after>{_CLOCK}))?(?:\*\*|__)?[ ]?:(?:\*\*|__)?(?=[ \t]|$)"
)
_BEFORE_CLOCK = re.compile(
    rf"[ \t]*(?P<label>{_FULL_NAME})(?:[ \u00a0]{{2,}}|\t+)(?P<clock>{_CLOCK})[ \t]*$"
)
"""A line of its own with name, wide space and time, as meeting programs export transcripts."""


class Role(StrEnum):
    """What a label says about its speaker."""

    INTERVIEWER = "interviewer"
    RESPONDENT = "respondent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Label:
    """A label on a line.

    Parameters
    ----------
    speaker
        The label as written, without colon, bold marks and time.
    rest
        What follows it on the line.
    seconds
        Time in the recording, if the label carries one.
    """

    speaker: str
    rest: str
    seconds: float | None = None


def split_label(line: str) -> Label | None:
    """Return the label that a line starts with, or ``None``.

    Examples
    --------
    >>> split_label("**Hanneke:** Fijn dat jullie er zijn.")
    Label(speaker='Hanneke', rest='Fijn dat jullie er zijn.', seconds=None)
    >>> split_label("[00:01:05] I: En toen?")
    Label(speaker='I', rest='En toen?', seconds=65.0)
    >>> split_label("04-10: 22.15 u aangetroffen") is None
    True
    """
    match = _BEFORE_COLON.match(line)
    if match:
        clock = match["clock"] or match["clock_after"]
        return Label(match["label"], line[match.end() :].strip(), _seconds(clock))
    match = _BEFORE_CLOCK.match(line)
    return Label(match["label"], "", _seconds(match["clock"])) if match else None


def _seconds(clock: str | None) -> float | None:
    """Return ``h:mm:ss`` or ``mm:ss`` in seconds."""
    if clock is None:
        return None
    seconds = 0.0
    for part in clock.strip("[]()").replace(",", ".").split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


def speaker_labels(labels: Iterable[Label]) -> frozenset[str]:
    """Return the labels that name speakers.

    A label counts when it occurs twice, when it is a role such as ``I`` or ``Respondent 2``, or
    when it looks like a name and other labels stand beside it.
    """
    counts = Counter(label.speaker for label in labels)
    known = {speaker for speaker in counts if is_speaker(speaker)}
    repeated = {speaker for speaker in known if counts[speaker] > 1}
    roles = {speaker for speaker in known if role(speaker) is not Role.UNKNOWN}
    loose = {speaker for speaker in known - repeated - roles if _looks_like_name(speaker)}
    if not repeated | roles and len(loose) > MAX_LOOSE_LABELS:
        return frozenset()
    speakers = repeated | roles | loose
    return frozenset(speakers) if repeated or len(speakers) > 1 else frozenset()


def is_speaker(label: str) -> bool:
    """Say whether a label can name a speaker: no heading of a note, no reported speech.

    Examples
    --------
    >>> [is_speaker(label) for label in ("Mo", "Wk 36", "Mijn moeder zei", "Jan, Mo en Ali")]
    [True, False, False, False]
    """
    plain = _plain(label)
    if not plain or not re.fullmatch(_FULL_NAME, label):
        return False
    words = plain.split()
    if {plain, words[0]} & _words("headings"):
        return False
    return role(label) is not Role.UNKNOWN or not set(words) & _words("reporting")


def role(label: str) -> Role:
    """Return what a label says about who speaks."""
    plain = _plain(label)
    if plain in _words("interviewers"):
        return Role.INTERVIEWER
    return Role.RESPONDENT if plain in _words("respondents") else Role.UNKNOWN


def _plain(label: str) -> str:
    """Return a label in lower case without digits, full stops, commas and brackets."""
    return " ".join(re.sub(r"[\d.,()]", " ", label.casefold()).split())


def _looks_like_name(label: str) -> bool:
    return all(not word[0].islower() for word in label.split())


@cache
def _words(kind: str) -> frozenset[str]:
    raw = resources.files("pipeline.ingest").joinpath("labels.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(raw)[kind])
