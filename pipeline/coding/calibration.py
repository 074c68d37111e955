"""From scores to probabilities: a sigmoid per theme (Platt 1999)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.coding.labels import Truth

PRIOR_EXAMPLES = 10.0
"""A theme's slope is pulled to the shared one as if that rested on so many present examples."""

UNCODED_SLOPE, UNCODED_OFFSET = 3.0, -3.0
"""Without any coding: a passage that says nothing gets 5%, one like an example much more."""


@dataclass(frozen=True, slots=True)
class Sigmoids:
    """Probability = 1 / (1 + exp(-(slope * score + offset))), one pair per theme."""

    slopes: np.ndarray
    offsets: np.ndarray

    def log_odds(self, scores: np.ndarray) -> np.ndarray:
        """Return calibrated log-odds, shape (passages, themes)."""
        return np.asarray(scores * self.slopes + self.offsets)

    def probabilities(self, scores: np.ndarray) -> np.ndarray:
        """Return calibrated probabilities, shape (passages, themes), between 0 and 1."""
        return sigmoid(self.log_odds(scores))


def sigmoid(value: np.ndarray) -> np.ndarray:
    """Return the logistic function without overflow."""
    return np.asarray(1 / (1 + np.exp(-np.clip(value, -50, 50))))


def fit_sigmoids(
    scores: np.ndarray, truth: Truth, calibrated: np.ndarray | None = None
) -> Sigmoids:
    """Fit the sigmoids on scores of passages that the scoring model had not seen.

    Small themes borrow the slope of all themes together; the offset is always their own. A
    slope is never negative: a score that says nothing gives the theme's base rate.

    Parameters
    ----------
    calibrated
        Per theme: scores are calibrated log-odds already, of an earlier model; they stay as
        they are where nobody decided anything.
    """
    themes = scores.shape[1]
    ready = np.zeros(themes, dtype=bool) if calibrated is None else calibrated
    shared, _ = _platt(scores[truth.known], truth.present[truth.known])
    slopes, offsets = np.zeros(themes), np.zeros(themes)
    for theme in range(themes):
        rows = truth.known[:, theme]
        if not rows.any():
            slopes[theme] = 1.0 if ready[theme] else UNCODED_SLOPE
            offsets[theme] = 0.0 if ready[theme] else UNCODED_OFFSET
            continue
        present = truth.present[rows, theme]
        own, _ = _platt(scores[rows, theme], present)
        trust = present.sum() / (present.sum() + PRIOR_EXAMPLES)
        slopes[theme] = max(0.0, trust * own + (1 - trust) * max(shared, 0.0))
        offsets[theme] = _offset(slopes[theme] * scores[rows, theme], present)
    return Sigmoids(slopes, offsets)


def _targets(present: np.ndarray) -> np.ndarray:
    """Return Platt's smoothed targets: (n1 + 1) / (n1 + 2) and 1 / (n0 + 2)."""
    ones = present.sum()
    smoothed = np.where(present, (ones + 1) / (ones + 2), 1 / (len(present) - ones + 2))
    return np.asarray(smoothed)


def _platt(scores: np.ndarray, present: np.ndarray, steps: int = 30) -> tuple[float, float]:
    """Return slope and offset by Newton's method with a small ridge for safety."""
    if len(scores) == 0:
        return 0.0, 0.0
    design = np.column_stack([scores, np.ones(len(scores))])
    target, beta = _targets(present), np.zeros(2)
    for _ in range(steps):
        p = sigmoid(design @ beta)
        gradient = design.T @ (p - target) + 1e-3 * beta
        hessian = (design * (p * (1 - p))[:, None]).T @ design + 1e-3 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        beta = beta - step * min(1.0, 5.0 / (np.abs(step).max() + 1e-12))
    return float(beta[0]), float(beta[1])


def _offset(scaled: np.ndarray, present: np.ndarray, steps: int = 50) -> float:
    """Return the offset that makes the mean probability equal to the (smoothed) base rate."""
    rate = (present.sum() + 0.5) / (len(present) + 1)
    low, high = -50.0 - scaled.max(), 50.0 - scaled.min()
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if sigmoid(scaled + middle).mean() < rate else (low, middle)
    return float((low + high) / 2)
