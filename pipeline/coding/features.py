"""The features of a passage: its own words and situations, and more lightly what surrounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.coding.bags import count, inverse_frequency, vocabulary_of, weigh
from pipeline.coding.lexicon import default_lexicon


@dataclass(frozen=True, slots=True)
class Bag:
    """One column of text counted by one analyser.

    Parameters
    ----------
    weight
        Multiplies the group; its square is the group's share of the similarity.
    min_texts
        Features in fewer of the texts that are learned from are left out.
    """

    name: str
    column: str
    analyser: str
    weight: float
    min_texts: int = 2


BAGS = (
    Bag("words", "words", "words", 1.0),
    Bag("letters", "words", "letters", 1.0, min_texts=3),
    Bag("before", "before", "words", 0.5),
    Bag("after", "after", "words", 0.5),
)
SITUATION_WEIGHT = 0.04
SURFACE_WEIGHT = 0.1
"""Weights were chosen by story-grouped cross-validation; see the card of models/themes_nl."""
MIN_DEVIATION = 0.03
"""A situation in one of a thousand passages deviates this much; rarer ones get no more weight."""
FEW_TEXTS = 200
"""With fewer texts every feature is kept, also those that occur once."""
SURFACE = ("length", "place", "place_squared", "asks", "answers")

Raw = tuple[sparse.csr_matrix, ...]
"""Counts per bag, then situations, then the surface: before anything is learned from them."""


def surface(frame: pd.DataFrame) -> np.ndarray:
    """Return length (log code points), place in the story, and whether it asks or answers."""
    words = frame["words"].astype(str)
    place = frame["place"].to_numpy(dtype=float)
    return np.column_stack(
        [
            np.log1p(words.str.len().to_numpy(dtype=float)),
            place,
            place**2,
            words.str.contains("?", regex=False).to_numpy(dtype=float),
            frame["before"].astype(str).str.strip().str.endswith("?").to_numpy(dtype=float),
        ]
    )


@dataclass(frozen=True)
class Vocabulary:
    """Which features are counted: a vocabulary per bag."""

    bags: tuple[dict[str, int], ...]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Vocabulary:
        """Return every feature that a model fitted on (part of) the frame may use."""
        return cls(
            tuple(
                vocabulary_of(frame[bag.column], bag.analyser, _least(bag, len(frame)))
                for bag in BAGS
            )
        )

    def count(self, frame: pd.DataFrame) -> Raw:
        """Return the raw features of a prepared frame."""
        bags = [
            count(frame[bag.column].tolist(), bag.analyser, vocabulary)
            for bag, vocabulary in zip(BAGS, self.bags, strict=True)
        ]
        situations = sparse.csr_matrix(default_lexicon().presence(frame["words"]))
        return (*bags, situations, sparse.csr_matrix(surface(frame)))


@dataclass(frozen=True)
class Scaling:
    """How raw features are weighed; learned from the passages that the model learns from.

    Parameters
    ----------
    idf
        Per bag; 0 leaves a feature out.
    situation, surface
        Factor per column: the block's weight over the standard deviation.
    """

    idf: tuple[np.ndarray, ...]
    situation: np.ndarray
    surface: np.ndarray
    surface_mean: np.ndarray

    @classmethod
    def fit(cls, raw: Raw) -> Scaling:
        """Learn from the raw features of passages."""
        *bags, situations, looks = raw
        rows = situations.shape[0]
        idf = tuple(
            inverse_frequency(counts, _least(bag, rows))
            for bag, counts in zip(BAGS, bags, strict=True)
        )
        share = np.asarray(situations.mean(axis=0)).ravel()
        deviation = np.maximum(np.sqrt(share * (1 - share)), MIN_DEVIATION)
        dense = looks.toarray()
        spread = np.where(dense.std(axis=0) > 0, dense.std(axis=0), 1.0)
        return cls(idf, SITUATION_WEIGHT / deviation, SURFACE_WEIGHT / spread, dense.mean(axis=0))

    def apply(self, raw: Raw) -> sparse.csr_matrix:
        """Return the weighed features, shape (passages, features)."""
        *bags, situations, looks = raw
        parts = [
            weigh(counts, idf) * bag.weight
            for bag, counts, idf in zip(BAGS, bags, self.idf, strict=True)
        ]
        parts.append(situations @ sparse.diags(self.situation))
        parts.append(sparse.csr_matrix((looks.toarray() - self.surface_mean) * self.surface))
        return sparse.hstack(parts, format="csr")

    @property
    def starts(self) -> np.ndarray:
        """First column of each block, and the number of columns at the end."""
        sizes = [*(len(idf) for idf in self.idf), len(self.situation), len(self.surface)]
        return np.cumsum([0, *sizes])


@dataclass(frozen=True)
class Features:
    """Vocabulary and scaling together: from a prepared frame to a matrix."""

    vocabulary: Vocabulary
    scaling: Scaling

    def transform(self, frame: pd.DataFrame) -> sparse.csr_matrix:
        """Return the features of a prepared frame, shape (passages, features)."""
        return self.scaling.apply(self.vocabulary.count(frame))


def take(raw: Raw, rows: np.ndarray | Sequence[int]) -> Raw:
    """Return the raw features of some passages (boolean or integer index)."""
    index = np.flatnonzero(rows) if np.asarray(rows).dtype == bool else np.asarray(rows)
    return tuple(part[index] for part in raw)


def _least(bag: Bag, texts: int) -> int:
    return 1 if texts < FEW_TEXTS else bag.min_texts
