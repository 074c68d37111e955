"""From what a model says of itself to probabilities that hold on a study's own codings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.coding.calibration import Sigmoids, fit_sigmoids
from pipeline.coding.labels import Truth
from pipeline.coding.llm.readings import Method, Readings, log_odds
from pipeline.coding.thresholds import RIGHT, fit_sure, fit_thresholds

MIN_PRESENT = 10
"""With fewer present codings in all, a sigmoid would be made of chance: stay uncalibrated."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A sigmoid on the log-odds and a threshold, per theme; ``sure`` for all together.

    The model itself learns nothing from a study, so its answers about a study's own passages
    are honest input; only these two or three numbers per theme are fitted on its codings.
    """

    method: Method
    sigmoids: Sigmoids
    thresholds: np.ndarray
    sure: float

    def probabilities(self, readings: Readings) -> np.ndarray:
        """Return calibrated probabilities; NaN where the model gave nothing usable."""
        raw = readings.raw_probability(self.method)
        return np.where(np.isnan(raw), np.nan, self.sigmoids.probabilities(log_odds(raw)))


def fit_calibration(
    readings: Readings, truth: Truth, folds: np.ndarray, right: float = RIGHT
) -> Calibration | None:
    """Fit sigmoids on all decided passages, and thresholds on folds that no sigmoid had seen.

    Platt's sigmoid per theme, small themes leaning on all of them pooled (``calibration.py``);
    a theme that nobody coded takes the pooled one.

    Parameters
    ----------
    right
        Share of sure suggestions that must be right.

    Returns
    -------
    Calibration or None
        None with fewer than ``MIN_PRESENT`` present codings.
    """
    method = readings.method
    raw = readings.raw_probability(method)
    known = truth.known & ~np.isnan(raw)
    if (known & truth.present).sum() < MIN_PRESENT or not (known & ~truth.present).any():
        return None
    scores, usable = log_odds(np.where(known, raw, 0.5)), Truth(known, truth.present)
    unseen = np.zeros(scores.shape)
    for fold in sorted(set(folds.tolist())):
        rows = folds == fold
        others = usable.rows(~rows)
        sigmoids = _sigmoids(scores[~rows], others) if others.known.any() else None
        if sigmoids is not None:
            unseen[rows] = sigmoids.probabilities(scores[rows])
    unseen[readings.start < 0] = 0.0
    thresholds = _middle(fit_thresholds(unseen, usable), unseen, known)
    sure = fit_sure(unseen, usable, right)
    return Calibration(method, _sigmoids(scores, usable), thresholds, sure)


def _middle(thresholds: np.ndarray, unseen: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return thresholds in the middle of what gives the same decisions.

    A model that answers yes or no gives two probabilities; the lowest threshold between them
    is as good as any, and would make every no look like a doubt.
    """
    over = np.where(known & (unseen >= thresholds), unseen, np.inf).min(axis=0, initial=np.inf)
    return np.asarray(np.where(np.isfinite(over), (thresholds + over) / 2, thresholds))


def _sigmoids(scores: np.ndarray, truth: Truth) -> Sigmoids:
    own = fit_sigmoids(scores, truth)
    known = truth.known
    pooled = fit_sigmoids(
        scores[known][:, None], Truth(known[known][:, None], truth.present[known][:, None])
    )
    coded = known.any(axis=0)
    slopes = np.where(coded, own.slopes, pooled.slopes[0])
    return Sigmoids(slopes, np.where(coded, own.offsets, pooled.offsets[0]))
