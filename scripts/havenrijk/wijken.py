"""Simulated figures per wijk and quarter.

A wijk's level follows the rank of its theme share with a known correlation; around that level
run a trend, the seasons and noise that remembers the quarter before. All of it averages out to
nothing per wijk, so that the study-average keeps the planted order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

PERIODS = tuple(f"{year}K{quarter}" for year in range(2022, 2026) for quarter in range(1, 5))
DECIMALS = 2
MEMORY = 0.6
"""Correlation of the noise with that of the quarter before."""


@dataclass(frozen=True)
class Figure:
    """How one indicator per wijk is made.

    Parameters
    ----------
    id, denominator
        Column names of the value and of what it is a share or mean of.
    theme, correlation
        Theme that it goes with, and the target of Spearman's correlation between wijken;
        ``""`` and 0 for an indicator that goes with nothing.
    mean, spread
        Mean of the wijken, and standard deviation between them.
    trend
        Change over the four years, the same in every wijk.
    seasons
        What each quarter adds.
    noise
        Standard deviation of the noise per quarter.
    smallest, largest
        Of the denominator.
    drift
        Yearly growth of the denominator, as a share; ``None`` where it varies freely.
    step, step_from
        Jump from a period on, where the definition changed.
    share
        The value is a percentage of the denominator: it stands for whole people.
    part_of
        Percentage whose numerator is this denominator, instead of ``smallest`` to ``largest``.
    """

    id: str
    denominator: str
    theme: str
    correlation: float
    mean: float
    spread: float
    trend: float
    seasons: tuple[float, float, float, float]
    noise: float
    smallest: int = 0
    largest: int = 0
    drift: float | None = None
    step: float = 0.0
    step_from: str = ""
    share: bool = False
    part_of: str = ""


FIGURES = (
    Figure(
        "vsv", "jongeren", "juiste_zetje", -0.9, mean=4.6, spread=1.3, trend=-0.6,
        seasons=(-0.2, -0.1, 0.4, -0.1), noise=0.15, smallest=620, largest=2100, drift=0.004,
        share=True,
    ),
    Figure(
        "problematische_schulden", "huishoudens", "grip_op_geld", -0.9, mean=9.5, spread=2.6,
        trend=0.8, seasons=(0.2, -0.1, -0.1, 0.0), noise=0.2, smallest=1900, largest=6400,
        drift=0.006, step=1.2, step_from="2024K1", share=True,
    ),
    Figure(
        "schuldsanering", "huishoudens_met_schulden", "grip_op_geld", 0.9, mean=21.0, spread=5.0,
        trend=2.0, seasons=(-0.4, 0.1, 0.2, 0.1), noise=0.7, share=True,
        part_of="problematische_schulden",
    ),
    Figure(
        "wachttijd", "aanmeldingen", "drempels", 0.9, mean=9.0, spread=2.5, trend=1.5,
        seasons=(0.3, -0.2, 0.4, -0.5), noise=0.6, smallest=45, largest=160,
    ),
    Figure(
        "clienttevredenheid", "respondenten", "", 0.0, mean=7.3, spread=0.3, trend=0.1,
        seasons=(0.0, 0.02, -0.03, 0.01), noise=0.08, smallest=30, largest=120,
    ),
)  # fmt: skip
NOT_MEASURED = (("wachttijd", "Rietlanden", "2023K2"), ("wachttijd", "De Werf", "2023K2"))
"""Cells left empty: two teams changed to another registration system in that quarter."""


def simulate_wijken(shares: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per wijk and quarter.

    Parameters
    ----------
    shares
        Wijken by themes: share of the stories with the theme.
    """
    wijken = [str(wijk) for wijk in shares.index]
    index = pd.MultiIndex.from_product([wijken, PERIODS], names=["wijk", "period"])
    table = pd.DataFrame(index=index)
    counts: dict[str, Counts] = {}
    for figure in FIGURES:
        share = shares[figure.theme].to_numpy(dtype=float) if figure.theme else None
        sizes = counts[figure.part_of] if figure.part_of else _sizes(figure, len(wijken), rng)
        values = _simulate(figure, share, sizes, rng)
        if figure.share:
            counts[figure.id] = np.rint(values * sizes / 100).astype(np.int64)
            values = 100 * counts[figure.id] / sizes
        table[figure.denominator] = sizes.ravel()
        table[figure.id] = np.round(values, DECIMALS).ravel()
    for column, wijk, period in NOT_MEASURED:
        table.loc[(wijk, period), column] = np.nan
    return table.reset_index()


