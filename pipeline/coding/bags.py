"""Counts of words and of letter groups, that know where in the text each feature came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from scipy import sparse

_WORD = re.compile(r"\w+(?:['’]\w+)*")

Found = tuple[str, int, int]
"""A feature and the code points it was found at."""


def word_spans(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text stand."""
    return [match.span() for match in _WORD.finditer(text)]


def words_and_pairs(text: str) -> list[Found]:
    """Return each word, and each word with the next one, in lower case.

    Examples
    --------
    >>> words_and_pairs("Ik durf")
    [('ik', 0, 2), ('ik durf', 0, 7), ('durf', 3, 7)]
    """
    spans = [(match.group().lower(), *match.span()) for match in _WORD.finditer(text)]
    found: list[Found] = []
    for place, (word, start, end) in enumerate(spans):
        found.append((word, start, end))
        if place + 1 < len(spans):
            following, _, stop = spans[place + 1]
            found.append((f"{word} {following}", start, stop))
    return found


def letter_groups(text: str) -> list[Found]:
    """Return the groups of three to five letters in each word, word ends as blanks.

    Every group is found at its whole word: single letters mean nothing to a reader.
    """
    return [
        (group, *match.span())
        for match in _WORD.finditer(text)
        for group in _groups(match.group().lower())
    ]


@lru_cache(maxsize=200_000)
def _groups(word: str) -> tuple[str, ...]:
    padded = f" {word} "
    return tuple(
        padded[start : start + size]
        for size in (3, 4, 5)
        for start in range(len(padded) - size + 1)
    )


ANALYSERS: dict[str, Callable[[str], list[Found]]] = {
    "words": words_and_pairs,
    "letters": letter_groups,
}


KEPT_TEXTS = 20_000
"""Texts whose features are remembered: a passage is also its neighbours' *before* and *after*."""


@lru_cache(maxsize=2 * KEPT_TEXTS)
def _names(text: str, analyser: str) -> tuple[str, ...]:
    """Return the features of a text without their places: the names that ``ANALYSERS`` find."""
    words = [word.lower() for word in _WORD.findall(text)]
    if analyser == "letters":
        return tuple(chain.from_iterable(map(_groups, words)))
    return (*words, *(f"{one} {other}" for one, other in pairwise(words)))


def vocabulary_of(texts: Iterable[str], analyser: str, min_texts: int) -> dict[str, int]:
    """Return the features in at least ``min_texts`` texts, in alphabetical order."""
    frequency: Counter[str] = Counter()
    for text in texts:
        frequency.update(set(_names(text, analyser)))
    names = sorted(name for name, count in frequency.items() if count >= min_texts)
    return {name: column for column, name in enumerate(names)}


def count(texts: Sequence[str], analyser: str, vocabulary: dict[str, int]) -> sparse.csr_matrix:
    """Return how often each feature stands in each text, shape (texts, vocabulary)."""
    indptr, indices = [0], list[int]()
    data: list[float] = []
    for text in texts:
        found = map(vocabulary.get, _names(text, analyser))
        counts = Counter(column for column in found if column is not None)
        columns = sorted(counts)
        indices.extend(columns)
        data.extend(counts[column] for column in columns)
        indptr.append(len(indices))
    shape = (len(texts), len(vocabulary))
    return sparse.csr_matrix((np.array(data), indices, indptr), shape=shape)


def inverse_frequency(counts: sparse.csr_matrix, min_texts: int) -> np.ndarray:
    """Return the idf of each feature, 0 for one that stands in too few of these texts.

    Scikit-learn's smoothed form: ``ln((1 + n) / (1 + df)) + 1``.
    """
    df = np.bincount(counts.indices, minlength=counts.shape[1]).astype(float)
    idf = np.log((1 + counts.shape[0]) / (1 + df)) + 1
    return np.asarray(np.where(df >= min_texts, idf, 0.0))


def weigh(counts: sparse.csr_matrix, idf: np.ndarray) -> sparse.csr_matrix:
    """Return TF-IDF with logarithmic term frequency and rows of length 1 (or 0)."""
    matrix = counts.copy()
    matrix.data = (1 + np.log(matrix.data)) * idf[matrix.indices]
    squares = sparse.csr_matrix((matrix.data**2, matrix.indices, matrix.indptr), matrix.shape)
    lengths = np.sqrt(np.asarray(squares.sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix
