"""Who speaks: labels such as ``I:``, ``R:`` or ``Hanneke:`` at the start of a line."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.domain import Turn
from pipeline.ingest.labels import Label, Role, role, speaker_labels, split_label

MOST_LINES = 0.5
"""More than this share of the lines that are not empty must start with a label."""
FEW_LINES = 0.2
"""Enough when interviewer and respondent are labelled as such, or labels carry a time: long
answers run over several lines."""


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
    lines = [(start, split_label(line)) for start, line in _lines(text)]
    speakers = speaker_labels(label for _, label in lines if label)
    labelled = [(start, label) for start, label in lines if label and label.speaker in speakers]
    if not labelled or not _is_conversation([label for _, label in labelled], len(lines)):
        return ()
    first = labelled[0][0]
    preamble = [_turn(text, 0, first, "", None)] if text[:first].strip() else []
    ends = [start for start, _ in labelled[1:]] + [len(text)]
    return (
        *preamble,
        *(
            _turn(text, start, end, label.speaker, label.seconds)
            for (start, label), end in zip(labelled, ends, strict=True)
        ),
    )


def _is_conversation(labelled: list[Label], n_lines: int) -> bool:
    # A label alone on its line and the words under it are one line that was broken in two.
    alone = sum(not label.rest for label in labelled)
    share = len(labelled) / max(n_lines - alone, len(labelled))
    roles = {role(label.speaker) for label in labelled}
    timed = sum(label.seconds is not None for label in labelled) > len(labelled) / 2
    sure = timed or {Role.INTERVIEWER, Role.RESPONDENT} <= roles
    return share > MOST_LINES or (sure and len(labelled) >= 4 and share >= FEW_LINES)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield each line that is not empty with the code point where it starts."""
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def _turn(text: str, start: int, end: int, speaker: str, seconds: float | None) -> Turn:
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    return Turn(speaker, start, start + len(stretch.strip()), seconds)
