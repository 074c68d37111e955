"""Which words of a passage to quote: whole sentences, short enough to read at once."""

from __future__ import annotations

import re

MAX_QUOTE = 320
"""Code points; about three lines on a laptop."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'’”)]*\s+")


def quote_span(
    text: str,
    start: int,
    end: int,
    speaker: str = "",
    evidence: tuple[int, int] | None = None,
    limit: int | None = MAX_QUOTE,
) -> tuple[int, int]:
    """Return the span of a passage's words that is quoted.

    The speaker's label is left out. A passage that is too long is cut to whole sentences: those
    that hold the evidence and then their neighbours, the later first.

    Parameters
    ----------
    text
        The whole story.
    start, end
        The passage, code points.
    speaker
        Its speaker label, as written.
    evidence
        Code points of the words that carry the theme, if a coder marked them.
    limit
        The most code points to quote; ``None``: the whole passage. One sentence is always whole.

    Returns
    -------
    start, end
        Within the passage, code points, without spaces at either side.

    Examples
    --------
    >>> quote_span("R: Het lukte. ", 0, 14, "R")
    (3, 13)
    """
    start += _label_length(text[start:end], speaker)
    start, end = _strip(text, start, end)
    if limit is None or end - start <= limit:
        return start, end
    sentences = _sentences(text, start, end)
    marks = evidence if evidence and evidence[0] < end and evidence[1] > start else None
    first, last = _holding(sentences, marks or (start, start + 1))
    while True:
        grown = _grow(sentences, first, last, limit)
        if grown is None:
            break
        first, last = grown
    return sentences[first][0], sentences[last][1]


def _label_length(words: str, speaker: str) -> int:
    """Return how many code points the speaker's label takes at the start of a passage."""
    match = re.match(rf"{re.escape(speaker)}\s*:\s*", words) if speaker else None
    return match.end() if match else 0


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans, begin = [], start
    for match in _SENTENCE_END.finditer(text, start, end):
        spans.append((begin, begin + len(text[begin : match.end()].rstrip())))
        begin = match.end()
    spans.append((begin, end))
    return [span for span in spans if span[1] > span[0]]


def _holding(sentences: list[tuple[int, int]], marks: tuple[int, int]) -> tuple[int, int]:
    """Return the first and last sentence that a span touches."""
    touched = [number for number, (a, b) in enumerate(sentences) if a < marks[1] and b > marks[0]]
    return (touched[0], touched[-1]) if touched else (0, 0)


def _grow(
    sentences: list[tuple[int, int]], first: int, last: int, limit: int
) -> tuple[int, int] | None:
    """Return the stretch with one more sentence, the later first, if it still fits."""
    for a, b in ((first, last + 1), (first - 1, last)):
        fits = a >= 0 and b < len(sentences)
        if fits and sentences[b][1] - sentences[a][0] <= limit:
            return a, b
    return None
