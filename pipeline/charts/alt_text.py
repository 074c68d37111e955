"""What a chart shows, in words, for who does not see it."""

from __future__ import annotations

import pandas as pd

from pipeline.text import Language, number, percent, texts


def alt_interval(label: str, estimate: str, margin: str, language: Language = "nl") -> str:
    """Return one number with its margin in words."""
    key = "charts.alt.interval"
    return texts(language)(key, label=label, estimate=estimate, margin=margin)


def alt_links(rows: pd.DataFrame, language: Language = "nl") -> str:
    """Return a forest plot in words: how many links, and how many have a margin off nought."""
    clear = int(((rows["low"] > 0) | (rows["high"] < 0)).sum())
    return texts(language)("charts.alt.links", count=len(rows), clear=clear)


def alt_areas(points: pd.DataFrame, theme: str, indicator: str, language: Language = "nl") -> str:
    """Return a scatter of areas in words: how many, which has most stories and its outcome."""
    catalogue = texts(language)
    if points.empty:
        return catalogue("charts.alt.empty")
    top = points.sort_values("share", kind="stable").iloc[-1]
    return catalogue(
        "charts.alt.areas",
        count=len(points),
        theme=theme,
        indicator=indicator,
        top=top["area"],
        share=percent(float(top["share"]), language=language),
        value=number(float(top["value"]), 1, language),
    )


def alt_trend(rows: pd.DataFrame, title: str, language: Language = "nl") -> str:
    """Return a line over time in words: first and last value."""
    catalogue = texts(language)
    known = rows.dropna(subset=["value"]).sort_values("period")
    if known.empty:
        return catalogue("charts.alt.empty")
    first, last = known.iloc[0], known.iloc[-1]
    return catalogue(
        "charts.alt.trend",
        title=title,
        first=first["period"],
        start=number(float(first["value"]), 1, language),
        last=last["period"],
        end=number(float(last["value"]), 1, language),
    )
