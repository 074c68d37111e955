"""From frequencies and associations to findings, the strongest and clearest first."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from pipeline.config import Settings
from pipeline.domain import Codebook, Strength
from pipeline.domain.tables import FINDINGS
from pipeline.findings.measures import SHARE_OF, Kind, Measure, Row, finding_id

COUNTED_BY_PEOPLE = "human"
"""The method of a frequency that no machine had a part in."""


def make_findings(
    frequencies: pd.DataFrame,
    associations: pd.DataFrame,
    indicators: pd.DataFrame,
    codebook: Codebook,
    settings: Settings,
) -> pd.DataFrame:
    """Return a finding for every theme and for every association that was looked at.

    Findings are ordered by strength, then by clarity (how many times its own margin a number
    is), then in codebook order. Pairs without a link are findings too: that a link was looked
    for and not seen is worth knowing.

    Parameters
    ----------
    frequencies
        FREQUENCIES; the rows over all stories are used.
    associations
        ASSOCIATIONS.
    indicators
        INDICATORS; an association with an indicator that is not here is left out.
    codebook
        Themes outside it are left out.
    settings
        Of the study.

    Returns
    -------
    DataFrame
        FINDINGS, in order of rank.
    """
    rows = [*_prevalences(frequencies), *_associations(associations, set(indicators["indicator"]))]
    place = {theme: number for number, theme in enumerate(codebook.ids)}
    known = [row for row in rows if row["theme"] in place]
    known.sort(
        key=lambda row: (
            -int(row["strength"]),
            -clarity(row),
            place[row["theme"]],
            row["finding_id"],
        )
    )
    for rank, row in enumerate(known, start=1):
        row["rank"] = rank
    return FINDINGS.conform(pd.DataFrame(known)) if known else FINDINGS.empty()


def clarity(finding: Row) -> float:
    """Return how many times its own margin (half the interval) a number is; 0 if unknown.

    Examples
    --------
    >>> clarity({"estimate": 0.4, "low": 0.3, "high": 0.5})
    4.0
    """
    values = [finding[name] for name in ("estimate", "low", "high")]
    if any(pd.isna(value) for value in values):
        return 0.0
    estimate, low, high = (float(value) for value in values)
    margin = (high - low) / 2
    if margin <= 0:
        return 0.0 if estimate == 0 else math.inf
    return round(abs(estimate) / margin, 9)


def _prevalences(frequencies: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frequencies[frequencies["group_kind"] == "all"].to_dict("records"):
        weak = bool(row["indicative"])
        strength = Strength.TOO_LITTLE_DATA if weak else Strength.PATTERN_SEEN
        caveats = ["told_stories_only"]
        if row["method"] != COUNTED_BY_PEOPLE:
            caveats.append("machine_counted")
        yield {
            "finding_id": finding_id(SHARE_OF[row["unit"]], row["theme"]),
            "kind": Kind.PREVALENCE.value,
            "theme": row["theme"],
            "indicator": "",
            "strength": int(strength),
            "n": row["n"],
            "estimate": row["estimate"],
            "low": row["low"],
            "high": row["high"],
            "reasons": f"{'too_few_read' if weak else 'counted'} {row['method']}",
            "caveats": " ".join(caveats),
            "simulated": False,
        }


def _associations(associations: pd.DataFrame, known: set[str]) -> Iterator[dict[str, Any]]:
    for row in associations[associations["indicator"].isin(known)].to_dict("records"):
        caveats = ["no_cause", *str(row["caveats"]).split()]
        if row["simulated"]:
            caveats.append("simulated")
        yield {
            "finding_id": finding_id(Measure(row["effect_name"]), row["theme"], row["indicator"]),
            "kind": Kind.ASSOCIATION.value,
            "theme": row["theme"],
            "indicator": row["indicator"],
            "strength": row["strength"],
            "n": row["n"],
            "estimate": row["effect"],
            "low": row["low"],
            "high": row["high"],
            "reasons": row["reasons"],
            "caveats": " ".join(dict.fromkeys(caveats)),
            "simulated": row["simulated"],
        }
