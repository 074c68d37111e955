"""Panels of areas over time: a test that respects that each area has a course of its own."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.outcomes.correlation import permutations_of

Floats = npt.NDArray[np.float64]


def trajectory_p(
    x: Floats,
    y: Floats,
    weight: Floats,
    rng: np.random.Generator,
    draws: int = 9999,
    within: bool = True,
) -> tuple[float, float]:
    """Return the covariance of two panels and its p by permuting whole trajectories.

    Outcomes of one area resemble each other from period to period, so areas and periods are
    no independent observations: treated as such, two unrelated panels correlate
    "significantly" far too often. Here the course of each area stays whole; only which
    area it belongs to is permuted.

    Parameters
    ----------
    x
        Shape ``(areas, periods)``; the value is ignored where the weight is 0.
    y
        Shape ``(areas, periods)``, complete.
    weight
        Shape ``(areas, periods)``: stories behind ``x``.
    rng, draws
        Random generator and number of permutations.
    within
        Compare changes only: area and period means are taken out of ``x`` (and so out of the
        statistic). Otherwise only the overall mean is.

    Returns
    -------
    statistic, p
        Weighted sum of products, and its two-sided p. NaN when ``x`` does not vary.

    References
    ----------
    Permuting units with their dependence intact: Good (2005), Permutation, Parametric and
    Bootstrap Tests of Hypotheses, 3rd edition, chapter 3; Phipson and Smyth (2010) for
    counting the observed order in.
    """
    left = _residual(np.nan_to_num(x), weight, within) * weight
    if np.sum(np.abs(left)) < 1e-9:
        return float("nan"), float("nan")
    products = left @ (y - y.mean()).T
    areas = np.arange(len(y))
    orders, exact = permutations_of(len(y), draws, rng)
    observed = float(products[areas, areas].sum())
    null = products[areas, orders].sum(axis=1)
    tolerance = 1e-9 * float(np.abs(products).max())
    hits = int(np.sum(np.abs(null) >= abs(observed) - tolerance))
    extra = 0 if exact else 1
    return observed, (hits + extra) / (len(orders) + extra)


def _residual(x: Floats, weight: Floats, within: bool) -> Floats:
    """Return weighted residuals of ``x`` on area and period dummies, or on a constant."""
    areas, periods = x.shape
    area = np.repeat(np.arange(areas), periods)
    period = np.tile(np.arange(periods), areas)
    if within:
        design = np.hstack([np.eye(areas)[area], np.eye(periods)[period][:, 1:]])
    else:
        design = np.ones((x.size, 1))
    root = np.sqrt(weight.ravel())
    fit = np.linalg.lstsq(design * root[:, None], x.ravel() * root, rcond=None)[0]
    return np.asarray(np.where(weight > 0, x - (design @ fit).reshape(x.shape), 0.0))
