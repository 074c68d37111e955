"""What was planted, with the size that the finished tables have."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from havenrijk.people import ARRANGEMENT, GRADE, LEFT_SCHOOL, Difference
from havenrijk.stories import Told
from havenrijk.wijken import FIGURES, NOT_MEASURED, study_means

COLUMN = {
    "tevredenheid_client": "satisfaction",
    "schuldregeling_gestart": "schuldregeling",
    "vsv_jongere": "vsv",
    "contactmomenten": "contacts",
}
"""Column of the registrations behind each indicator of clients."""
BINARY = frozenset({"schuldregeling_gestart", "vsv_jongere"})
ABSENT = ("clienttevredenheid", "contactmomenten")
"""Indicators made without looking at any theme."""
SMALLEST_GROUP = 2
"""A t-test needs two clients with and two without the theme."""
Link = dict[str, object]


def links(told: Told, wijken: pd.DataFrame, people: pd.DataFrame) -> dict[str, list[Link]]:
    """Return the planted links that can be found, and those too small to be.

    Parameters
    ----------
    wijken, people
        The tables as they are written.
    """
    areas = [_area(told, wijken, figure.id) for figure in FIGURES if figure.theme]
    persons = [_person(told, people, difference) for difference in (GRADE, ARRANGEMENT)]
    small = [_person(told, people, LEFT_SCHOOL)]
    return {"planted": areas + persons, "planted_too_small": small}


def pairs(told: Told, wijken: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Return p for every theme and indicator, and q over all of them together.

    p is that of Spearman's correlation between wijken; between clients that of Welch's t for
    a number, and Fisher's exact test for a yes or no.
    """
    rows = []
    for figure in FIGURES:
        shares = told.shares
        means = study_means(wijken, list(shares.index), figure)
        rows += [
            (theme, figure.id, stats.spearmanr(shares[theme], means).pvalue) for theme in shares
        ]
    for indicator in COLUMN:
        values = client_values(told, people, indicator)
        has = told.by_participant.loc[values.index].astype(bool)
        for theme in has:
            groups = values[has[theme]], values[~has[theme]]
            if min(len(group) for group in groups) < SMALLEST_GROUP:
                continue
            rows.append((theme, indicator, _difference_p(*groups, binary=indicator in BINARY)))
    table = pd.DataFrame(rows, columns=["theme", "indicator", "p"])
    return table.assign(q=stats.false_discovery_control(table["p"]))


def _difference_p(one: pd.Series, other: pd.Series, *, binary: bool) -> float:
    if not binary:
        return float(stats.ttest_ind(one, other, equal_var=False).pvalue)
    table = [[group.sum(), len(group) - group.sum()] for group in (one, other)]
    return float(stats.fisher_exact(table).pvalue)


def client_values(told: Told, people: pd.DataFrame, indicator: str) -> pd.Series:
    """Return an indicator per storyteller for whom it is known, indexed by participant."""
    column = people.drop_duplicates("participant").set_index("participant")[COLUMN[indicator]]
    known = column[(column != "") & column.index.isin(told.metadata["participant"])]
    return known.replace({"ja": 1, "nee": 0}).astype(float).sort_index()


def _area(told: Told, wijken: pd.DataFrame, indicator: str) -> Link:
    figure = next(figure for figure in FIGURES if figure.id == indicator)
    shares = told.shares
    means = study_means(wijken, list(shares.index), figure)
    achieved = float(stats.spearmanr(shares[figure.theme], means).statistic)
    return _link(figure.theme, indicator, "wijk", "spearman", figure.correlation, achieved, 12)


def _person(told: Told, people: pd.DataFrame, planted: Difference) -> Link:
    values = client_values(told, people, planted.indicator)
    has = told.by_participant.loc[values.index, planted.theme].astype(bool)
    achieved = float(values[has].mean() - values[~has].mean())
    measure = "mean_difference" if planted is GRADE else "risk_difference"
    level = "participant"
    return _link(
        planted.theme, planted.indicator, level, measure, planted.size, achieved, len(values)
    )


def _link(
    theme: str, indicator: str, level: str, measure: str, target: float, achieved: float, n: int
) -> Link:
    return {
        "theme": theme,
        "indicator": indicator,
        "level": level,
        "measure": measure,
        "sign": int(np.sign(target)),
        "target": round(target, 3),
        "achieved": round(achieved, 3),
        "n": n,
    }


def left_out() -> dict[str, object]:
    """Return the cells that are empty on purpose and the changes of definition."""
    breaks = [
        {"indicator": figure.id, "period": figure.step_from, "step": figure.step}
        for figure in FIGURES
        if figure.step_from
    ]
    cells = [{"indicator": i, "wijk": w, "period": p} for i, w, p in NOT_MEASURED]
    return {"trend_breaks": breaks, "not_measured": cells}
