"""Intervals for a share, and a share corrected for known coding error."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]

Z_95 = 1.959963984540054
"""Two-sided 95% point of the standard normal distribution."""


def jeffreys_interval(k: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Return the Jeffreys interval of a share: quantiles of Beta(k + 1/2, n - k + 1/2).

    The lower bound is 0 when nothing was seen and the upper bound 1 when everything was.

    Parameters
    ----------
    k, n
        Units with the theme and units in all; fractions are allowed (effective counts).

    Raises
    ------
    ValueError
        If not ``0 <= k <= n``.

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion,
    Statistical Science 16(2), section 4.1.

    Examples
    --------
    >>> [round(bound, 4) for bound in jeffreys_interval(10, 100)]
    [0.0526, 0.1701]
    """
    _check(k, n)
    tail = (1 - level) / 2
    low = 0.0 if k == 0 else float(stats.beta.ppf(tail, k + 0.5, n - k + 0.5))
    high = 1.0 if k == n else float(stats.beta.ppf(1 - tail, k + 0.5, n - k + 0.5))
    return low, high


def rogan_gladen(share: float, sensitivity: float, specificity: float) -> float:
    """Return the true share behind a flagged share, given known error rates.

    ``(share + specificity - 1) / (sensitivity + specificity - 1)``, kept within 0 and 1.

    Raises
    ------
    ValueError
        If sensitivity and specificity add up to 1 or less: the flag says nothing.

    References
    ----------
    Rogan and Gladen (1978), American Journal of Epidemiology 107(1), 71-76.

    Examples
    --------
    >>> round(rogan_gladen(23 / 150, 0.96, 0.89), 5)
    0.05098
    """
    youden = sensitivity + specificity - 1
    if youden <= 0:
        raise ValueError("the flag does no better than chance")
    return min(1.0, max(0.0, (share + specificity - 1) / youden))


def _check(k: float, n: float) -> None:
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
