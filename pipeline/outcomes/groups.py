"""Two groups of participants, with and without a theme: difference, interval, what can be seen."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats

from pipeline.domain.shares import wilson_interval

Floats = npt.NDArray[np.float64]


def is_binary(values: Floats) -> bool:
    """Say whether an outcome is only 0 and 1."""
    return bool(np.isin(values, (0.0, 1.0)).all())


def standardised(values: Floats) -> Floats:
    """Return columns centred and scaled to length 1; NaN for a column without variation.

    The product of a theme's column and an outcome's is their correlation, which ranks
    permutations as the difference between the groups does.
    """
    centred = values - values.mean(axis=0)
    length = np.sqrt(np.sum(centred**2, axis=0))
    result: Floats = np.full_like(centred, np.nan)
    np.divide(centred, length, out=result, where=length > 1e-12)
    return result


def newcombe_interval(
    k1: float, n1: float, k0: float, n0: float, level: float = 0.95
) -> tuple[float, float]:
    """Return an interval for the difference between two shares, ``k1 / n1 - k0 / n0``.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, 873-890, method 10.

    Examples
    --------
    >>> [round(bound, 4) for bound in newcombe_interval(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    low1, high1 = wilson_interval(k1, n1, level)
    low0, high0 = wilson_interval(k0, n0, level)
    p1, p0 = k1 / n1, k0 / n0
    low = p1 - p0 - math.sqrt((p1 - low1) ** 2 + (high0 - p0) ** 2)
    high = p1 - p0 + math.sqrt((high1 - p1) ** 2 + (p0 - low0) ** 2)
    return low, high


def odds_ratio(present: Floats, values: Floats) -> tuple[float, float, float]:
    """Return the odds of a 1 with a theme over the odds without it, with 95% bounds.

    Half a count is added to every cell, so that an empty one gives no infinity.

    Parameters
    ----------
    present, values
        Shape ``(participants,)``: 0 or 1, with both sorts in ``present``.

    References
    ----------
    Haldane (1956), Annals of Human Genetics 20, 309-311; bounds on the log scale: Woolf
    (1955), Annals of Human Genetics 19, 251-253.

    Examples
    --------
    >>> theme = np.repeat([1.0, 1.0, 0.0, 0.0], [20, 4, 9, 27])
    >>> [round(part, 3) for part in odds_ratio(theme, np.repeat([1.0, 0, 1, 0], [20, 4, 9, 27]))]
    [13.187, 3.744, 46.444]
    """
    cells = [
        float(np.sum((present == theme) & (values == value))) + 0.5
        for theme, value in ((1, 1), (1, 0), (0, 1), (0, 0))
    ]
    log = math.log(cells[0] * cells[3] / (cells[1] * cells[2]))
    half = float(stats.norm.ppf(0.975)) * math.sqrt(sum(1 / cell for cell in cells))
    return math.exp(log), math.exp(log - half), math.exp(log + half)


def welch_interval(with_theme: Floats, without: Floats, level: float = 0.95) -> tuple[float, float]:
    """Return an interval for the difference between two means with unequal variances.

    NaN when a group has fewer than two values.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35.
    """
    if min(len(with_theme), len(without)) < 2:
        return math.nan, math.nan
    v1 = float(with_theme.var(ddof=1)) / len(with_theme)
    v0 = float(without.var(ddof=1)) / len(without)
    difference = float(with_theme.mean() - without.mean())
    if v1 + v0 == 0:
        return difference, difference
    freedom = (v1 + v0) ** 2 / (v1**2 / (len(with_theme) - 1) + v0**2 / (len(without) - 1))
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * math.sqrt(v1 + v0)
    return difference - half, difference + half


def detectable_difference(
    values: Floats, n1: int, n0: int, alpha: float = 0.05, power: float = 0.8
) -> float:
    """Return the smallest difference between two groups that a test sees with this power.

    ``(z_alpha + z_power) * sd * sqrt(1 / n1 + 1 / n0)`` with the outcome's own spread; for a
    share that spread is ``sqrt(p (1 - p))``.

    References
    ----------
    Lachin (1981), Introduction to sample size determination and power analysis for clinical
    trials, Controlled Clinical Trials 2, 93-113.
    """
    if min(n1, n0) == 0:
        return math.nan
    z = float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power))
    return z * float(values.std()) * math.sqrt(1 / n1 + 1 / n0)


def smallest_group_p(present: Floats, values: Floats, permutations: int) -> float:
    """Return the smallest p that dealing the theme over these participants can give.

    For a yes-no outcome the probability of the most lopsided table with these margins
    (Fisher's exact test); for numbers one over the number of ways to choose the group.
    """
    n, n1 = len(values), int(present.sum())
    if is_binary(values):
        k = int(values.sum())
        table = stats.hypergeom(n, k, n1)
        exact = min(float(table.pmf(min(k, n1))), float(table.pmf(max(0, k + n1 - n))))
    else:
        exact = 1 / math.comb(n, n1)
    return max(exact, 1 / (permutations + 1))
