"""The sentence of a passage that says most about a theme."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from pipeline.coding.protocol import Coder, Contribution

Span = tuple[int, int]

_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+['\"”’)]*(?=\s)|$)", re.DOTALL)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a passage stand: up to a full stop and a space.

    Examples
    --------
    >>> sentences("Ja. En toen?")
    [(0, 3), (4, 12)]
    """
    return [match.span() for match in _SENTENCE.finditer(text.rstrip())]


def best_sentence(text: str, words: Sequence[Contribution]) -> tuple[int, int]:
    """Return the sentence whose words add most to the score; the whole text if none adds."""
    spans = sentences(text)
    if not spans:
        return 0, len(text)
    weights = [
        sum(word.weight for word in words if start <= word.start < end) for start, end in spans
    ]
    best = max(range(len(spans)), key=lambda number: weights[number])
    return spans[best] if weights[best] > 0 else (spans[0][0], spans[-1][1])


def evidence_spans(coder: Coder, frame: pd.DataFrame, theme: str) -> list[Span | None]:
    """Return per row the words behind a theme, in code points of the passage.

    Where a coder quotes to the letter its quote, and nothing where it has none; else the
    sentence that weighs most.
    """
    explained = coder.explain(frame, theme)
    if coder.literal:
        return [(words[0].start, words[0].end) if words else None for words in explained]
    texts = frame["text"].tolist()
    return [best_sentence(text, words) for text, words in zip(texts, explained, strict=True)]
