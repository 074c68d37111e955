"""Links with their margins in a row."""

from __future__ import annotations

import textwrap
from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts

SEPARATORS: dict[Language, dict[str, Any]] = {
    "nl": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["€", ""]},
}
"""Number formats after d3-format."""
ROW = 26
"""Pixels a row."""
LINE_LENGTH = 42
"""Characters on one line of a title."""
AXES = 100
"""Pixels for a horizontal axis with its title, and the source."""


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
        x=alt.X("low:Q", title=lines(title)), x2="high:Q"
    )
    points = base.mark_point(filled=True, size=90, opacity=1, color=palette.count).encode(
        x="estimate:Q", tooltip=_tooltip(language)
    )
    nought = alt.Chart(pd.DataFrame({"at": [0.0]})).mark_rule(color=palette.quiet).encode(x="at:Q")
    height = ROW * max(len(rows), 1) + AXES
    return framed(alt.layer(nought, margin, points), source, language, height)


def _tooltip(language: Language) -> list[Any]:
    catalogue = texts(language)
    return [
        alt.Tooltip("label:N", title=catalogue("charts.what")),
        alt.Tooltip("estimate:Q", title=catalogue("charts.estimate"), format=".2f"),
        alt.Tooltip("low:Q", title=catalogue("charts.low"), format=".2f"),
        alt.Tooltip("high:Q", title=catalogue("charts.high"), format=".2f"),
        alt.Tooltip("n:Q", title="n"),
    ]


def framed(chart: Any, source: str, language: Language, height: int | None = None) -> Any:
    """Return a chart with its source below it, no box around it, numbers in the right language.

    Parameters
    ----------
    height
        Pixels, axes and source included: that is how a page fits a chart. ``None``: as it is.
    """
    chart = chart.properties(title=source_line(source))
    if height is not None:
        chart = chart.properties(height=height)
    return chart.configure(view={"stroke": None}, locale={"number": SEPARATORS[language]})


def lines(words: str) -> list[str]:
    """Return a title cut into lines that fit a phone."""
    return textwrap.wrap(words, LINE_LENGTH)


def upright_axis(**more: Any) -> alt.Axis:
    """Return a vertical axis with its title above it, where it can be read."""
    return alt.Axis(
        titleAngle=0,
        titleAlign="left",
        titleAnchor="start",
        titleX=0,
        titleY=-14,
        titleLimit=700,
        **more,
    )


def source_line(source: str) -> alt.TitleParams:
    """Return where the numbers of a chart come from, as a line below it."""
    return alt.TitleParams(
        lines(source),
        orient="bottom",
        anchor="start",
        offset=10,
        fontSize=12,
        fontWeight="normal",
    )
