"""The same evidence read twice: to learn from, and to answer for money. No number differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pipeline.domain import Codebook, Level, Polarity, Strength
from pipeline.findings.measures import Kind, Row

MOST = 5
"""Themes in a list: more is not read."""


@dataclass(frozen=True, slots=True)
class Learning:
    """Rows of FINDINGS, in the order in which they are read.

    Parameters
    ----------
    stuck
        Critical themes, the most told first: where people got stuck.
    helped
        Other themes, the most told first.
    patterns
        Links that were seen but do not hold yet: something to find out.
    """

    stuck: list[Row]
    helped: list[Row]
    patterns: list[Row]


@dataclass(frozen=True, slots=True)
class Account:
    """What a municipality asks about one outcome, with what stories say beside it.

    Parameters
    ----------
    indicator
        Row of INDICATORS.
    first, last
        Period and mean over districts, or over people (period ``""``); the same twice when
        there is one.
    themes
        Findings: how often each theme with this outcome domain is told.
    links
        Findings: those themes held against this outcome, strongest first.
    """

    indicator: Row
    first: tuple[str, float]
    last: tuple[str, float]
    themes: list[Row]
    links: list[Row]


def learning(findings: pd.DataFrame, codebook: Codebook) -> Learning:
    """Return the findings as something to learn from."""
    critical = {theme.id for theme in codebook.themes if theme.polarity is Polarity.CRITICAL}
    shares = _shares(findings)
    links = findings[findings["kind"] == Kind.ASSOCIATION].sort_values("rank")
    seen = links[links["strength"] == Strength.PATTERN_SEEN]
    return Learning(
        stuck=_rows(shares[shares["theme"].isin(critical)]),
        helped=_rows(shares[~shares["theme"].isin(critical)]),
        patterns=_rows(seen),
    )


def accounting(tables: Mapping[str, pd.DataFrame], codebook: Codebook) -> list[Account]:
    """Return per outcome what was counted and what is told, in the order of the registry.

    Parameters
    ----------
    tables
        FINDINGS, INDICATORS and OUTCOMES by name.
    """
    findings, accounts = tables["findings"], []
    shares = _shares(findings)
    for indicator in tables["indicators"].to_dict("records"):
        course = _course(indicator, tables["outcomes"])
        if not course:
            continue
        domain = str(indicator["outcome_domain"])
        themes = [theme.id for theme in codebook.themes if domain in theme.outcome_domains]
        links = findings[
            (findings["indicator"] == indicator["indicator"]) & findings["theme"].isin(themes)
        ].sort_values("rank")
        told = shares[shares["theme"].isin(themes)]
        accounts.append(
            Account(indicator, course[0], course[-1], _rows(told), list(links.to_dict("records")))
        )
    return accounts


def _shares(findings: pd.DataFrame) -> pd.DataFrame:
    told = findings[(findings["kind"] == Kind.PREVALENCE) & findings["estimate"].notna()]
    return told.sort_values(["estimate", "rank"], ascending=[False, True])


def _rows(frame: pd.DataFrame) -> list[Row]:
    return list(frame.head(MOST).to_dict("records"))


def _course(indicator: Row, outcomes: pd.DataFrame) -> list[tuple[str, float]]:
    """Return the mean per period, in order; over everyone at once for figures on people."""
    own = outcomes[outcomes["indicator"] == indicator["indicator"]].dropna(subset=["value"])
    if own.empty:
        return []
    if indicator["level"] == Level.PARTICIPANT:
        return [("", float(own["value"].mean()))]
    means = own.groupby("period")["value"].mean().sort_index()
    return [(str(period), float(value)) for period, value in means.items()]
