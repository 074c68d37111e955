"""How often two unrelated panels of areas over time are called related."""

from __future__ import annotations

import numpy as np
from scipy import stats

from method_simulations.common import Floats, generator
from pipeline.outcomes.trajectories import trajectory_p
from pipeline.outcomes.wild import wild_cluster_p


def false_finds(
    replications: int, areas: int = 12, periods: int = 16, memory: float = 0.8
) -> dict[str, float]:
    """Return the share of runs with p < .05 for two panels that have nothing to do with each other.

    Each area has a level of its own and changes that linger (autocorrelation ``memory``).
    ``pooled`` takes every area and period for an observation of its own.
    """
    rng = generator(7, areas, periods)
    names = ("pooled", "trajectories", "changes", "first_differences")
    hits = dict.fromkeys(names, 0)
    weight = np.ones((areas, periods))
    area = np.repeat(np.arange(areas), periods - 1)
    dummies = np.tile(np.eye(periods - 1), (areas, 1))
    for _ in range(replications):
        x, y = (_courses(rng, areas, periods, memory) for _ in range(2))
        dx, dy = (np.diff(values, axis=1).ravel() for values in (x, y))
        p = {
            "pooled": float(stats.pearsonr(x.ravel(), y.ravel()).pvalue),
            "trajectories": trajectory_p(x, y, weight, rng, 999, within=False)[1],
            "changes": trajectory_p(x, y, weight, rng, 999)[1],
            "first_differences": wild_cluster_p(dy, dx, dummies, area, rng, 999)[1],
        }
        for name in names:
            hits[name] += p[name] < 0.05
    return {name: value / replications for name, value in hits.items()}


def _courses(rng: np.random.Generator, areas: int, periods: int, memory: float) -> Floats:
    """Return a level per area plus a stationary course that lingers."""
    values = np.empty((areas, periods))
    values[:, 0] = rng.normal(size=areas) / np.sqrt(1 - memory**2)
    for t in range(1, periods):
        values[:, t] = memory * values[:, t - 1] + rng.normal(size=areas)
    return np.asarray(values + rng.normal(size=(areas, 1)))
