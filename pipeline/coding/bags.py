"""Bags of words and of letter groups, that know where in the text each feature came from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

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


@dataclass
class Bag:
    """TF-IDF with logarithmic term frequency, rows of length 1.

    Parameters
    ----------
    analyser
        Name in ``ANALYSERS``.
    min_texts
        Features in fewer texts are left out.
    """

    analyser: str
    min_texts: int = 2
    vocabulary: dict[str, int] = field(default_factory=dict)
    idf: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def features(self, text: str) -> list[Found]:
        """Return the features of a text with their code points, unknown ones included."""
        return ANALYSERS[self.analyser](text)

    def fit(self, texts: Sequence[str]) -> Bag:
        """Learn the vocabulary (sorted, so that order of texts does not matter) and idf.

        The idf is scikit-learn's smoothed one: ``ln((1 + n) / (1 + df)) + 1``.
        """
        frequency: Counter[str] = Counter()
        for text in texts:
            frequency.update({feature for feature, _, _ in self.features(text)})
        names = sorted(name for name, count in frequency.items() if count >= self.min_texts)
        self.vocabulary = {name: column for column, name in enumerate(names)}
        counts = np.array([frequency[name] for name in names], dtype=float)
        self.idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        return self

    def transform(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """Return weights of shape (texts, vocabulary)."""
        indptr, indices = [0], list[int]()
        data: list[float] = []
        for text in texts:
            counts = Counter(
                self.vocabulary[name]
                for name, _, _ in self.features(text)
                if name in self.vocabulary
            )
            columns = sorted(counts)
            indices.extend(columns)
            data.extend(counts[column] for column in columns)
            indptr.append(len(indices))
        shape = (len(indptr) - 1, len(self.vocabulary))
        values = 1 + np.log(np.array(data))
        matrix = sparse.csr_matrix((values, indices, indptr), shape=shape)
        return _unit_rows(matrix.multiply(self.idf).tocsr())


def _unit_rows(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the matrix with rows of length 1; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ matrix
