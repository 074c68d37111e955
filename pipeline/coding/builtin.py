"""The built-in coder: linear models on bags of words, calibrated, with a threshold per theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.calibration import Sigmoids, fit_sigmoids
from pipeline.coding.explain import contributions
from pipeline.coding.features import Features
from pipeline.coding.labels import Truth
from pipeline.coding.linear import Linear, fit_linear
from pipeline.coding.protocol import Contribution, Suggestions
from pipeline.coding.thresholds import fit_thresholds

ALWAYS = -1
"""Fold of material that every model learns from and none is calibrated on."""


@dataclass(frozen=True)
class BuiltinCoder:
    """A fitted built-in coder.

    Parameters
    ----------
    themes
        Theme ids, the order of all columns.
    n_present
        Present examples per theme that it learned from.
    """

    themes: tuple[str, ...]
    features: Features
    linear: Linear
    sigmoids: Sigmoids
    thresholds: np.ndarray
    n_present: np.ndarray

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Return uncalibrated scores, shape (passages, themes)."""
        return self.linear.score(self.features.transform(frame))

    def suggest(self, frame: pd.DataFrame) -> Suggestions:
        """Return calibrated probabilities and thresholds."""
        return Suggestions(self.sigmoids.probabilities(self.scores(frame)), self.thresholds)

    def explain(self, frame: pd.DataFrame, theme: str) -> list[list[Contribution]]:
        """Return the exact share of each word in the theme's score."""
        return contributions(self.features, self.linear, frame, self.themes.index(theme))

    def describe(self) -> dict[str, object]:
        """Return name, size and examples per theme."""
        return {
            "coder": "builtin",
            "features": int(self.linear.weights.shape[0]),
            "thresholds": dict(zip(self.themes, self.thresholds.round(3).tolist(), strict=True)),
            "examples": dict(zip(self.themes, self.n_present.tolist(), strict=True)),
        }


class FoldModels:
    """Models that leave out some folds, each made once.

    Nested cross-validation asks for the model without folds {a, b} twice: to calibrate the
    one without a, and the one without b. Keeping the scores halves the work.
    """

    def __init__(
        self, frame: pd.DataFrame, truth: Truth, folds: np.ndarray, themes: Sequence[str]
    ) -> None:
        self.frame, self.truth, self.folds, self.themes = frame, truth, folds, tuple(themes)
        self._scores: dict[frozenset[int], np.ndarray] = {}
        self._read = truth.known.any(axis=1)

    def fit(self, left_out: frozenset[int] = frozenset()) -> BuiltinCoder:
        """Return a coder that has seen nothing of the stories in the folds ``left_out``.

        Its sigmoids and thresholds rest on scores of models that, besides, had not seen the
        story that they scored.
        """
        features, linear = self._fit_linear(left_out)
        inner = sorted(set(self.folds.tolist()) - left_out - {ALWAYS})
        scores = np.zeros(self.truth.known.shape)
        for fold in inner:
            rows = self.folds == fold
            scores[rows] = self._scores_without(left_out | {fold})[rows]
        use = self._read & np.isin(self.folds, inner)
        truth = self.truth.rows(use)
        sigmoids = fit_sigmoids(scores[use], truth)
        thresholds = fit_thresholds(sigmoids.probabilities(scores[use]), truth)
        n_present = (truth.present & truth.known).sum(axis=0)
        return BuiltinCoder(self.themes, features, linear, sigmoids, thresholds, n_present)

    def _fit_linear(self, left_out: frozenset[int]) -> tuple[Features, Linear]:
        use = self._read & ~np.isin(self.folds, sorted(left_out))
        features = Features().fit(self.frame[use])
        return features, fit_linear(features.transform(self.frame[use]), self.truth.rows(use))

    def _scores_without(self, left_out: frozenset[int]) -> np.ndarray:
        if left_out not in self._scores:
            features, linear = self._fit_linear(left_out)
            scores = np.zeros(self.truth.known.shape)
            rows = np.isin(self.folds, sorted(left_out))
            scores[rows] = linear.score(features.transform(self.frame[rows]))
            self._scores[left_out] = scores
        return self._scores[left_out]
