"""How much less people tell when the same person tells several stories."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]


def design_effect(scores: Floats, clusters: npt.NDArray[np.generic]) -> float:
    """Return the factor by which clustering inflates the variance of an estimate.

    The variance from sums of ``scores`` per cluster over the variance from the scores alone,
    times the squared ratio of the t quantiles, because few clusters estimate it badly. Never
    below 1. Without variation in the scores the mean cluster size is taken: as if everyone
    in a cluster said the same.

    Parameters
    ----------
    scores
        Shape ``(units,)``: what each unit adds to the estimate, centred on 0 (for a share:
        value minus mean).
    clusters
        Shape ``(units,)``: who told it.

    References
    ----------
    Korn and Graubard (1998), Confidence intervals for proportions with small expected number
    of positive counts estimated from survey data, Survey Methodology 24(2): effective sample
    size with the t correction. Kish (1965), Survey Sampling: the design effect.
    """
    units = len(scores)
    _, place = np.unique(clusters, return_inverse=True)
    groups = int(place.max()) + 1 if units else 0
    if units == 0 or groups == units:
        return 1.0
    if groups == 1:
        return float(units)
    plain = float(np.sum(scores**2)) * units / (units - 1)
    if plain <= 0:
        return units / groups
    sums = np.bincount(place, weights=scores, minlength=groups)
    clustered = float(np.sum(sums**2)) * groups / (groups - 1)
    ratio = stats.t.ppf(0.975, groups - 1) / stats.t.ppf(0.975, units - 1)
    return max(1.0, clustered / plain * float(ratio) ** 2)
