"""One pair of a theme and an indicator, measured: size, interval, p and what could be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.domain import Level
from pipeline.outcomes.blocks import Block
from pipeline.outcomes.correlation import (
    Ints,
    detectable_correlation,
    permutation_p,
    permutations_of,
    spearman_interval,
)
from pipeline.outcomes.groups import (
    detectable_difference,
    is_binary,
    newcombe_interval,
    smallest_group_p,
    welch_interval,
)
from pipeline.outcomes.multiplicity import smallest_p
from pipeline.outcomes.strength import FEWEST_AREAS, FEWEST_PER_GROUP

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Size:
    """How large an association is, in the measure that ``name`` gives."""

    name: str
    effect: float
    low: float
    high: float
    detectable: float
    method: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One pair with everything that is known before the family is looked at.

    Parameters
    ----------
    block
        Where the pair comes from; ``theme`` and ``indicator`` are names of its columns.
    p, floor
        Permutation p (NaN without variation) and the smallest p that could have occurred.
    enough
        There are enough areas, or enough participants with and without the theme.
    """

    block: Block
    theme: str
    indicator: str
    size: Size
    p: float
    floor: float
    enough: bool


def measure(block: Block, permutations: int, seed: int) -> list[Measured]:
    """Measure every pair of a block.

    All pairs are tested on the same orders of the observations, so that their p-values keep
    the dependence between themes and between indicators.

    Parameters
    ----------
    block
        Observations known on both sides.
    permutations
        Random orders; all orders are taken where there are no more than this.
    seed
        Of the orders.
    """
    x, y = block.scored
    orders, exact = orders_of(block, permutations, seed)
    observed = x.T @ y
    p = permutation_p(x, y, orders, exact)
    pairs = [(a, b) for a in range(len(block.themes)) for b in range(len(block.indicators))]
    if block.level is Level.WIJK:
        rho = observed.tolist()
        return [_area(block, a, b, rho[a][b], float(p[a, b]), permutations) for a, b in pairs]
    return [_participant(block, a, b, float(p[a, b]), permutations) for a, b in pairs]


def orders_of(block: Block, permutations: int, seed: int) -> tuple[Ints, bool]:
    """Return the orders of a block's observations that its pairs are tested on."""
    rng = np.random.default_rng([seed, len(block.keys), *block.level.value.encode()])
    return permutations_of(len(block.keys), permutations, rng)


def _area(
    block: Block, theme: int, indicator: int, rho: float, p: float, permutations: int
) -> Measured:
    """Measure one pair between areas."""
    n = len(block.keys)
    low, high = spearman_interval(rho, n)
    size = Size("spearman", rho, low, high, detectable_correlation(n), "spearman_permutation")
    return Measured(
        block=block,
        theme=block.themes[theme],
        indicator=block.indicators[indicator],
        size=size,
        p=p,
        floor=smallest_p(n, permutations),
        enough=n >= FEWEST_AREAS,
    )


def _participant(block: Block, theme: int, indicator: int, p: float, permutations: int) -> Measured:
    """Measure one pair between participants."""
    present, values = block.x[:, theme] > 0, block.y[:, indicator]
    with_theme, without = values[present], values[~present]
    n1, n0 = len(with_theme), len(without)
    low, high, effect = math.nan, math.nan, math.nan
    binary = is_binary(values)
    if n1 and n0:
        effect = float(with_theme.mean() - without.mean())
        if binary:
            low, high = newcombe_interval(with_theme.sum(), n1, without.sum(), n0)
        else:
            low, high = welch_interval(with_theme, without)
    name = "risk_difference" if binary else "mean_difference"
    method = "newcombe_permutation" if binary else "welch_permutation"
    return Measured(
        block=block,
        theme=block.themes[theme],
        indicator=block.indicators[indicator],
        size=Size(name, effect, low, high, detectable_difference(values, n1, n0), method),
        p=p,
        floor=smallest_group_p(block.x[:, theme], values, permutations),
        enough=min(n1, n0) >= FEWEST_PER_GROUP,
    )
