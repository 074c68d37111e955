"""Numbers made coarse: computed from rounded counts, so that they hold no more than those."""

from __future__ import annotations

import math
from typing import NamedTuple

import pandas as pd

from pipeline.config import DisclosureSection
from pipeline.domain.shares import wilson_interval
from pipeline.findings.disclosure import rounded
from pipeline.findings.guard import safe_count
from pipeline.findings.measures import Measure, Row

STEP = 0.05
"""Shares are shown in steps of five percentage points."""
BY_PEOPLE = "human"


class People(NamedTuple):
    """How many participants with a known outcome did and did not tell of a theme."""

    told: int
    not_told: int


def coarse_cell(row: Row, read: int, unread: int, rules: DisclosureSection) -> dict[str, object]:
    """Return a row of FREQUENCIES or CANDIDATE_GROUPS as it may be shown.

    Parameters
    ----------
    row
        With n, k, estimate, low and high; the estimate is known.
    read
        Units with the theme that a reader can find by reading.
    unread
        Units that cannot be read.

    Returns
    -------
    dict
        ``k`` and ``n`` rounded. For what people counted, ``estimate`` and its 95% Wilson interval
        follow from the rounded ``k`` alone; for what a machine counted, the margin keeps its own
        width.
    """
    n = int(row["n"])
    exact = round(float(row["estimate"]) * n)
    count = coarse_count(exact, n, read, unread, rules)
    share = count / n if n else 0.0
    if row.get("method", BY_PEOPLE) == BY_PEOPLE and n:
        low, high = wilson_interval(count, n)
    else:
        half = (float(row["high"]) - float(row["low"])) / 2
        low, high = share - half, share + half
    coarse: dict[str, object] = {
        "n": rounded(n, rules),
        "k": rounded(count, rules),
        "estimate": to_step(share),
        "low": max(0.0, down(float(low))),
        "high": min(1.0, up(float(high))),
    }
    if "machine_share" in row:
        coarse |= {"machine_share": pd.NA, "n_human": rounded(int(row["n_human"]), rules)}
    return {**row, **coarse}


def coarse_count(count: int, n: int, read: int, unread: int, rules: DisclosureSection) -> int:
    """Return the rounded count that all shown numbers of a cell follow from; never above n."""
    return min(safe_count(count, read, unread, rules), n)


def coarse_link(
    row: Row, estimate: str, people: People, rules: DisclosureSection
) -> dict[str, object]:
    """Return a link between people as it may be shown: nothing when either side is too small."""
    result = {**row, "n": rounded(int(row["n"]), rules)}
    names = (estimate, "low", "high")
    if min(people) < rules.min_participants:
        return {**result, **dict.fromkeys(names, pd.NA)}
    if any(pd.isna(row[name]) for name in names):
        return result
    values = [float(row[name]) for name in names]
    finding = str(row.get("finding_id", row.get("effect_name", "")))
    if finding.startswith(Measure.RISK_DIFFERENCE.value):
        return {**result, **dict(zip(names, _outward(values, 20), strict=True))}
    return {**result, **dict(zip(names, _outward(values, 10), strict=True))}


def to_step(share: float) -> float:
    """Return a share to the nearest step.

    Examples
    --------
    >>> to_step(0.4167)
    0.4
    """
    return round(round(share / STEP) * STEP, 2)


def down(share: float) -> float:
    """Return the last step at or below a share."""
    return round(math.floor(round(share / STEP, 6)) * STEP, 2)


def up(share: float) -> float:
    """Return the first step at or above a share."""
    return round(math.ceil(round(share / STEP, 6)) * STEP, 2)


def _outward(values: list[float], per_unit: int) -> list[float]:
    """Round an estimate, and its bounds away from it, to so many steps per unit."""
    estimate, low, high = (round(value * per_unit, 6) for value in values)
    steps = (round(estimate), math.floor(low), math.ceil(high))
    return [round(step / per_unit, 3) for step in steps]
