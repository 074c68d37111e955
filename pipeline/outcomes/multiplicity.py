"""Many pairs looked at: which p-values still count, and which never could."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def benjamini_hochberg(p: Floats) -> Floats:
    """Return q-values: the smallest false discovery rate at which each p is rejected.

    Parameters
    ----------
    p
        Shape ``(pairs,)``. NaN: no data; such a pair is not part of the family.

    Returns
    -------
    ndarray, shape (pairs,)
        ``q``, NaN where ``p`` is.

    References
    ----------
    Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57(1), 289-300;
    as adjusted p-values: Yekutieli and Benjamini (1999).

    Examples
    --------
    >>> benjamini_hochberg(np.array([0.01, 0.04, np.nan, 0.03])).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    q = np.full(p.shape, np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(1.0, np.minimum.accumulate(scaled[::-1])[::-1])
    return q


def smallest_p(n: int, permutations: int) -> float:
    """Return the smallest two-sided p that a permutation test can give.

    Of the ``n!`` orders two are the most extreme (the best and its mirror image), and a test
    with so many random permutations never goes below one over their number and one.

    Examples
    --------
    >>> smallest_p(6, 9999) == 2 / 720, smallest_p(12, 9999) == 1 / 10000
    (True, True)
    """
    exact = 2 / math.factorial(n) if n < 20 else 0.0
    return min(1.0, max(exact, 1 / (permutations + 1)))


def can_be_found(n: int, pairs: int, alpha: float, permutations: int) -> bool:
    """Say whether one pair among so many could ever pass Benjamini-Hochberg.

    Examples
    --------
    >>> can_be_found(6, 72, 0.05, 9999), can_be_found(7, 72, 0.05, 9999)
    (False, True)
    """
    return smallest_p(n, permutations) * pairs <= alpha


def enough_permutations(wanted: int, pairs: int, alpha: float) -> int:
    """Return how many permutations let a lone pair in a family of this size be found.

    At least as many as wanted, and enough for a smallest q of ``alpha / 5``; never over
    199,999.

    Examples
    --------
    >>> enough_permutations(9999, 72, 0.05), enough_permutations(9999, 400, 0.05)
    (9999, 39999)
    """
    return min(max(wanted, math.ceil(5 * pairs / alpha) - 1), 199_999)
