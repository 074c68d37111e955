"""The interval of a share, for every stage that counts. Without a package: starting stays quick."""

from __future__ import annotations

import math
from statistics import NormalDist


def wilson_interval(k: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a share.

    Raises
    ------
    ValueError
        If not ``0 <= k <= n`` or ``n`` is 0.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson_interval(10, 100)]
    [0.0552, 0.1744]
    """
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is no share")
    if n == 0:
        raise ValueError("no units")
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = k / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
