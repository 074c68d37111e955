"""What may be shown to readers outside the research team: no small groups, no exact counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pipeline.config import DisclosureSection
from pipeline.findings.measures import Row

ATTRIBUTES = ("teller", "programme", "wijk")
"""What is told of a quoted person, the most telling first; at most three."""


def rounded(count: int, settings: DisclosureSection) -> int:
    """Return a count rounded to the study's step.

    Examples
    --------
    >>> rounded(62, DisclosureSection())
    60
    """
    step = settings.round_to
    return int((count + step / 2) // step * step)


def participants_by_group(stories: pd.DataFrame, kind: str) -> pd.Series[int]:
    """Return how many different participants each value of a column has, unknown left out."""
    known = stories[stories[kind] != ""]
    return known.groupby(kind)["participant"].nunique()


def shown_groups(
    frequencies: pd.DataFrame, stories: pd.DataFrame, kind: str, settings: DisclosureSection
) -> tuple[pd.DataFrame, list[str]]:
    """Return the frequencies of one kind of group that may be shown, and the groups left out.

    A group is left out when it has fewer participants than the minimum. When exactly one is
    left out and the total is known, it could be found by subtraction, so the smallest of the
    others goes with it.

    Parameters
    ----------
    frequencies
        FREQUENCIES.
    stories
        STORIES.
    kind
        ``wijk``, ``period``, ``programme`` or ``age_band``.
    settings
        Minimum and rounding.

    Returns
    -------
    shown, left_out
        Rows with ``n`` and ``k`` rounded and shares to whole steps of five percentage points;
        names of groups that are not shown.
    """
    sizes = participants_by_group(stories, kind).sort_index().sort_values(kind="stable")
    left_out = [str(group) for group in sizes.index[sizes < settings.min_participants]]
    if len(left_out) == 1 and len(sizes) > 1:
        left_out.append(str(sizes.index[1]))
    rows = frequencies[frequencies["group_kind"] == kind]
    shown = rows[~rows["group"].isin(left_out)].copy()
    for name in ("n", "k"):
        shown[name] = shown[name].map(lambda count: rounded(int(count), settings)).astype("Int64")
    for name in ("estimate", "low", "high"):
        shown[name] = (shown[name] * 20).round() / 20
    return shown.reset_index(drop=True), left_out


def shown_attributes(
    story: Row, stories: pd.DataFrame, settings: DisclosureSection
) -> Sequence[str]:
    """Return what may be told of who is quoted.

    Attributes are added one by one as long as at least the minimum number of participants
    share all of them.

    Returns
    -------
    Sequence of str
        Column names of STORIES, at most three.
    """
    alike = stories
    shown: list[str] = []
    for name in ATTRIBUTES:
        if not story[name]:
            continue
        narrower = alike[alike[name] == story[name]]
        if narrower["participant"].nunique() >= settings.min_participants:
            alike = narrower
            shown.append(name)
    return shown