def planted_levels(
    share: Floats | None, correlation: float, n: int, rng: np.random.Generator
) -> Floats:
    """Return ``n`` levels of mean 0 and standard deviation 1.

    Their correlation with the *ranks* of ``share`` is exactly ``correlation``: noise is made
    orthogonal to the ranks first. Spearman's correlation then lies near it.
    """
    noise = _standard(rng.standard_normal(n))
    if share is None:
        return noise
    ranks = _standard(stats.rankdata(share))
    rest = _standard(noise - ranks * float(noise @ ranks) / n)
    return correlation * ranks + float(np.sqrt(1 - correlation**2)) * rest


def _standard(values: Floats) -> Floats:
    centred = values - values.mean()
    return np.asarray(centred / centred.std(), dtype=np.float64)


def _simulate(
    figure: Figure, share: Floats | None, sizes: Counts, rng: np.random.Generator
) -> Floats:
    """Return values, shape ``(wijken, quarters)`` as the denominators ``sizes``."""
    n = len(sizes)
    level = figure.mean + figure.spread * planted_levels(share, figure.correlation, n, rng)
    course = _course(figure) + figure.noise * _noise(n, rng)
    course -= (course * sizes).sum(axis=1, keepdims=True) / sizes.sum(axis=1, keepdims=True)
    return np.maximum(level[:, None] + course, 0.1)


def _course(figure: Figure) -> Floats:
    """Return trend, seasons and a change of definition, shape ``(quarters,)``."""
    n = len(PERIODS)
    line = figure.trend * np.linspace(-0.5, 0.5, n)
    seasons = np.tile(np.array(figure.seasons), n // 4)
    steps = np.array([bool(figure.step_from) and p >= figure.step_from for p in PERIODS])
    return np.asarray(line + seasons + figure.step * steps, dtype=np.float64)


def _noise(n: int, rng: np.random.Generator) -> Floats:
    """Return noise of standard deviation 1 that remembers, shape ``(wijken, quarters)``."""
    shocks = rng.standard_normal((n, len(PERIODS)))
    noise = np.empty_like(shocks)
    noise[:, 0] = shocks[:, 0]
    for quarter in range(1, len(PERIODS)):
        fresh = np.sqrt(1 - MEMORY**2) * shocks[:, quarter]
        noise[:, quarter] = MEMORY * noise[:, quarter - 1] + fresh
    return noise


def _sizes(figure: Figure, n: int, rng: np.random.Generator) -> Counts:
    """Return denominators, shape ``(wijken, quarters)``."""
    first = rng.integers(figure.smallest, figure.largest, size=(n, 1)).astype(float)
    if figure.drift is None:
        growth = rng.uniform(0.8, 1.2, size=(n, len(PERIODS)))
    else:
        growth = (1 + figure.drift) ** (np.arange(len(PERIODS))[None, :] / 4)
    return np.rint(first * growth).astype(np.int64)


def study_means(table: pd.DataFrame, wijken: Sequence[str], figure: Figure) -> Floats:
    """Return the mean per wijk over all quarters, weighted by the denominator."""
    known = table[table[figure.id].notna()]
    weighted = known[figure.id] * known[figure.denominator]
    sums = weighted.groupby(known["wijk"]).sum() / known.groupby("wijk")[figure.denominator].sum()
    return np.asarray(sums.reindex(list(wijken)), dtype=np.float64)
