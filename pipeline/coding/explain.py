"""Which words made the model think so: exact, because the model is linear."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.coding.bags import ANALYSERS, word_spans
from pipeline.coding.features import BAGS, Features
from pipeline.coding.lexicon import default_lexicon

Shares = dict[tuple[int, int], float]
"""Code points in the passage's text, and what the words there add."""


def word_shares(features: Features, weights: np.ndarray, frame: pd.DataFrame) -> list[Shares]:
    """Return for each passage the share of its own words in one theme's score.

    Weight times value of every feature, divided equally over the words at which the feature
    stands.

    Parameters
    ----------
    weights
        Of one theme, shape (features,).

    Returns
    -------
    list of dict
        Per passage; spans count from the start of the passage's ``text``.
    """
    values = features.transform(frame).multiply(weights).tocsr()
    starts = features.scaling.starts
    result = []
    for row, (text, offset) in enumerate(zip(frame["words"], frame["offset"], strict=True)):
        value = _by_column(values, row)
        spans: Shares = defaultdict(float)
        for column, words in _places(features, text, starts).items():
            for start, end in words:
                spans[(start + offset, end + offset)] += value.get(column, 0.0) / len(words)
        result.append(dict(spans))
    return result


def _by_column(values: sparse.csr_matrix, row: int) -> dict[int, float]:
    part = slice(values.indptr[row], values.indptr[row + 1])
    return dict(zip(values.indices[part].tolist(), values.data[part].tolist(), strict=True))


def _places(features: Features, text: str, starts: np.ndarray) -> dict[int, list[tuple[int, int]]]:
    """Return for each feature of the passage's own words where it stands."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, (bag, vocabulary) in enumerate(zip(BAGS, features.vocabulary.bags, strict=True)):
        if bag.column != "words":
            continue
        for name, start, end in ANALYSERS[bag.analyser](text):
            if name in vocabulary:
                places[int(starts[number]) + vocabulary[name]] += _words(text, start, end)
    for place in default_lexicon().find(text):
        places[int(starts[len(BAGS)]) + place.concept] += _words(text, place.start, place.end)
    return places


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    inside = [(start + left, start + right) for left, right in word_spans(text[start:end])]
    return inside or [(start, end)]
