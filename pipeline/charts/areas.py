"""Districts: a theme against an outcome, and one small chart for each."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.intervals import framed
from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts


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
        title=texts(language)("charts.share_with", theme=theme),
        axis=alt.Axis(format="%", tickCount=5),
        scale=alt.Scale(nice=True, zero=False, padding=24),
    )
    y = alt.Y("value:Q", title=indicator, scale=alt.Scale(zero=False, padding=18))
    base = alt.Chart(points).encode(x=x, y=y)
    dots = base.mark_circle(color=palette.count, opacity=0.9).encode(
        size=alt.Size("n:Q", legend=None, scale=alt.Scale(range=[60, 260])),
        tooltip=["area:N", "share:Q", "value:Q", "n:Q"],
    )
    names = base.mark_text(dy=-13, color=palette.ink, fontSize=11).encode(text="area:N")
    return framed(alt.layer(dots, names), source, 340)


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
    title = alt.TitleParams("", subtitle=source, orient="bottom", anchor="start")
    header = alt.Header(labelColor=palette.ink)
    return line.facet(
        facet=alt.Facet("area:N", title=None, header=header), columns=4, title=title
    ).configure_view(stroke=None)
