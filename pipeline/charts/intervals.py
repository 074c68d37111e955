"""Links with their margins in a row."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts

ROW = 26
"""Pixels a row."""


def forest_plot(
    rows: pd.DataFrame,
    source: str,
    title: str,
    language: Language = "nl",
    mode: Mode = "light",
) -> Any:
    """Return one point with its margin for each link, with a line at nought.

    Parameters
    ----------
    rows
        Columns label, n, estimate, low and high, in one measure.
    source
        Where the numbers come from.
    title
        Name of the measure, with its unit.
    """
    palette = PALETTES[mode]
    y = alt.Y(
        "label:N",
        title=None,
        sort=alt.EncodingSortField(field="estimate", order="descending"),
        axis=alt.Axis(labelLimit=300),
    )
    base = alt.Chart(rows).encode(y=y)
    margin = base.mark_rule(size=6, opacity=0.45, color=palette.count).encode(
        x=alt.X("low:Q", title=title), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90, opacity=1, color=palette.count).encode(
        x="estimate:Q", tooltip=_tooltip(language)
    )
    nought = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=palette.quiet).encode(x="at:Q")
    return framed(alt.layer(nought, margin, points), source, ROW * max(len(rows), 1) + 20)


def _tooltip(language: Language) -> list[Any]:
    catalogue = texts(language)
    return [
        alt.Tooltip("label:N", title=catalogue("charts.what")),
        alt.Tooltip("estimate:Q", title=catalogue("charts.estimate"), format=".2f"),
        alt.Tooltip("low:Q", title=catalogue("charts.low"), format=".2f"),
        alt.Tooltip("high:Q", title=catalogue("charts.high"), format=".2f"),
        alt.Tooltip("n:Q", title="n"),
    ]


def framed(chart: Any, source: str, height: int) -> Any:
    """Return a chart with its source below it and without a box around it."""
    return chart.properties(height=height, title=source_line(source)).configure_view(stroke=None)


def source_line(source: str) -> alt.TitleParams:
    """Return where the numbers of a chart come from, as a line below it."""
    return alt.TitleParams(
        source,
        orient="bottom",
        anchor="start",
        offset=10,
        fontSize=12,
        fontWeight="normal",
        limit=10_000,
    )
