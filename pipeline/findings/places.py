"""Where an outcome is high and where it is low, and what is told there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.findings.headlines import area_points
from pipeline.findings.measures import Row
from pipeline.findings.quotes import quotable

QUOTES_EACH = 2


@dataclass(frozen=True, slots=True)
class Place:
    """One district in a link.

    Parameters
    ----------
    value
        Mean outcome over all periods, in the indicator's unit.
    share
        Share of its stories with the theme, 0 to 1, rounded as the board's pages are.
    """

    area: str
    value: float
    share: float


def high_and_low(
    finding: Row, tables: Mapping[str, pd.DataFrame], shown: pd.DataFrame
) -> tuple[Place, Place] | None:
    """Return the district with the highest and the one with the lowest outcome.

    Parameters
    ----------
    finding
        Row of FINDINGS, an association.
    tables
        INDICATORS and OUTCOMES by name.
    shown
        FREQUENCIES per wijk that may be shown: small districts are not among them.

    Returns
    -------
    (Place, Place) or None
        None unless the link is between districts and two of them differ.
    """
    points = area_points(finding, tables, shown).sort_values(["value", "area"])
    if len(points) < 2 or points["value"].iloc[0] == points["value"].iloc[-1]:
        return None
    low, high = (
        Place(str(row["area"]), float(row["value"]), float(row["share"]))
        for row in (points.iloc[0], points.iloc[-1])
    )
    return high, low


def told_in(theme: str, area: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what may be quoted on a theme in a district, the clearest of each teller first.

    Parameters
    ----------
    tables
        STORIES, PASSAGES, LABELS and CODINGS by name.

    Returns
    -------
    DataFrame
        At most two rows, with story_id, passage_id, quote_start and quote_end (code points).
    """
    codings, stories = tables["codings"], tables["stories"]
    part = {
        "codings": codings[codings["theme"] == theme],
        "stories": stories[stories["wijk"] == area],
    }
    mine = quotable({name: tables[name] for name in ("passages", "labels")} | part)
    return mine.drop_duplicates("participant").head(QUOTES_EACH).reset_index(drop=True)
