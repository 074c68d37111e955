"""Themes and outcomes brought together per wijk and per participant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.domain import Level
from pipeline.outcomes.overlap import STORY_COLUMN, area_key
from pipeline.outcomes.periods import is_year, position, shift, year_of

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shares:
    """Theme shares of every wijk, or theme presence of every participant.

    Parameters
    ----------
    keys
        One per observation, by ``area_key``.
    themes
        One per column.
    values
        Shape ``(observations, themes)``: share of stories (wijk), or 1 or 0 (participant).
    stories
        Shape ``(observations,)``: stories behind each row.
    flag
        Shape ``(observations, themes)``: the same by the machine alone, NaN where it said nothing.
    read
        Shape ``(observations,)``: people read all stories of the observation.
    periods
        Normal periods in which the stories were told, in order.
    """

    keys: tuple[str, ...]
    themes: tuple[str, ...]
    values: Floats
    stories: Floats
    flag: Floats
    read: npt.NDArray[np.bool_]
    periods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One indicator per observation, over the periods of the study.

    Parameters
    ----------
    values
        By ``area_key``; no missing values.
    other_period
        None of its periods falls in the study's, so the last one is taken.
    """

    values: dict[str, float]
    other_period: bool


def theme_shares(themes: pd.DataFrame, level: Level) -> Shares:
    """Return theme shares per wijk or presence per participant.

    Parameters
    ----------
    themes
        As ``story_themes`` gives it; without ``flag`` and ``read``, people read everything.
    level
        Wijk or participant.
    """
    named = themes[themes[STORY_COLUMN[level]].astype(str) != ""]
    names = named[STORY_COLUMN[level]].astype(str)
    keys = names.map({name: area_key(name) for name in names.unique()})
    named = named.assign(
        key=keys,
        flag=named.get("flag", np.nan),
        read=named.get("read", True),
    )
    how = "mean" if level is Level.WIJK else "max"
    table = named.groupby(["key", "theme"])["present"].agg(how).unstack("theme")
    flag = named.groupby(["key", "theme"])["flag"].agg(how).unstack("theme")
    silent = named["flag"].isna().groupby([named["key"], named["theme"]]).any().unstack("theme")
    stories = named.groupby("key")["story_id"].nunique()
    periods = {str(period) for period in themes["period"] if period}
    return Shares(
        keys=tuple(str(key) for key in table.index),
        themes=tuple(str(theme) for theme in table.columns),
        values=table.to_numpy(dtype=float),
        stories=np.asarray(stories.reindex(table.index), dtype=np.float64),
        flag=flag.mask(silent.astype(bool)).to_numpy(dtype=float),
        read=np.asarray(named.groupby("key")["read"].all().reindex(table.index), dtype=bool),
        periods=tuple(sorted(periods, key=lambda period: (len(period), period))),
    )


def outcome_means(values: pd.DataFrame, periods: Sequence[str], lag: int) -> Outcome:
    """Return the mean of one indicator per observation over the study's periods.

    Weighted by the denominator where every value has one. The outcome is taken ``lag`` of its
    own periods later than the stories.

    Parameters
    ----------
    values
        OUTCOMES of one indicator.
    periods
        Normal periods of the stories.
    lag
        Declared beforehand, in the outcome's own periods.
    """
    known = values[values["value"].notna()]
    wanted = wanted_periods(known["period"].unique().tolist(), periods, lag)
    kept = known[known["period"].isin(wanted)]
    other = bool(len(known) and not len(kept))
    if other:
        last = max(known["period"], key=lambda period: position(str(period)))
        kept = known[known["period"] == last]
    keys = kept["observation"].astype(str).map(area_key)
    value = kept["value"].to_numpy(dtype=float)
    weight = np.ones(len(kept))
    if len(kept) and kept["denominator"].notna().all() and (kept["denominator"] > 0).all():
        weight = kept["denominator"].to_numpy(dtype=float)
    sums = pd.DataFrame({"key": keys.to_numpy(), "vw": value * weight, "w": weight})
    totals = sums.groupby("key").sum()
    means = totals["vw"] / totals["w"]
    return Outcome({str(key): float(mean) for key, mean in means.items()}, other)


def wanted_periods(available: Sequence[str], periods: Sequence[str], lag: int) -> set[str]:
    """Return the outcome periods that go with the stories' periods.

    An outcome without periods goes with all of them; a yearly one with the years.

    Examples
    --------
    >>> sorted(wanted_periods(["2023", "2024", "2025"], ["2023K4", "2024K1"], lag=1))
    ['2024', '2025']
    >>> wanted_periods([""], ["2023K4"], lag=0)
    {''}
    """
    told_years = {year_of(period) for period in periods}
    wanted: set[str] = set()
    for period in map(str, available):
        if not period or not periods:
            wanted.add(period)
        elif is_year(period):
            wanted |= {period} if shift(period, -lag) in told_years else set()
        else:
            earlier = shift(period, -lag)
            told = earlier in periods or year_of(earlier) in periods
            wanted |= {period} if told else set()
    return wanted
