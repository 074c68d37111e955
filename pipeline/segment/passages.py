"""A story cut into passages, the unit that people and the machine code."""

from __future__ import annotations

import re

from pipeline.domain import Passage, Story
from pipeline.segment.questions import questioners
from pipeline.segment.stretches import Span, balanced, trimmed

MAX_WORDS = 200
"""A longer turn or text is cut where its writer or speaker paused: about a page on a phone."""
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_LINE_END = re.compile(r"\n+")


def segment(story: Story) -> list[Passage]:
    """Cut a story into passages, in reading order and without overlap.

    A story with speaker turns gives a passage per turn (a turn over ``MAX_WORDS`` words one
    per paragraph, if it has paragraphs). Another story gives a passage per paragraph between
    blank lines; without blank lines, and over ``MAX_WORDS`` words, stretches of about equal
    length that end where a sentence ends. Every character that is no white space lies in
    exactly one passage.

    Returns
    -------
    list of Passage
        With ids ``<story>.01``, ``<story>.02``, … and
        ``story.text[passage.start:passage.end] == passage.text``.
    """
    asking = questioners(story)
    return [
        Passage(
            id=f"{story.id}.{number:02d}",
            story_id=story.id,
            number=number,
            start=start,
            end=end,
            text=story.text[start:end],
            speaker=speaker,
            is_question=speaker in asking,
        )
        for number, (start, end, speaker) in enumerate(_spans(story), start=1)
    ]


def _spans(story: Story) -> list[tuple[int, int, str]]:
    text = story.text
    if not story.turns:
        return [(start, end, "") for start, end in _paragraphs(text)]
    spans: list[tuple[int, int, str]] = []
    position = 0
    for turn in story.turns:
        spans += [
            (start, end, "") for start, end in _split(text, position, turn.start, _BLANK_LINES)
        ]
        spans += [(start, end, turn.speaker) for start, end in _turn(text, turn.start, turn.end)]
        position = turn.end
    spans += [(start, end, "") for start, end in _split(text, position, len(text), _BLANK_LINES)]
    return spans


def _turn(text: str, start: int, end: int) -> list[Span]:
    """Return a turn whole, or a very long one by its paragraphs."""
    if len(text[start:end].split()) <= MAX_WORDS:
        return _split(text, start, end, None)
    by_blank_line = _split(text, start, end, _BLANK_LINES)
    return by_blank_line if len(by_blank_line) > 1 else _split(text, start, end, _LINE_END)


def _paragraphs(text: str) -> list[Span]:
    spans = _split(text, 0, len(text), _BLANK_LINES)
    if len(spans) == 1 and len(text.split()) > MAX_WORDS:
        return balanced(text, *spans[0], MAX_WORDS)
    return spans


def _split(text: str, start: int, end: int, at: re.Pattern[str] | None) -> list[Span]:
    """Return the stretches between matches of ``at``, white space at their edges left out."""
    edges = [start]
    if at is not None:
        for match in at.finditer(text, start, end):
            edges += [match.start(), match.end()]
    edges.append(end)
    spans = [trimmed(text, edges[i], edges[i + 1]) for i in range(0, len(edges), 2)]
    return [span for span in spans if span[0] < span[1]]
