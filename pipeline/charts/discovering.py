"""Charts of discovery: the map of passages, and themes against stories read."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.intervals import framed, lines, upright_axis
from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, number, texts

GROUPS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8a6d00", "#777777")
"""Colours that stay apart for colour-blind readers: Okabe and Ito (2008), without yellow and
black, which one of the two papers would swallow."""
FRAME = "frame"
"""Name of the frame that a reader draws."""


def passage_map_chart(
    points: pd.DataFrame, source: str, language: Language = "nl", mode: Mode = "light"
) -> Any:
    """Return one dot a passage, in colours by group; a frame can be drawn around some.

    Parameters
    ----------
    points
        Columns passage_id, x, y, group (a name) and found (False: drawn faintly).
    source
        Where the dots come from.
    """
    palette = PALETTES[mode]
    groups = list(points["group"].value_counts().index)
    axis = alt.Axis(labels=False, ticks=False, grid=False, domain=False)
    scale = alt.Scale(domain=[-1.05, 1.05])
    colour = alt.Color(
        "group:N",
        title=None,
        scale=alt.Scale(domain=groups, range=list(GROUPS)[: len(groups)]),
        legend=alt.Legend(orient="top", columns=2, labelLimit=300, symbolOpacity=1),
    )
    frame = alt.selection_interval(name=FRAME, encodings=["x", "y"])
    dots = (
        alt.Chart(points[["passage_id", "x", "y", "group", "found"]])
        .mark_circle(size=34, stroke=palette.paper, strokeWidth=0.4)
        .encode(
            x=alt.X("x:Q", title=None, axis=axis, scale=scale),
            y=alt.Y("y:Q", title=None, axis=axis, scale=scale),
            color=colour,
            opacity=alt.condition(alt.datum.found, alt.value(0.85), alt.value(0.08)),
            tooltip=["passage_id:N", "group:N"],
        )
        .add_params(frame)
    )
    return framed(dots, source, language, 460)


def alt_map(points: pd.DataFrame, language: Language = "nl") -> str:
    """Return the map in words: how many passages, and how many of each group."""
    counts = points["group"].value_counts()
    groups = ", ".join(f"{name}: {count}" for name, count in counts.items())
    found = int(points["found"].sum())
    return texts(language)("charts.alt.map", count=len(points), found=found, groups=groups)


def saturation_chart(
    curve: pd.DataFrame, source: str, language: Language = "nl", mode: Mode = "light"
) -> Any:
    """Return themes against stories read, dashed beyond the stories there are.

    Parameters
    ----------
    curve
        SATURATION.
    source
        Where the numbers come from.
    """
    palette, t = PALETTES[mode], texts(language)
    last = curve[~curve["beyond"]].tail(1)
    seen = curve[~curve["beyond"]]
    beyond = pd.concat([last, curve[curve["beyond"]]])
    x = alt.X("n_stories:Q", title=t("charts.stories_read"))
    y = alt.Y("themes:Q", title=lines(t("charts.themes_seen")), axis=upright_axis(tickCount=5))
    band = (
        alt.Chart(curve)
        .mark_area(color=palette.count, opacity=0.18)
        .encode(x=x, y=alt.Y("low:Q"), y2="high:Q")
    )
    solid = alt.Chart(seen).mark_line(color=palette.count).encode(x=x, y=y)
    dashed = alt.Chart(beyond).mark_line(color=palette.count, strokeDash=[6, 4]).encode(x=x, y=y)
    return framed(alt.layer(band, solid, dashed), source, language, 300)


def alt_saturation(curve: pd.DataFrame, n: int, language: Language = "nl") -> str:
    """Return the curve in words: themes in half the stories, in all, and expected beyond."""
    t = texts(language)
    half = curve.iloc[(curve["n_stories"] - n / 2).abs().argmin()]
    now = curve[~curve["beyond"]].iloc[-1]
    end = curve.iloc[-1]
    values = {
        name: number(float(row["themes"]), 1, language)
        for name, row in (("half", half), ("now", now), ("end", end))
    }
    return t(
        "charts.alt.saturation", n=n, at=int(half["n_stories"]), to=int(end["n_stories"]), **values
    )
