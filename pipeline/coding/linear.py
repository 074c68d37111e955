"""One linear model per theme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from pipeline.coding.labels import Truth

STRENGTH = 0.3
"""Inverse of the L2 penalty, chosen by story-grouped cross-validation (models/themes_nl)."""
PRIOR_WEIGHT = 0.5
"""Scale of an earlier model's score as a feature: the larger, the less it is held back."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of shape (features, themes), and per theme a prior's share and an intercept.

    ``fitted`` is False for themes without both present and absent examples; these keep the
    prior's score as it is, or 0.
    """

    weights: np.ndarray
    prior_shares: np.ndarray
    intercepts: np.ndarray
    fitted: np.ndarray

    def score(self, features: sparse.csr_matrix, prior: np.ndarray) -> np.ndarray:
        """Return uncalibrated scores (log-odds of the balanced model), (passages, themes)."""
        own = np.asarray(features @ self.weights)
        return np.asarray(own + prior * self.prior_shares + self.intercepts)


def fit_linear(
    features: sparse.csr_matrix, prior: np.ndarray, truth: Truth, strength: float = STRENGTH
) -> Linear:
    """Fit a logistic regression per theme on the passages where that theme was decided.

    Classes are weighted so that present and absent passages count equally in total.

    Parameters
    ----------
    prior
        Scores of an earlier model that never saw these passages, shape (passages, themes); a
        column of zeros where there is none. What the passages teach is learned on top of it,
        so that a study's own codings outweigh it more and more.
    strength
        Inverse of the L2 penalty.
    """
    # Takes seconds to import, and who only suggests never fits.
    from sklearn.linear_model import LogisticRegression

    themes = truth.known.shape[1]
    weights, shares = np.zeros((features.shape[1], themes)), np.ones(themes)
    intercepts, fitted = np.zeros(themes), np.zeros(themes, dtype=bool)
    for theme in range(themes):
        rows = np.flatnonzero(truth.known[:, theme])
        present = truth.present[rows, theme]
        if not present.any() or present.all():
            continue
        earlier = sparse.csr_matrix(PRIOR_WEIGHT * prior[rows, theme][:, None])
        model = LogisticRegression(
            C=strength, class_weight="balanced", solver="liblinear", random_state=0
        )
        model.fit(sparse.hstack([features[rows], earlier], format="csr"), present)
        *own, share = model.coef_[0]
        weights[:, theme], shares[theme] = own, PRIOR_WEIGHT * share
        intercepts[theme], fitted[theme] = model.intercept_[0], True
    return Linear(weights, shares, intercepts, fitted)
