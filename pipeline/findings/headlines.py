"""The few findings that a reader with ten seconds should see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.domain import Codebook, Level, Polarity, Strength
from pipeline.findings.measures import Kind, Measure, Row, measure_of


@dataclass(frozen=True, slots=True)
class Headlines:
    """What helps most, what gets in the way most, and the strongest link; each may be absent."""

    helps: Row | None
    hinders: Row | None
    link: Row | None


def headlines(findings: pd.DataFrame, codebook: Codebook) -> Headlines:
    """Return the most told helping theme, the most told barrier and the strongest link.

    Parameters
    ----------
    findings
        FINDINGS. A link counts from strength 2 on: below that it may be chance.
    codebook
        Says which themes are critical.
    """
    shares = findings[(findings["kind"] == Kind.PREVALENCE) & findings["estimate"].notna()]
    critical = {theme.id for theme in codebook.themes if theme.polarity is Polarity.CRITICAL}
    is_critical = shares["theme"].isin(critical)
    links = standing_links(findings)
    return Headlines(
        helps=_most_told(shares[~is_critical]),
        hinders=_most_told(shares[is_critical]),
        link=links.iloc[0] if len(links) else None,
    )


def standing_links(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the associations that stood the test against chance, strongest first."""
    links = findings[findings["kind"] == Kind.ASSOCIATION]
    return links[links["strength"] >= Strength.ASSOCIATION_HOLDS].sort_values("rank")


def area_points(
    finding: Row, tables: Mapping[str, pd.DataFrame], shown: pd.DataFrame
) -> pd.DataFrame:
    """Return districts with the share of stories with a theme and their mean outcome.

    Parameters
    ----------
    finding
        Row of FINDINGS, an association.
    tables
        INDICATORS and OUTCOMES by name.
    shown
        FREQUENCIES per wijk that may be shown.

    Returns
    -------
    DataFrame
        Columns area, share, value (mean over periods), n. Empty unless the association is
        between districts.
    """
    indicators = tables["indicators"].set_index("indicator")
    level = indicators.at[finding["indicator"], "level"]
    empty = pd.DataFrame({"area": [], "share": [], "value": [], "n": []})
    if measure_of(finding) is not Measure.SPEARMAN or level != Level.WIJK:
        return empty
    outcomes = tables["outcomes"]
    values = outcomes[outcomes["indicator"] == finding["indicator"]].dropna(subset=["value"])
    means = values.groupby("observation")["value"].mean().rename("value").reset_index()
    rows = shown[shown["theme"] == finding["theme"]]
    points = rows.merge(means, left_on="group", right_on="observation")
    names = {"group": "area", "estimate": "share"}
    points = points.rename(columns=names).reset_index(drop=True)
    return pd.DataFrame(points[["area", "share", "value", "n"]])


def _most_told(shares: pd.DataFrame) -> Row | None:
    ordered = shares.sort_values(["estimate", "rank"], ascending=[False, True])
    return ordered.iloc[0] if len(ordered) else None
