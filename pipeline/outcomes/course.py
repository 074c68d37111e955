"""Whether an association between areas also fits the course over time within them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.outcomes.overlap import area_key
from pipeline.outcomes.periods import is_year, position, shift, year_of
from pipeline.outcomes.strength import FEWEST_AREAS, Course
from pipeline.outcomes.trajectories import trajectory_p
from pipeline.outcomes.wild import wild_cluster_p

Floats = npt.NDArray[np.float64]

FEWEST_STORIES = 5
"""Median stories per area and period below which a share says next to nothing."""

FEWEST_PERIODS = 4
"""Fewer periods leave no more than two changes per area to compare."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One theme and one indicator per area and period.

    Parameters
    ----------
    x, y, earlier
        Shape ``(areas, periods)``: theme share; outcome at the declared lag; outcome of before
        the stories, for the negative control (NaN where there is none).
    stories
        Shape ``(areas, periods)``: stories behind ``x``.
    """

    x: Floats
    y: Floats
    earlier: Floats
    stories: Floats


def course_of(
    stories: pd.DataFrame, outcome: pd.DataFrame, lag: int, draws: int, seed: int
) -> Course | None:
    """Test one pair over time; ``None`` if there is too little to look at.

    Three looks: whole trajectories permuted, on changes within areas; first differences with
    period dummies and a wild cluster bootstrap; and the negative control, in which the change
    of a theme is held against the change of the outcome of before. Quarters are taken where
    the stories allow, else years.

    Parameters
    ----------
    stories
        ``wijk``, ``period`` and ``present`` of one theme, one row per story.
    outcome
        OUTCOMES of one indicator.
    lag
        Declared beforehand, in the outcome's own periods.
    draws, seed
        Of permutations and bootstrap.
    """
    panel = make_panel(stories, outcome, lag)
    if panel is None:
        return None
    rng = np.random.default_rng(seed)
    statistic, p = trajectory_p(panel.x, panel.y, panel.stories, rng, draws)
    slope, difference_p = differences_p(panel.x, panel.y, panel.stories, rng, draws)
    if np.isnan(p) or np.isnan(difference_p):
        return None
    _, control_p = differences_p(panel.x, panel.earlier, panel.stories, rng, draws)
    return Course(
        trajectory_p=p,
        difference_p=difference_p,
        slope=slope if statistic * slope > 0 else 0.0,
        control_p=control_p,
    )


def differences_p(
    x: Floats, y: Floats, stories: Floats, rng: np.random.Generator, draws: int
) -> tuple[float, float]:
    """Regress changes of ``y`` on changes of ``x`` with period dummies, areas as clusters.

    Changes count by the stories behind them: two cells of ``n`` and ``m`` stories give a
    change the weight ``n m / (n + m)``, the inverse of its sampling variance.

    Returns
    -------
    slope, p
        NaN with too few changes.
    """
    before, after = stories[:, :-1], stories[:, 1:]
    known = (before > 0) & (after > 0) & ~np.isnan(np.diff(y, axis=1))
    area, period = np.nonzero(known)
    if len(np.unique(area)) < FEWEST_AREAS or len(np.unique(period)) < 2:
        return float("nan"), float("nan")
    root = np.sqrt((before * after)[known] / (before + after)[known])
    dummies = np.eye(known.shape[1])[period][:, np.unique(period)]
    dy, dx = (np.diff(values, axis=1)[known] * root for values in (y, x))
    return wild_cluster_p(dy, dx, dummies * root[:, None], area, rng, draws)


def make_panel(stories: pd.DataFrame, outcome: pd.DataFrame, lag: int) -> Panel | None:
    """Lay stories and outcome out per area and period, by quarter or else by year."""
    told = stories[(stories["wijk"].astype(str) != "") & (stories["period"].astype(str) != "")]
    known = outcome[outcome["value"].notna() & (outcome["period"].astype(str) != "")]
    if not len(told) or not len(known):
        return None
    periods = [*told["period"].astype(str), *known["period"].astype(str)]
    yearly = any(is_year(period) for period in periods)
    for by_year in (True,) if yearly else (False, True):
        panel = _lay_out(told, known, lag, by_year)
        if panel is not None:
            return panel
    return None


def _lay_out(told: pd.DataFrame, known: pd.DataFrame, lag: int, by_year: bool) -> Panel | None:
    bucket = told["period"].astype(str).map(year_of if by_year else str)
    buckets = _line(bucket)
    seen = known.assign(key=known["observation"].astype(str).map(area_key))
    areas = sorted(set(told["wijk"].astype(str).map(area_key)) & set(seen["key"]))
    values = _values(seen, areas)
    steps = 1 if not by_year or is_year(str(known["period"].iloc[0])) else 4
    y = _outcome(values, buckets, lag, steps)
    earlier = _outcome(values, buckets, -max(lag, steps), steps)
    complete = ~np.isnan(y).any(axis=1)
    keys = told["wijk"].astype(str).map(area_key)
    cells = pd.DataFrame({"key": keys, "bucket": bucket, "present": told["present"]})
    grid = cells.groupby(["key", "bucket"])["present"].agg(["mean", "size"])
    index = pd.MultiIndex.from_product([areas, buckets])
    shape = (len(areas), len(buckets))
    x = grid["mean"].reindex(index).to_numpy(dtype=float).reshape(shape)[complete]
    size = grid["size"].reindex(index, fill_value=0).to_numpy(dtype=float).reshape(shape)[complete]
    enough = len(x) >= FEWEST_AREAS and len(buckets) >= FEWEST_PERIODS
    if not enough or np.median(size) < FEWEST_STORIES:
        return None
    return Panel(x, y[complete], earlier[complete], size)


def _line(periods: pd.Series[str]) -> list[str]:
    """Return every period from the first to the last."""
    first = min(periods, key=position)
    last = max(position(period) for period in periods)
    return [shift(first, step) for step in range(last - position(first) + 1)]


def _values(seen: pd.DataFrame, areas: Sequence[str]) -> pd.DataFrame:
    """Return the outcome with areas as rows and periods as columns."""
    table = seen.pivot_table(index="key", columns="period", values="value", aggfunc="mean")
    return table.reindex(list(areas)).astype(float)


def _outcome(values: pd.DataFrame, buckets: Sequence[str], lag: int, steps: int) -> Floats:
    """Return the outcome per area and bucket, so many of its own periods later.

    With four quarters in a bucket their mean is taken, and all four must be known.
    """
    columns = []
    for bucket in buckets:
        first = bucket if steps == 1 else f"{bucket}K1"
        wanted = [shift(first, lag + step) for step in range(steps)]
        part = values.reindex(columns=wanted).to_numpy(dtype=float)
        columns.append(part.mean(axis=1))
    return np.array(columns).T
