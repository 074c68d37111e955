"""From which probability the machine says "present"."""

from __future__ import annotations

import numpy as np

from pipeline.coding.labels import Truth

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
