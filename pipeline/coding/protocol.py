"""What every coder can do, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from pipeline.coding.labels import Truth
from pipeline.domain import Problem


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What a coder says about passages (rows) and themes (columns).

    Parameters
    ----------
    probability
        Calibrated, between 0 and 1.
    threshold
        From which probability the coder says present, per theme.
    """

    probability: np.ndarray
    threshold: np.ndarray

    @property
    def present(self) -> np.ndarray:
        """The coder's own decisions."""
        return np.asarray(self.probability >= self.threshold)

    @property
    def answered(self) -> np.ndarray:
        """Passages on which the coder gave an answer: the others are unknown, not absent."""
        return np.ones(len(self.probability), dtype=bool)

    @property
    def unproven(self) -> np.ndarray:
        """Passages and themes that the coder named without evidence: for a person to judge."""
        return np.zeros(self.probability.shape, dtype=bool)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person should know of these suggestions: ids and counts, no text."""
        return ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much the words at ``text[start:end]`` of a passage added to a theme's score."""

    start: int
    end: int
    weight: float


class Coder(Protocol):
    """A fitted coder. ``frame`` is always what ``prepare`` returns."""

    @property
    def thresholds(self) -> np.ndarray:
        """From which probability it says present, per theme."""

    @property
    def sure(self) -> float:
        """From which probability it is right often enough to decide alone."""

    @property
    def examples(self) -> np.ndarray:
        """Present examples behind it, per theme."""

    @property
    def literal(self) -> bool:
        """Whether what ``explain`` gives is itself the evidence, to the letter."""

    def suggest(self, frame: pd.DataFrame) -> Suggestions:
        """Return what the coder says about every row of the frame."""

    def explain(self, frame: pd.DataFrame, theme: str) -> list[list[Contribution]]:
        """Return the words behind a theme's score for every row of the frame."""

    def describe(self) -> dict[str, object]:
        """Return what the manifest keeps of this coder."""


class Fits(Protocol):
    """Coders fitted on a study, with some folds of stories left out."""

    def fit(self, left_out: frozenset[int] = frozenset()) -> Coder:
        """Return a coder that has seen nothing of the stories in these folds."""


class CoderRecipe(Protocol):
    """Makes a fitted coder out of coded passages."""

    def __call__(self, frame: pd.DataFrame, truth: Truth, folds: np.ndarray) -> Coder:
        """Fit on the passages of the frame; ``folds`` groups whole stories."""
