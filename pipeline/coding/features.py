"""The features of a passage: its own words and situations, and more lightly what surrounds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.coding.bags import count, inverse_frequency, vocabulary_of, weigh
from pipeline.coding.lexicon import default_lexicon
from pipeline.coding.linear import STRENGTH


@dataclass(frozen=True, slots=True)
class Bag:
    """One column of text counted by one analyser.

    Parameters
    ----------
    min_texts
        Features in fewer of the texts that are learned from are left out.
    """

    name: str
    column: str
    analyser: str
    min_texts: int = 2


BAGS = (
    Bag("words", "words", "words"),
    Bag("letters", "words", "letters", min_texts=3),
    Bag("before", "before", "words"),
    Bag("after", "after", "words"),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How much each group of features counts, and how strongly weights are held back.

    A group's factor multiplies its features; its square is its share of the similarity. Chosen
    by story-grouped cross-validation; the card of models/themes_nl has the table.

    Parameters
    ----------
    bags
        Factor per bag, in the order of ``BAGS``; 0 leaves a bag out.
    situations, surface
        Factors of these groups, per standard deviation.
    strength
        Inverse of the L2 penalty.
    """

    bags: tuple[float, ...] = (1.0, 1.0, 0.5, 0.5)
    situations: float = 0.03
    surface: float = 0.1
    strength: float = STRENGTH


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
    bag_weights
        Factor per bag.
    situation, surface
        Factor per column: the group's factor over the standard deviation.
    """

    idf: tuple[np.ndarray, ...]
    bag_weights: tuple[float, ...]
    situation: np.ndarray
    surface: np.ndarray
    surface_mean: np.ndarray

    @classmethod
    def fit(cls, raw: Raw, recipe: Recipe) -> Scaling:
        """Learn from the raw features of passages."""
        *bags, situations, looks = raw
        rows = situations.shape[0]
        idf = tuple(
            inverse_frequency(counts, _least(bag, rows))
            for bag, counts in zip(BAGS, bags, strict=True)
        )
        if rows == 0:
            nothing = (np.ones(situations.shape[1]), np.ones(len(SURFACE)), np.zeros(len(SURFACE)))
            return cls(idf, recipe.bags, *nothing)
        share = np.asarray(situations.mean(axis=0)).ravel()
        deviation = np.maximum(np.sqrt(share * (1 - share)), MIN_DEVIATION)
        dense = looks.toarray()
        spread = np.where(dense.std(axis=0) > 0, dense.std(axis=0), 1.0)
        return cls(
            idf,
            recipe.bags,
            recipe.situations / deviation,
            recipe.surface / spread,
            dense.mean(axis=0),
        )

    def apply(self, raw: Raw) -> sparse.csr_matrix:
        """Return the weighed features, shape (passages, features)."""
        *bags, situations, looks = raw
        parts = [
            weigh(counts, idf) * weight
            for weight, counts, idf in zip(self.bag_weights, bags, self.idf, strict=True)
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
