"""Which words made the model think so: exact, because the model is linear."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd

from pipeline.coding.bags import Bag, word_spans
from pipeline.coding.features import Features
from pipeline.coding.linear import Linear
from pipeline.coding.protocol import Contribution


def contributions(
    features: Features, linear: Linear, frame: pd.DataFrame, theme: int
) -> list[list[Contribution]]:
    """Return for each passage the share of its own words in one theme's score.

    Weight times value of every feature, divided equally over the places where the feature
    stands. What the words add up to, plus the surrounding passages and the intercept, is the
    score.

    Returns
    -------
    list of list of Contribution
        Per passage, in reading order, spans in code points of the passage's ``text``. A pair
        of words gives half of its weight to each.
    """
    matrix = features.transform(frame)
    starts = features.starts
    weights = linear.weights[:, theme]
    own = [
        (bag, starts[number], weights[starts[number] : starts[number + 1]])
        for number, (block, bag) in enumerate(zip(features.blocks, features.bags, strict=True))
        if block.column == "words"
    ]
    result = []
    for row, (text, offset) in enumerate(zip(frame["words"], frame["offset"], strict=True)):
        values = matrix[[row]]
        spans: dict[tuple[int, int], float] = defaultdict(float)
        for bag, start, part in own:
            columns = slice(start, start + len(part))
            value = np.asarray(values[:, columns].todense()).ravel() * part
            _spread(bag, text, value, spans)
        result.append(
            [
                Contribution(start + offset, end + offset, weight)
                for (start, end), weight in sorted(spans.items())
            ]
        )
    return result


def _spread(bag: Bag, text: str, value: np.ndarray, spans: dict[tuple[int, int], float]) -> None:
    """Divide each feature's value over the words at which it was found."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for name, start, end in bag.features(text):
        column = bag.vocabulary.get(name)
        if column is not None:
            places[column].extend(_words_in(text, start, end))
    for column, found in places.items():
        for span in found:
            spans[span] += value[column] / len(found)


def _words_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + left, start + right) for left, right in word_spans(text[start:end])]
