"""Flaws per team, and whether a team's registration gets better or worse."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.domain.shares import wilson_interval
from pipeline.outcomes.multiplicity import benjamini_hochberg

SHARE_COLUMNS = ["team", "kind", "n", "k", "share", "low", "high"]
DRIFT_COLUMNS = ["team", "kind", "n", "first", "last", "z", "p", "q"]

FEWEST_ROWS = 40
"""Registrations per team below which a course over time is not looked at: ten per quarter part."""

FEWEST_FLAWS = 5
"""Flaws per team below which the normal approximation of a trend is worth nothing."""


def team_shares(flaws: pd.DataFrame, team: pd.Series[str]) -> pd.DataFrame:
    """Return the share of each team's registrations with a kind of flaw.

    Parameters
    ----------
    flaws
        ``place`` (position in the table) and ``kind``.
    team
        The team of every registration; empty where it is missing.
    """
    rows = []
    for name, places in _teams(team).items():
        for kind in sorted(set(flaws["kind"])):
            k = len(set(flaws.loc[flaws["kind"] == kind, "place"]) & places)
            low, high = wilson_interval(k, len(places))
            rows.append((name, kind, len(places), k, k / len(places), low, high))
    return pd.DataFrame(rows, columns=SHARE_COLUMNS)


def team_drift(
    flaws: pd.DataFrame, team: pd.Series[str], when: pd.Series[pd.Timestamp]
) -> pd.DataFrame:
    """Return how the share of a kind of flaw changes over a team's registrations.

    A team's rows are put in order of entry. ``first`` and ``last`` are the shares in the first and
    last quarter of them; ``z`` is above 0 when flaws come up more and more, with a p for the
    trend over all rows and q over teams and kinds. NaN where there are fewer than five.

    Parameters
    ----------
    flaws, team
        As for :func:`team_shares`.
    when
        Day of entry; rows without one are left out.

    References
    ----------
    Trend in proportions: Cochran (1954), Biometrics 10, 417-451; Armitage (1955), Biometrics
    11, 375-386, with the rank of entry as score.
    """
    rows = []
    for name, places in _teams(team).items():
        dated = [place for place in places if pd.notna(when.iloc[place])]
        dated.sort(key=lambda place: (when.iloc[place], place))
        if len(dated) < FEWEST_ROWS:
            continue
        part = len(dated) // 4
        for kind in sorted(set(flaws["kind"])):
            flawed = set(flaws.loc[flaws["kind"] == kind, "place"])
            hit = np.array([place in flawed for place in dated], dtype=float)
            z = _trend(hit)
            p = float(2 * stats.norm.sf(abs(z))) if not math.isnan(z) else math.nan
            rows.append((name, kind, len(hit), hit[:part].mean(), hit[-part:].mean(), z, p))
    table = pd.DataFrame(rows, columns=DRIFT_COLUMNS[:-1])
    return table.assign(q=benjamini_hochberg(table["p"].to_numpy(dtype=float)))


def _trend(hit: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """Return the Cochran-Armitage z of 0 and 1 in order; NaN with fewer than five of either."""
    n, share = len(hit), float(hit.mean())
    if min(hit.sum(), n - hit.sum()) < FEWEST_FLAWS:
        return math.nan
    score = np.arange(n) - (n - 1) / 2
    variance = share * (1 - share) * float(np.sum(score**2))
    return float(score @ hit) / math.sqrt(variance)


def _teams(team: pd.Series[str]) -> dict[str, set[int]]:
    """Return the positions of each team's rows; rows without a team are no team."""
    names = team.to_numpy(dtype=str)
    return {name: set(np.flatnonzero(names == name).tolist()) for name in sorted(set(names) - {""})}
