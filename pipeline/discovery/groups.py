"""Candidates over time and per wijk, programme and age band, with margins."""

from __future__ import annotations

import pandas as pd

from pipeline.domain.discovered import GROUPS
from pipeline.domain.shares import wilson_interval

KINDS = ("wijk", "period", "programme", "age_band")
MIN_STORIES = 10
"""A group of fewer stories is only indicative: not to be ranked or compared."""


def candidate_groups(members: pd.DataFrame, stories: pd.DataFrame) -> pd.DataFrame:
    """Return the share of stories with each candidate, in all and per group.

    Parameters
    ----------
    members
        MEMBERS.
    stories
        STORIES; a story without a value for a kind of group is left out of that kind.

    Returns
    -------
    DataFrame
        GROUPS, with 95% Wilson intervals.
    """
    rows = []
    for candidate, own in members.groupby("candidate", sort=False):
        told = stories.assign(here=stories["story_id"].isin(own["story_id"]), all="")
        for kind in ("all", *KINDS):
            known = told if kind == "all" else told[told[kind].fillna("") != ""]
            for group, part in known.groupby(kind):
                rows.append(_row(str(candidate), kind, str(group), part["here"]))
    return GROUPS.conform(pd.DataFrame(rows, columns=GROUPS.names))


def _row(candidate: str, kind: str, group: str, here: pd.Series) -> dict[str, object]:
    n, k = len(here), int(here.sum())
    low, high = wilson_interval(k, n)
    return {
        "candidate": candidate,
        "group_kind": kind,
        "group": group,
        "n": n,
        "k": k,
        "estimate": k / n,
        "low": float(low),
        "high": float(high),
        "indicative": n < MIN_STORIES,
    }
