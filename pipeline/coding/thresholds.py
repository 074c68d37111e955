"""From which probability the machine says "present"."""

from __future__ import annotations

import numpy as np

from pipeline.coding.labels import Truth

RIGHT = 0.8
"""The machine decides without a person where it is right four times in five."""
LEAST_FLAGGED = 15
"""Fewer suggestions than this say too little about how often they are right."""
GRID = np.round(np.arange(0.02, 0.92, 0.01), 2)
SHARED_WEIGHT = 1.0
"""The average theme counts as so many themes in each theme's own choice."""


def fit_thresholds(probabilities: np.ndarray, truth: Truth) -> np.ndarray:
    """Return the threshold per theme with the best F1, small themes leaning on all.

    Each theme's hits, misses and false alarms are added to those of the average theme, so a
    theme with few examples takes (nearly) the threshold that is best for all together.

    Parameters
    ----------
    probabilities
        Calibrated, of passages that the model had not seen, shape (passages, themes).
    """
    over = probabilities[None] >= GRID[:, None, None]
    hits = (over & (truth.present & truth.known)[None]).sum(axis=1)
    flagged = (over & truth.known[None]).sum(axis=1)
    positives = (truth.present & truth.known).sum(axis=0)
    shared_hits = SHARED_WEIGHT * hits.mean(axis=1, keepdims=True)
    shared_rest = SHARED_WEIGHT * (flagged.mean(axis=1, keepdims=True) + positives.mean())
    f1 = 2 * (hits + shared_hits) / np.maximum(flagged + positives + shared_rest, 1e-9)
    return np.asarray(GRID[f1.argmax(axis=0)])


def fit_sure(probabilities: np.ndarray, truth: Truth, right: float = RIGHT) -> float:
    """Return the lowest probability from which suggestions are right often enough.

    One for all themes together: per theme there are too few sure suggestions to tell. Counted
    as right is (hits + 1/2) / (flagged + 1), and it must hold at every higher threshold too;
    1.0 (never sure) when it holds nowhere.

    Parameters
    ----------
    probabilities
        Calibrated, of passages that the model had not seen, shape (passages, themes).
    right
        Share of suggestions that must be right.
    """
    p, present = probabilities[truth.known], truth.present[truth.known]
    order = np.argsort(-p, kind="stable")
    hits, flagged = np.cumsum(present[order]), np.arange(1, len(p) + 1)
    enough = (hits + 0.5) / (flagged + 1) >= right
    enough[: LEAST_FLAGGED - 1] = True
    last = int(np.argmin(enough)) if not enough.all() else len(enough)
    if last < LEAST_FLAGGED:
        return 1.0
    return float(p[order][last - 1])
