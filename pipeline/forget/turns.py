"""One speaker out of a conversation: words gone, everyone else's words in the same place."""

from __future__ import annotations

from pathlib import Path

from pipeline.domain import Problem, Severity, Story, UserError
from pipeline.ingest import read_file

LABEL = "X: "
GONE = "[weggehaald]"
FILL = "·"

Span = tuple[int, int]


def spans_of(story: Story, label: str) -> list[Span]:
    """Return the code points of the turns of one speaker."""
    return [
        (turn.start, turn.end)
        for turn in story.turns
        if turn.speaker.casefold() == label.casefold()
    ]


def blanked(text: str, spans: list[Span]) -> str:
    r"""Return a text of the same length without the words in some spans.

    Examples
    --------
    >>> blanked("A: ja\nB: nee, dat wil ik liever niet", [(6, 34)])
    'A: ja\nX: [weggehaald]·············'
    """
    for start, end in spans:
        length = end - start
        word = (LABEL + GONE)[:length].ljust(length, FILL)
        text = text[:start] + word + text[end:]
    return text


def blank_file(path: Path, root: Path, story: Story, spans: list[Span]) -> Path:
    """Put a conversation without some turns in the place of its file, as plain text.

    Codings of others keep their place: the new text has the length of the text as it was read.

    Returns
    -------
    Path
        The new file, with the suffix ``.txt``.

    Raises
    ------
    UserError
        If what is written could not be read back letter for letter; nothing is changed then.
    """
    text = blanked(story.text, spans)
    place = path.with_suffix(".txt")
    building = path.with_name(f"~{path.stem}.txt")
    building.write_text(text, encoding="utf-8", newline="\n")
    again = read_file(building, root).stories
    if len(again) != 1 or again[0].text != text:
        building.unlink()
        values = {"story": story.id}
        raise UserError(Problem("forget.turns_not_kept", Severity.BLOCKS, values=values))
    building.replace(place)
    if place != path:
        path.unlink()
    return place
