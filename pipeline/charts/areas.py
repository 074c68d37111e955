"""Districts: a theme against an outcome, and one small chart for each."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.intervals import framed, lines, upright_axis
from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts

LINE = 0.07
"""Height of a name, as a share of the vertical axis."""
ROOM = 0.1
"""Room beyond the outermost dots, as a share of the reach."""
COLUMN = 0.18
"""Width of a name, as a share of the horizontal axis."""


def area_scatter(
    points: pd.DataFrame,
    theme: str,
    indicator: str,
    source: str,
    language: Language = "nl",
    mode: Mode = "light",
) -> Any:
    """Return districts by the share of stories with a theme and the outcome, with their names.

    Parameters
    ----------
    points
        Columns area, share (0 to 1), value, n (stories).
    theme, indicator
        Names for the axes, the indicator's with its unit.
    source
        Where the numbers come from.
    """
    palette = PALETTES[mode]
    x = alt.X(
        "share:Q",
        title=lines(texts(language)("charts.share_with", theme=theme)),
        axis=alt.Axis(format=".0%", tickCount=4),
        scale=alt.Scale(domain=_room(points["share"]), nice=False),
    )
    y = alt.Y(
        "value:Q",
        title=lines(indicator),
        scale=alt.Scale(domain=_room(points["value"])),
        axis=upright_axis(tickCount=5),
    )
    named = points.assign(name_at=_name_places(points), far=_far_right(points))
    base = alt.Chart(named).encode(x=x, y=y)
    dots = base.mark_circle(color=palette.count, opacity=0.9).encode(
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[60, 260])),
        tooltip=["area:N", "share:Q", "value:Q", "n:Q"],
    )
    text = {"color": palette.ink, "fontSize": 12}
    names = [
        base.transform_filter(alt.datum.far == far)
        .mark_text(align="right" if far else "left", dx=-11 if far else 11, **text)
        .encode(y=alt.Y("name_at:Q"), text="area:N")
        for far in (False, True)
    ]
    return framed(alt.layer(dots, *names), source, language, 400)


def _room(values: pd.Series[float]) -> list[float]:
    """Return an axis around all values with some room, also when they are all the same."""
    known = values.dropna().astype(float)
    if known.empty:
        return [0.0, 1.0]
    low, high = float(known.min()), float(known.max())
    room = ROOM * ((high - low) or abs(high) or 1.0)
    return [low - room, high + room]


def _far_right(points: pd.DataFrame) -> list[bool]:
    """Say of which dots the name must stand on the left to stay within the chart."""
    if points.empty:
        return []
    low, high = float(points["share"].min()), float(points["share"].max())
    border = low + (high - low) * (1 - COLUMN)
    return [float(share) > border for share in points["share"]]


def _name_places(points: pd.DataFrame) -> list[float]:
    """Return heights for the names that keep them apart where dots lie in one column.

    From the lowest dot up, a name is moved up until it stands a line above the one below it.
    """
    reach = float(points["value"].max() - points["value"].min()) if len(points) else 0.0
    line = reach * LINE
    width = max(float(points["share"].max() - points["share"].min()) * COLUMN, 1e-9)
    placed: list[tuple[float, float]] = []
    heights: dict[Hashable, float] = {}
    for place, row in points.sort_values(["value", "area"]).iterrows():
        height = float(row["value"])
        for share, other in placed:
            if abs(share - float(row["share"])) < width and height - other < line:
                height = other + line
        placed.append((float(row["share"]), height))
        heights[place] = height
    return [heights[place] for place in points.index]


def small_multiples(
    rows: pd.DataFrame, source: str, language: Language = "nl", mode: Mode = "light"
) -> Any:
    """Return one small line for each area, all on the same axes.

    Parameters
    ----------
    rows
        Columns area, period (as 2024K1), value.
    source
        Where the numbers come from.
    """
    palette = PALETTES[mode]
    line = (
        alt.Chart(rows)
        .mark_line(color=palette.count)
        .encode(
            x=alt.X("period:O", title=None, axis=alt.Axis(labels=False, ticks=False)),
            y=alt.Y("value:Q", title=None),
        )
        .properties(width=150, height=80)
    )
    header = alt.Header(labelColor=palette.ink)
    facet = alt.Facet("area:N", title=None, header=header)
    return framed(line.facet(facet=facet, columns=4), source, language)
