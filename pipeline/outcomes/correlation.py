"""Spearman's correlation between areas, with permutation p, interval and what can be seen."""

from __future__ import annotations

import itertools
import math

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

CHUNK = 500
"""Permutations computed at a time, to keep memory small."""


def scores(values: Floats) -> Floats:
    """Return average ranks of each column, centred and scaled to length 1.

    The product of two such columns is Spearman's correlation. A column without variation
    becomes NaN.

    Parameters
    ----------
    values
        Shape ``(n, columns)``, no missing values.
    """
    ranks = np.asarray(stats.rankdata(values, axis=0), dtype=float)
    ranks -= ranks.mean(axis=0)
    length = np.sqrt(np.sum(ranks**2, axis=0))
    result: Floats = np.full_like(ranks, np.nan)
    np.divide(ranks, length, out=result, where=length > 1e-9)
    return result


def permutations_of(n: int, wanted: int, rng: np.random.Generator) -> tuple[Ints, bool]:
    """Return orders of ``n`` units: all of them if that is no more than wanted, else random.

    Returns
    -------
    orders, exact
        Shape ``(orders, n)``; ``exact`` when they are all there are.
    """
    if n < 13 and math.factorial(n) <= wanted:
        return np.array(list(itertools.permutations(range(n))), dtype=np.intp), True
    return rng.permuted(np.tile(np.arange(n), (wanted, 1)), axis=1), False


def null_correlations(x: Floats, y: Floats, orders: Ints) -> Floats:
    """Return the correlations of every pair of columns when ``x`` is put in other orders.

    Parameters
    ----------
    x, y
        Shapes ``(n, a)`` and ``(n, b)``: centred columns of length 1.
    orders
        Shape ``(orders, n)``.

    Returns
    -------
    ndarray, shape (orders, a, b)
    """
    return np.swapaxes(x[orders], 1, 2) @ y


def permutation_p(x: Floats, y: Floats, orders: Ints, exact: bool) -> Floats:
    """Return two-sided permutation p-values of every pair of columns.

    With random orders the observed one counts as one of them; among all orders it is there.

    Parameters
    ----------
    x, y
        Shapes ``(n, a)`` and ``(n, b)``: centred columns of length 1; NaN gives NaN.
    orders, exact
        As :func:`permutations_of` gives them.

    Returns
    -------
    ndarray, shape (a, b)

    References
    ----------
    Phipson and Smyth (2010), Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9(1).
    """
    observed = x.T @ y
    hits = np.zeros(observed.shape)
    for start in range(0, len(orders), CHUNK):
        null = null_correlations(x, y, orders[start : start + CHUNK])
        hits += np.sum(np.abs(null) >= np.abs(observed) - 1e-12, axis=0)
    extra = 0 if exact else 1
    p: Floats = np.where(np.isnan(observed), np.nan, (hits + extra) / (len(orders) + extra))
    return p


def without_each(x: Floats, y: Floats) -> Floats:
    """Return Spearman's correlation with each unit left out in turn, shape ``(n,)``."""
    unit = np.arange(len(x))
    # Column i holds all units but the i-th.
    others = np.array([np.delete(unit, i) for i in unit]).T
    return np.asarray(np.sum(scores(x[others]) * scores(y[others]), axis=0))


def stands_without_any(x: Floats, y: Floats, critical: float) -> bool:
    """Say whether a correlation stays significant, and of one sign, whichever unit is left out.

    Parameters
    ----------
    x, y
        Shape ``(n,)``.
    critical
        The p to stay at or below; that of the correction for the whole family.

    References
    ----------
    Leaving units out one by one: Belsley, Kuh and Welsch (1980), Regression Diagnostics. The p
    by Student's t with n - 3 degrees of freedom for n - 1 units: Kendall (1948), Rank
    Correlation Methods.

    Examples
    --------
    >>> line = np.arange(12.0)
    >>> stands_without_any(line, line, 0.001)
    True
    >>> odd = np.array([1.0, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 9])
    >>> stands_without_any(odd, np.array([1.0, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 9]), 0.05)
    False
    """
    if len(x) < 5:
        return False
    rho = np.nan_to_num(without_each(x, y))
    freedom = len(x) - 3
    t = np.abs(rho) * np.sqrt(freedom / np.maximum(1 - rho**2, 1e-12))
    same_sign = bool(np.all(rho > 0) or np.all(rho < 0))
    return same_sign and bool(np.all(2 * stats.t.sf(t, freedom) <= critical))


def spearman_interval(rho: float, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return an interval for Spearman's correlation by Fisher's z.

    The variance of ``atanh(rho)`` is ``(1 + rho^2 / 2) / (n - 3)``. NaN for fewer than 4 units.
    A perfect order, whose z is infinite, is taken half a swap of neighbours below 1.

    References
    ----------
    Bonett and Wright (2000), Sample size requirements for estimating Pearson, Kendall and
    Spearman correlations, Psychometrika 65(1), 23-28.

    Examples
    --------
    >>> [round(bound, 3) for bound in spearman_interval(0.6, 50)]
    [0.365, 0.763]
    """
    if n < 4 or math.isnan(rho):
        return math.nan, math.nan
    most = 1 - 6 / (n**3 - n)
    inner = min(most, max(-most, rho))
    z = float(stats.norm.ppf((1 + level) / 2)) * math.sqrt((1 + inner**2 / 2) / (n - 3))
    low, high = math.tanh(math.atanh(inner) - z), math.tanh(math.atanh(inner) + z)
    return (low if rho > -most else -1.0), (high if rho < most else 1.0)


def detectable_correlation(n: int, alpha: float = 0.05, power: float = 0.8) -> float:
    """Return the smallest correlation that a two-sided test sees with this power.

    Solves ``atanh(rho) = (z_alpha + z_power) sqrt((1 + rho^2 / 2) / (n - 3))``, the variance of
    Bonett and Wright (2000). NaN for fewer than 5 units.

    Examples
    --------
    >>> [round(detectable_correlation(n), 2) for n in (12, 22, 50, 99)]
    [0.79, 0.6, 0.4, 0.28]
    """
    if n < 5:
        return math.nan
    z = float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power))
    rho = 0.5
    for _ in range(100):
        rho = math.tanh(z * math.sqrt((1 + rho**2 / 2) / (n - 3)))
    return rho
