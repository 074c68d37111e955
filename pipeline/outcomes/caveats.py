"""What to keep in mind beside an association."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.domain import Level
from pipeline.outcomes.correlation import scores, without_each
from pipeline.outcomes.measures import Measured
from pipeline.outcomes.periods import normal_period, position, year_of
from pipeline.outcomes.strength import Caveat

Floats = npt.NDArray[np.float64]

FEW_AREAS = 20
"""Below this, only correlations over .6 are seen with 80% power (``detectable_correlation``)."""

FEW_STORIES = 10
"""Stories per area below which one story moves a share by more than ten points."""

HALVED = 0.5
"""An area decides when leaving it out takes more than half of the correlation away."""


def caveats_of(
    one: Measured, simulated: bool, trend_breaks: str, machine_coded: bool
) -> tuple[Caveat, ...]:
    """Return the caveats of one pair, in a fixed order.

    Parameters
    ----------
    one
        The pair.
    simulated, trend_breaks
        As INDICATORS has them.
    machine_coded
        Some of the stories were coded by the machine alone.
    """
    block = one.block
    between_areas = block.level is Level.WIJK
    x, y = one.columns
    holds = {
        Caveat.SIMULATED: simulated,
        Caveat.AREAS_NOT_PEOPLE: between_areas,
        Caveat.FEW_AREAS: between_areas and len(block.keys) < FEW_AREAS,
        Caveat.FEW_STORIES_PER_AREA: between_areas
        and float(np.median(block.stories)) < FEW_STORIES,
        Caveat.MACHINE_CODED: machine_coded,
        Caveat.ONE_AREA_DECIDES: between_areas and one_decides(x, y),
        Caveat.OTHER_PERIOD: one.indicator in block.other_period,
        Caveat.TREND_BREAK: breaks_within(trend_breaks, block.periods),
    }
    return tuple(caveat for caveat, true in holds.items() if true)


def one_decides(x: Floats, y: Floats) -> bool:
    """Say whether leaving one area out takes more than half of the correlation away.

    Examples
    --------
    >>> one_decides(np.array([1.0, 2, 1, 2, 9]), np.array([2.0, 1, 1, 2, 9]))
    True
    >>> one_decides(np.arange(8.0), np.arange(8.0))
    False
    """
    whole = float((scores(x[:, None]).T @ scores(y[:, None])).item())
    if np.isnan(whole) or whole == 0 or len(x) < 4:
        return False
    return bool(np.min(np.nan_to_num(without_each(x, y) / whole)) < HALVED)


def breaks_within(breaks: str, periods: tuple[str, ...]) -> bool:
    """Say whether a trend break lies within the study's periods, after the first.

    Examples
    --------
    >>> breaks_within("2012 2023K3", ("2022K1", "2025K4")), breaks_within("2012", ("2022K1",))
    (True, False)
    """
    if not periods:
        return False
    first, last = min(periods), max(periods)
    for text in breaks.split():
        broken = normal_period(text) or ""
        if len(broken) == len(first) and position(first) < position(broken) <= position(last):
            return True
        if broken and year_of(first) < year_of(broken) <= year_of(last):
            return True
    return False
