"""One pair of a theme and an indicator, measured: size, interval, p and what could be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

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
from pipeline.outcomes.debias import predict_then_debias
from pipeline.outcomes.groups import (
    detectable_difference,
    is_binary,
    newcombe_interval,
    odds_ratio,
    smallest_group_p,
    welch_interval,
)
from pipeline.outcomes.multiplicity import smallest_p
from pipeline.outcomes.strength import FEWEST_AREAS, FEWEST_PER_GROUP

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Size:
    """How large an association is, in the measure that ``name`` gives."""

    name: str
    effect: float
    low: float
    high: float
    detectable: float
    method: str
    odds: tuple[float, float, float] = (math.nan, math.nan, math.nan)
    """Odds ratio with its bounds; known only for a yes or no between participants."""


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

    @property
    def columns(self) -> tuple[Floats, Floats]:
        """Theme and indicator per observation."""
        x = self.block.x[:, self.block.themes.index(self.theme)]
        return x, self.block.y[:, self.block.indicators.index(self.indicator)]


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
    return [_participant(block, a, b, float(p[a, b]), permutations, seed) for a, b in pairs]


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


def _participant(
    block: Block, theme: int, indicator: int, p: float, permutations: int, seed: int
) -> Measured:
    """Measure one pair between participants."""
    present, values = block.x[:, theme], block.y[:, indicator]
    n1 = int(present.sum())
    rng = np.random.default_rng([seed, theme, indicator])
    return Measured(
        block=block,
        theme=block.themes[theme],
        indicator=block.indicators[indicator],
        size=_size(present, block.flag[:, theme], block.read, values, rng),
        p=p,
        floor=smallest_group_p(present, values, permutations),
        enough=min(n1, len(values) - n1) >= FEWEST_PER_GROUP,
    )


def _size(
    present: Floats, flag: Floats, read: Bools, values: Floats, rng: np.random.Generator
) -> Size:
    """Return the difference between participants, for a yes or no with its odds ratio."""
    size = _difference(present, flag, read, values, rng)
    if size.name != "risk_difference" or math.isnan(size.effect):
        return size
    if size.method == "predict_then_debias":
        human = np.where(read, present, np.nan)
        logs = predict_then_debias(values, flag, human, "log_odds_ratio", rng)
        low, middle, high = (math.exp(log) for log in (logs[1], logs[0], logs[2]))
        return replace(size, odds=(middle, low, high))
    return replace(size, odds=odds_ratio(present, values))


def _difference(
    present: Floats, flag: Floats, read: Bools, values: Floats, rng: np.random.Generator
) -> Size:
    """Return the difference between participants with the theme and the others.

    Where people read only part, and enough of it, the machine's part is put right first.
    """
    binary = is_binary(values)
    name = "risk_difference" if binary else "mean_difference"
    n1 = int(present.sum())
    detectable = detectable_difference(values, n1, len(values) - n1)
    if _can_debias(present, flag, read):
        human = np.where(read, present, np.nan)
        debiased = predict_then_debias(values, flag, human, "difference", rng)
        return Size(name, *debiased, detectable, "predict_then_debias")
    with_theme, without = values[present > 0], values[present == 0]
    if not (len(with_theme) and len(without)):
        return Size(name, math.nan, math.nan, math.nan, detectable, "welch_permutation")
    effect = float(with_theme.mean() - without.mean())
    if binary:
        k1, k0 = float(with_theme.sum()), float(without.sum())
        bounds = newcombe_interval(k1, len(with_theme), k0, len(without))
        return Size(name, effect, *bounds, detectable, "newcombe_permutation")
    bounds = welch_interval(with_theme, without)
    return Size(name, effect, *bounds, detectable, "welch_permutation")


def _can_debias(present: Floats, flag: Floats, read: Bools) -> bool:
    """Say whether people read part, with enough of both groups, and the machine coded all."""
    if read.all() or np.isnan(flag).any():
        return False
    seen = present[read]
    return bool(min(seen.sum(), (1 - seen).sum()) >= 2 * FEWEST_PER_GROUP)
