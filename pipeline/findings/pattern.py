"""Which stories go along with an association, and which go against it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.domain import Level
from pipeline.findings.measures import Measure, Row, measure_of


def story_fit(
    finding: Row, indicator: Row, told: pd.Series[bool], tables: Mapping[str, pd.DataFrame]
) -> pd.Series[float]:
    """Return for each story how far its district or teller goes along with an association.

    Parameters
    ----------
    finding
        Row of FINDINGS, an association.
    indicator
        Its row of INDICATORS.
    told
        By story id: the theme is told in it.
    tables
        STORIES and OUTCOMES by name.

    Returns
    -------
    Series
        By story id: above 0 goes along, below 0 against, the further from 0 the more; missing
        where nothing can be said. Empty when the association has no clear sign.
    """
    bounds = [finding[name] for name in ("estimate", "low", "high")]
    if any(pd.isna(value) for value in bounds) or float(bounds[1]) <= 0 <= float(bounds[2]):
        return pd.Series(dtype=float)
    sign = 1.0 if float(bounds[0]) > 0 else -1.0
    outcomes = tables["outcomes"]
    values = outcomes[outcomes["indicator"] == indicator["indicator"]].dropna(subset=["value"])
    by_place = values.groupby("observation")["value"].mean().astype(float)
    stories = tables["stories"].set_index("story_id")
    if measure_of(finding) is not Measure.SPEARMAN:
        outcome = stories["participant"].map(by_place)
        return sign * _side(outcome, by_place)
    if indicator["level"] != Level.WIJK:
        return pd.Series(dtype=float)
    return sign * _area_product(stories["wijk"], told, by_place)


def _side(values: pd.Series[float], everyone: pd.Series[float]) -> pd.Series[float]:
    """Return values as deviations from the mean, in standard deviations."""
    spread = float(everyone.std(ddof=0)) if len(everyone) else 0.0
    if spread == 0:
        return pd.Series(dtype=float)
    return (values.astype(float) - float(everyone.mean())) / spread


def _area_product(
    wijk: pd.Series[str], told: pd.Series[bool], by_wijk: pd.Series[float]
) -> pd.Series[float]:
    """Return deviation in told share times deviation in outcome, in ranks, for each story."""
    share = told.reindex(wijk.index).fillna(False).astype(float).groupby(wijk).mean()
    both = pd.DataFrame({"share": share, "value": by_wijk}).dropna()
    if len(both) < 3:
        return pd.Series(dtype=float)
    ranks = both.rank()
    deviations = ranks - ranks.mean()
    return wijk.map(deviations["share"] * deviations["value"]).astype(float)
