"""The study's own null: how many findings would have come up by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.config import AssociationSection
from pipeline.domain.trust import NULL_TRIAL
from pipeline.outcomes.blocks import Block, make_blocks
from pipeline.outcomes.correlation import CHUNK, null_correlations
from pipeline.outcomes.measures import orders_of
from pipeline.outcomes.multiplicity import benjamini_hochberg, enough_permutations

Floats = npt.NDArray[np.float64]
RUNS = 200
"""Shuffled studies in a run: enough to tell one in twenty from next to never."""


@dataclass(frozen=True, slots=True)
class NullTrial:
    """How many pairs were found in the study, and in the same study with shuffled outcomes.

    Parameters
    ----------
    pairs
        Pairs of theme and indicator in the family.
    observed
        Pairs found with the real outcomes (``q < alpha``, before wijken are left out in turn).
    found
        Pairs found in each run with shuffled outcomes.
    """

    pairs: int
    observed: int
    found: tuple[int, ...]

    @property
    def share_with_any(self) -> float:
        """Share of the shuffled runs in which anything was found."""
        return float(np.mean(np.array(self.found) > 0)) if self.found else float("nan")

    @property
    def mean(self) -> float:
        """Pairs found by chance, on average."""
        return float(np.mean(self.found)) if self.found else float("nan")

    @property
    def p(self) -> float:
        """Share of runs that found as many as the study did, the study itself counted in."""
        as_many = int(np.sum(np.array(self.found) >= self.observed))
        return (as_many + 1) / (len(self.found) + 1)

    def summary(self) -> dict[str, float]:
        """Return the row of NULL_TRIAL."""
        return {
            "pairs": self.pairs,
            "observed": self.observed,
            "runs": len(self.found),
            "with_any": sum(found > 0 for found in self.found),
            "mean": self.mean,
            "p": self.p,
        }


def nulproef(
    themes: pd.DataFrame,
    indicators: pd.DataFrame,
    outcomes: pd.DataFrame,
    settings: AssociationSection,
    seed: int,
    runs: int = 200,
) -> NullTrial:
    """Shuffle the outcomes over areas and participants, and look for findings again.

    In each run all indicators of a level move together, so that what they share stays. The
    p of each pair comes from the same permutations as in ``associate``: shuffling does not
    change the null distribution, so it need not be made anew.

    Parameters
    ----------
    themes, indicators, outcomes, settings, seed
        As for ``associate``.
    runs
        Number of shuffled studies.
    """
    blocks = make_blocks(themes, indicators, outcomes)
    pairs = sum(len(block.themes) * len(block.indicators) for block in blocks)
    if not pairs:
        return NullTrial(0, 0, ())
    wanted = enough_permutations(settings.permutations, pairs, settings.alpha)
    p = np.concatenate([_p_values(block, wanted, runs, seed) for block in blocks], axis=1)
    found = [int(np.sum(benjamini_hochberg(row) < settings.alpha)) for row in p]
    family = int(np.sum(~np.isnan(p[0])))
    return NullTrial(family, found[0], tuple(found[1:]))


def null_trial_table(
    themes: pd.DataFrame,
    indicators: pd.DataFrame,
    outcomes: pd.DataFrame,
    settings: AssociationSection,
    seed: int,
    runs: int = RUNS,
) -> pd.DataFrame:
    """Return what :func:`nulproef` found as NULL_TRIAL: one row, none for a study without pairs."""
    trial = nulproef(themes, indicators, outcomes, settings, seed, runs)
    if not trial.found:
        return NULL_TRIAL.empty()
    return NULL_TRIAL.conform(pd.DataFrame([trial.summary()]))


def _p_values(block: Block, wanted: int, runs: int, seed: int) -> Floats:
    """Return p of every pair: first as observed, then per shuffled run, shape (runs + 1, pairs)."""
    x, y = block.scored
    n = len(block.keys)
    orders, exact = orders_of(block, wanted, seed)
    rng = np.random.default_rng([seed, n, len(block.indicators), runs])
    null = np.abs(_flat(x, y, orders))
    null.sort(axis=0)
    shuffled = rng.permuted(np.tile(np.arange(n), (runs, 1)), axis=1)
    drawn = np.abs(_flat(x, y, np.vstack([np.arange(n), shuffled])))
    extra = 0 if exact else 1
    p = np.full(drawn.shape, np.nan)
    for pair in np.flatnonzero(~np.isnan(drawn[0])):
        below = np.searchsorted(null[:, pair], drawn[:, pair] - 1e-6, side="left")
        p[:, pair] = (len(orders) - below + extra) / (len(orders) + extra)
    return p


def _flat(x: Floats, y: Floats, orders: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
    """Return correlations of all pairs in every order, shape (orders, pairs)."""
    # Single precision keeps a family of thousands of pairs within memory.
    parts = [
        null_correlations(x, y, orders[start : start + CHUNK]).astype(np.float32)
        for start in range(0, len(orders), CHUNK)
    ]
    return np.concatenate(parts).reshape(len(orders), -1)
