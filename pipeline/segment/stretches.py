"""Spans of text: trimming them, and cutting a long one at sentence ends."""

from __future__ import annotations

import math
import re
from itertools import pairwise

Span = tuple[int, int]
"""Half-open, in code points."""

_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|(?<=\S)(?=\n)")
"""A full stop before a space also ends abbreviations; a cut there is a pity, not a mistake."""
_ABBREVIATION = re.compile(
    r"(?:\b\w|\b(?:mw|dhr|mevr|ca|nr|tel|geb|evt|incl|excl|o\.a|d\.w\.z|bijv|enz))\.$", re.I
)


def trimmed(text: str, start: int, end: int) -> Span:
    """Return the span without white space at its edges (empty when there is nothing else)."""
    stretch = text[start:end]
    if not stretch.strip():
        return start, start
    left = len(stretch) - len(stretch.lstrip())
    return start + left, start + len(stretch.rstrip())


def balanced(text: str, start: int, end: int, max_words: int) -> list[Span]:
    """Cut a span into the fewest stretches of about equal length that end at sentence ends.

    Parameters
    ----------
    max_words
        Aim: no stretch is much longer. Text without sentence ends stays whole, because a cut
        inside a sentence would part words that belong together.
    """
    cuts = _sentence_ends(text, start, end)
    n_stretches = math.ceil(len(text[start:end].split()) / max_words)
    chosen: list[int] = []
    for number in range(1, n_stretches):
        ideal = start + (end - start) * number / n_stretches
        later = [cut for cut in cuts if not chosen or cut > chosen[-1]]
        if later:
            chosen.append(min(later, key=lambda cut: abs(cut - ideal)))
    edges = [start, *chosen, end]
    spans = [trimmed(text, left, right) for left, right in pairwise(edges)]
    return [span for span in spans if span[0] < span[1]]


def _sentence_ends(text: str, start: int, end: int) -> list[int]:
    return [
        match.end()
        for match in _SENTENCE_END.finditer(text, start, end)
        if not _ABBREVIATION.search(text, max(start, match.end() - 10), match.end())
    ]
