"""One linear model per theme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from pipeline.coding.labels import Truth

STRENGTH = 0.3
"""Inverse of the L2 penalty, chosen by story-grouped cross-validation (models/themes_nl)."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of shape (features, themes) and an intercept per theme.

    ``fitted`` is False for themes without both present and absent examples; these score 0.
    """

    weights: np.ndarray
    intercepts: np.ndarray
    fitted: np.ndarray

    def score(self, features: sparse.csr_matrix) -> np.ndarray:
        """Return uncalibrated scores (log-odds of the balanced model), (passages, themes)."""
        return np.asarray(features @ self.weights + self.intercepts)


def fit_linear(
    features: sparse.csr_matrix,
    truth: Truth,
    sample_weight: np.ndarray | None = None,
    strength: float = STRENGTH,
) -> Linear:
    """Fit a logistic regression per theme on the passages where that theme was decided.

    Classes are weighted so that present and absent passages count equally in total.
    """
    themes = truth.known.shape[1]
    weights = np.zeros((features.shape[1], themes))
    intercepts, fitted = np.zeros(themes), np.zeros(themes, dtype=bool)
    for theme in range(themes):
        rows = np.flatnonzero(truth.known[:, theme])
        present = truth.present[rows, theme]
        if not present.any() or present.all():
            continue
        model = LogisticRegression(
            C=strength, class_weight="balanced", solver="liblinear", random_state=0
        )
        part = None if sample_weight is None else sample_weight[rows]
        model.fit(features[rows], present, sample_weight=part)
        weights[:, theme], intercepts[theme] = model.coef_[0], model.intercept_[0]
        fitted[theme] = True
    return Linear(weights, intercepts, fitted)
