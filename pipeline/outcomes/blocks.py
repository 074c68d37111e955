"""Observations known on both sides, as matrices that a permutation test can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.domain import Level
from pipeline.outcomes.correlation import scores
from pipeline.outcomes.groups import standardised
from pipeline.outcomes.observations import Shares, outcome_means, theme_shares

Floats = npt.NDArray[np.float64]

LEVELS = (Level.WIJK, Level.PARTICIPANT)


@dataclass(frozen=True, slots=True)
class Block:
    """Indicators of one level that are known for the same observations.

    Parameters
    ----------
    level
        Wijk or participant.
    keys
        Observations known on both sides.
    themes, indicators
        Names of the columns of ``x`` and ``y``.
    x, y
        Shapes ``(observations, themes)`` and ``(observations, indicators)``.
    stories
        Shape ``(observations,)``.
    flag
        Shape ``(observations, themes)``: as ``x``, by the machine alone; NaN where unknown.
    read
        Shape ``(observations,)``: people read all stories.
    periods
        Normal periods of the stories.
    other_period
        Indicators taken from outside the study's periods.
    """

    level: Level
    keys: tuple[str, ...]
    themes: tuple[str, ...]
    indicators: tuple[str, ...]
    x: Floats
    y: Floats
    stories: Floats
    flag: Floats
    read: npt.NDArray[np.bool_]
    periods: tuple[str, ...]
    other_period: frozenset[str] = field(default_factory=frozenset)

    @property
    def scored(self) -> tuple[Floats, Floats]:
        """Columns of length 1 whose products are the correlations that are tested."""
        if self.level is Level.WIJK:
            return scores(self.x), scores(self.y)
        return standardised(self.x), standardised(self.y)


def make_blocks(
    themes: pd.DataFrame, indicators: pd.DataFrame, outcomes: pd.DataFrame
) -> list[Block]:
    """Bring themes and outcomes together, one block per level and set of known observations."""
    blocks: list[Block] = []
    measured = set(indicators["level"])
    for level in (level for level in LEVELS if level.value in measured):
        shares = theme_shares(themes, level)
        columns: dict[tuple[str, ...], dict[str, dict[str, float]]] = {}
        others: set[str] = set()
        for row in indicators[indicators["level"] == level.value].itertuples():
            values = outcomes[outcomes["indicator"] == row.indicator]
            found = outcome_means(values, shares.periods, int(str(row.lag)))
            keys = tuple(key for key in shares.keys if key in found.values)
            if keys:
                columns.setdefault(keys, {})[str(row.indicator)] = found.values
            if found.other_period:
                others.add(str(row.indicator))
        blocks += [_block(level, shares, keys, known, others) for keys, known in columns.items()]
    return blocks


def _block(
    level: Level,
    shares: Shares,
    keys: tuple[str, ...],
    known: Mapping[str, Mapping[str, float]],
    others: set[str],
) -> Block:
    rows = [shares.keys.index(key) for key in keys]
    return Block(
        level=level,
        keys=keys,
        themes=shares.themes,
        indicators=tuple(known),
        x=shares.values[rows],
        y=np.array([[values[key] for values in known.values()] for key in keys]),
        stories=shares.stories[rows],
        flag=shares.flag[rows],
        read=shares.read[rows],
        periods=shares.periods,
        other_period=frozenset(others),
    )
