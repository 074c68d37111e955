"""Wild cluster bootstrap: a p-value for one coefficient with few clusters."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

CHUNK = 2000


def wild_cluster_p(
    y: Floats,
    x: Floats,
    controls: Floats,
    clusters: npt.NDArray[np.generic],
    rng: np.random.Generator,
    draws: int = 4999,
) -> tuple[float, float]:
    """Return the coefficient of ``x`` and its p by the restricted wild cluster bootstrap.

    The model without ``x`` is fitted; the residuals of each cluster get a random sign
    (Rademacher) as a whole, and the cluster-robust t of ``x`` is computed again. All sign
    combinations are taken where there are no more than ``draws``.

    Parameters
    ----------
    y, x
        Shape ``(n,)``.
    controls
        Shape ``(n, k)``: other regressors, such as period dummies.
    clusters
        Shape ``(n,)``: within these the errors may depend on each other.
    rng, draws
        Random generator and number of sign combinations.

    Returns
    -------
    coefficient, p
        Two-sided. NaN when ``x`` does not vary beside the controls, or with fewer than two
        clusters.

    References
    ----------
    Cameron, Gelbach and Miller (2008), Bootstrap-based improvements for inference with
    clustered errors, Review of Economics and Statistics 90(3), 414-427. Without re-fitting
    per draw: Roodman, Nielsen, MacKinnon and Webb (2019), Stata Journal 19(1), 4-60.
    """
    residual_x, residual_y = _without(x, controls), _without(y, controls)
    size = float(residual_x @ residual_x)
    _, place = np.unique(clusters, return_inverse=True)
    groups = int(place.max()) + 1 if len(place) else 0
    if groups < 2 or size < 1e-12 * max(1.0, float(x @ x)):
        return float("nan"), float("nan")
    member = np.zeros((len(y), groups))
    member[np.arange(len(y)), place] = 1.0
    shocks = residual_y[:, None] * member
    beta_of = residual_x @ shocks / size
    score_of = member.T @ (residual_x[:, None] * _without(shocks, controls))
    own = member.T @ residual_x**2
    observed = _t(np.ones((1, groups)), beta_of, score_of, own, size)[0]
    signs, exact = _signs(groups, draws, rng)
    hits = sum(
        int(np.sum(_t(part, beta_of, score_of, own, size) >= observed - 1e-9))
        for part in np.array_split(signs, max(1, len(signs) // CHUNK))
    )
    extra = 0 if exact else 1
    return float(beta_of.sum()), (hits + extra) / (len(signs) + extra)


def _without(values: Floats, controls: Floats) -> Floats:
    """Return what the controls leave of one or more columns."""
    fitted = controls @ np.linalg.lstsq(controls, values, rcond=None)[0]
    return np.asarray(values - fitted)


def _t(signs: Floats, beta_of: Floats, score_of: Floats, own: Floats, size: float) -> Floats:
    """Return the absolute cluster-robust t for every row of signs, up to a constant."""
    beta = signs @ beta_of
    scores = signs @ score_of.T - beta[:, None] * own
    spread = np.sqrt(np.sum(scores**2, axis=1)) / size
    t: Floats = np.abs(beta) / np.maximum(spread, 1e-300)
    return t


def _signs(groups: int, draws: int, rng: np.random.Generator) -> tuple[Floats, bool]:
    """Return rows of plus and minus ones, all of them if that is no more than ``draws``."""
    if 2**groups <= draws:
        return np.array(list(itertools.product((1.0, -1.0), repeat=groups))), True
    return rng.choice((-1.0, 1.0), size=(draws, groups)), False
