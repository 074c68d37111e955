"""What every coder can do, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from pipeline.coding.labels import Truth


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


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much the words at ``text[start:end]`` of a passage added to a theme's score."""

    start: int
    end: int
    weight: float


class Coder(Protocol):
    """A fitted coder. ``frame`` is always what ``prepare`` returns."""

    def suggest(self, frame: pd.DataFrame) -> Suggestions:
        """Return what the coder says about every row of the frame."""

    def explain(self, frame: pd.DataFrame, theme: str) -> list[list[Contribution]]:
        """Return the words behind a theme's score for every row of the frame."""

    def describe(self) -> dict[str, object]:
        """Return what the manifest keeps of this coder."""


class CoderRecipe(Protocol):
    """Makes a fitted coder out of coded passages."""

    def __call__(self, frame: pd.DataFrame, truth: Truth, folds: np.ndarray) -> Coder:
        """Fit on the passages of the frame; ``folds`` groups whole stories."""
