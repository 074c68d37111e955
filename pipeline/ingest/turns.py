"""Who speaks: labels such as ``I:``, ``R:`` or ``Hanneke:`` at the start of a line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from pipeline.domain import Turn

MOST_LINES = 0.5
"""More than this share of the lines that are not empty must start with a label."""
ROLE_LINES = 0.2
"""Enough when an interviewer and a respondent are labelled as such: long answers run over
several lines."""
MAX_LOOSE_LABELS = 3
"""More labels that each occur once are the fields of a form, not people talking."""

_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?"
_LABEL = re.compile(
    rf"[ \t]*(?:\*\*|__)?(?:{_CLOCK}[ \t]+)?"
    r"(?P<label>[^\W\d_][\w.'’&-]*(?: [\w.'’()&-]+){0,2})"
    rf"(?:[ \t]{_CLOCK})?(?:\*\*|__)?[ ]?:(?:\*\*|__)?(?=[ \t]|$)"
)


@cache
def _words(kind: str) -> frozenset[str]:
    raw = resources.files("pipeline.ingest").joinpath("turns.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(raw)[kind])


def find_turns(text: str) -> tuple[Turn, ...]:
    r"""Return the speaker turns of a conversation, or nothing when it is none.

    A label has at most three words and occurs at least twice, or stands beside other labels.
    A line without a label belongs to the turn before it; lines before the first label are a
    turn without a speaker, so that no words fall between turns. Blank space at the edges of
    a turn stays outside it.

    Parameters
    ----------
    text
        Text with line feeds.

    Examples
    --------
    >>> [(turn.speaker, turn.start, turn.end) for turn in find_turns("I: Hoi.\nR: Dag.")]
    [('I', 0, 7), ('R', 8, 15)]
    >>> find_turns("Betreft: verslag\nWk 36: gebeld.")
    ()
    """
    lines = list(_lines(text))
    labels = speaker_labels(line for _, line in lines)
    if not labels or not _is_conversation([line for _, line in lines], labels):
        return ()
    starts = [(start, label) for start, line in lines if (label := line_label(line)) in labels]
    if text[: starts[0][0]].strip():
        starts.insert(0, (0, ""))
    ends = [start for start, _ in starts[1:]] + [len(text)]
    return tuple(
        _trimmed(text, start, end, label) for (start, label), end in zip(starts, ends, strict=True)
    )


def speaker_labels(lines: Iterable[str]) -> frozenset[str]:
    """Return the labels that name speakers in these lines; see :func:`find_turns`."""
    counts = Counter(label for line in lines if (label := line_label(line)))
    known = {label for label in counts if is_label(label)}
    repeated = {label for label in known if counts[label] > 1}
    roles = {label for label in known if _role(label)}
    loose = {label for label in known - repeated - roles if _looks_like_name(label)}
    labels = repeated | roles | loose
    if not repeated | roles and len(loose) > MAX_LOOSE_LABELS:
        return frozenset()
    if len(labels) < 2 and not repeated:
        return frozenset()
    return frozenset(labels)


def line_label(line: str) -> str:
    """Return what stands before the colon at the start of a line, or ``""``.

    Examples
    --------
    >>> line_label("**Hanneke:** Fijn dat jullie er zijn."), line_label("04-10: 22.15 u.")
    ('Hanneke', '')
    """
    match = _LABEL.match(line)
    return match["label"] if match else ""


def after_label(line: str) -> str:
    """Return a line without its label."""
    match = _LABEL.match(line)
    return line[match.end() :].strip() if match else line.strip()


def is_label(label: str) -> bool:
    """Say whether a label can name a speaker: no heading of a note, no reported speech."""
    if not re.fullmatch(r"[^\W\d_][\w.'’&-]*(?: [\w.'’()&-]+){0,2}", label):
        return False
    plain = _plain(label)
    words = plain.split()
    if not words:
        return False
    if {plain, words[0]} & _words("headings"):
        return False
    return _role(label) != "" or not set(words) & _words("reporting")


def _plain(label: str) -> str:
    """Return a label in lower case without digits, full stops and brackets."""
    return " ".join(re.sub(r"[\d.()]", " ", label.casefold()).split())


def _role(label: str) -> str:
    plain = _plain(label)
    if plain in _words("interviewers"):
        return "interviewer"
    return "respondent" if plain in _words("respondents") else ""


def _looks_like_name(label: str) -> bool:
    return all(not word[0].islower() for word in label.split())


def _is_conversation(lines: list[str], labels: frozenset[str]) -> bool:
    labelled = [label for line in lines if (label := line_label(line)) in labels]
    share = len(labelled) / len(lines)
    has_roles = {"interviewer", "respondent"} <= {_role(label) for label in labelled}
    return share > MOST_LINES or (has_roles and len(labelled) >= 4 and share >= ROLE_LINES)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that is not empty with the code point where it starts."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _trimmed(text: str, start: int, end: int, speaker: str) -> Turn:
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    return Turn(speaker, start, start + len(stretch.strip()))
