"""What the simulations share: a seed, and whether an interval holds the truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

SEED = 20260101
REPLICATIONS = 2000


def generator(*key: int) -> np.random.Generator:
    """Return the random generator of one setting, the same however many others run."""
    return np.random.default_rng([SEED, *key])


def covers(bounds: Sequence[float], truth: float) -> bool:
    """Say whether an interval holds the truth."""
    return bounds[0] <= truth <= bounds[1]


def copula(rho: float) -> float:
    """Return the normal correlation whose Spearman correlation is ``rho``.

    References
    ----------
    Pearson (1907): ``rho = 6 / pi * arcsin(r / 2)``.
    """
    return float(2 * np.sin(np.pi * rho / 6))


def linked(rng: np.random.Generator, x: Floats, rho: float) -> Floats:
    """Return normal values with Spearman's correlation ``rho`` to normal ``x``."""
    r = copula(rho)
    return np.asarray(r * x + np.sqrt(1 - r * r) * rng.normal(size=x.shape))
