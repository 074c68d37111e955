"""Fits built-in coders that leave some stories out, each piece of work done once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.coding.builtin import BuiltinCoder, prior_scores
from pipeline.coding.calibration import fit_sigmoids
from pipeline.coding.features import Features, Recipe, Scaling, Vocabulary, take
from pipeline.coding.labels import Truth
from pipeline.coding.linear import Linear, fit_linear
from pipeline.coding.thresholds import RIGHT, fit_sure, fit_thresholds

DEFAULT = Recipe()
ALWAYS = -1
"""Fold of material that every model learns from and none is calibrated on."""


class FoldModels:
    """Coders that leave out some folds.

    Nested cross-validation asks for the model without folds {a, b} twice: to calibrate the
    one without a, and the one without b. Keeping the scores halves the work.

    Parameters
    ----------
    frame, truth
        Prepared passages and what is known about them.
    folds
        Fold of each passage, whole stories together; ``ALWAYS`` for material of any model.
    prior
        A coder that never saw any of these stories; None: start from nothing.
    recipe
        How much each group of features counts.
    right
        Share of its sure suggestions that must be right.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        truth: Truth,
        folds: np.ndarray,
        themes: Sequence[str],
        prior: BuiltinCoder | None = None,
        recipe: Recipe = DEFAULT,
        right: float = RIGHT,
    ) -> None:
        self.recipe, self.right = recipe, right
        self.truth, self.folds, self.themes, self.prior = truth, folds, tuple(themes), prior
        self._vocabulary = Vocabulary.of(frame)
        self._raw = self._vocabulary.count(frame)
        self._earlier = prior_scores(prior, frame, self.themes)
        self._read = truth.known.any(axis=1)
        self._kept: dict[frozenset[int], np.ndarray] = {}

    def fit(self, left_out: frozenset[int] = frozenset()) -> BuiltinCoder:
        """Return a coder that has seen nothing of the stories in the folds ``left_out``.

        Its sigmoids and thresholds rest on scores of models that, besides, had not seen the
        story that they scored.
        """
        scaling, linear = self._fit_linear(left_out)
        use, scores = self.unseen_scores(left_out)
        truth = self.truth.rows(use)
        earlier = np.array([self.prior is not None and t in self.prior.themes for t in self.themes])
        sigmoids = fit_sigmoids(scores, truth, earlier)
        probabilities = sigmoids.probabilities(scores)
        thresholds = fit_thresholds(probabilities, truth)
        undecided = earlier & ~truth.known.any(axis=0)
        thresholds[undecided] = self._prior_thresholds()[undecided]
        return BuiltinCoder(
            self.themes,
            Features(self._vocabulary, scaling),
            linear,
            sigmoids,
            thresholds,
            self._sure(probabilities, truth),
            (truth.present & truth.known).sum(axis=0),
            self.prior,
        )

    def unseen_scores(
        self, left_out: frozenset[int] = frozenset()
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return which read passages are outside ``left_out``, and their out-of-fold scores."""
        inner = sorted(set(self.folds.tolist()) - left_out - {ALWAYS})
        scores = np.zeros(self.truth.known.shape)
        for fold in inner:
            rows = self.folds == fold
            scores[rows] = self._scores_without(left_out | {fold})[rows]
        use = self._read & np.isin(self.folds, inner)
        return use, scores[use]

    def _sure(self, probabilities: np.ndarray, truth: Truth) -> float:
        if self.prior is not None and not truth.known.any() and self.right == RIGHT:
            return self.prior.sure
        return fit_sure(probabilities, truth, self.right)

    def _prior_thresholds(self) -> np.ndarray:
        if self.prior is None:
            return np.full(len(self.themes), np.nan)
        known = dict(zip(self.prior.themes, self.prior.thresholds, strict=True))
        return np.array([known.get(theme, np.nan) for theme in self.themes])

    def _fit_linear(self, left_out: frozenset[int]) -> tuple[Scaling, Linear]:
        use = self._read & ~np.isin(self.folds, sorted(left_out))
        raw = take(self._raw, use)
        scaling = Scaling.fit(raw, self.recipe)
        truth, earlier = self.truth.rows(use), self._earlier[use]
        linear = fit_linear(scaling.apply(raw), earlier, truth, self.recipe.strength)
        return scaling, linear

    def _scores_without(self, left_out: frozenset[int]) -> np.ndarray:
        if left_out not in self._kept:
            scaling, linear = self._fit_linear(left_out)
            rows = np.isin(self.folds, sorted(left_out))
            scores = np.zeros(self.truth.known.shape)
            features = scaling.apply(take(self._raw, rows))
            scores[rows] = linear.score(features, self._earlier[rows])
            self._kept[left_out] = scores
        return self._kept[left_out]
