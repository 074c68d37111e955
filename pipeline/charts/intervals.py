"""Numbers with their margins in a row: prevalences and links."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts

ROW = 26
"""Pixels a row."""


def prevalence_plot(
    rows: pd.DataFrame, source: str, language: Language = "nl", mode: Mode = "light"
) -> alt.Chart:
    """Return one point with its margin for each row, the largest on top.

    Parameters
    ----------
    rows
        Columns label, n, estimate, low, high (shares, 0 to 1) and critical (bool).
    source
        Where the numbers come from; stands below the chart.
    """
    catalogue = texts(language)
    axis = alt.X(
        "estimate:Q",
        title=catalogue("charts.share"),
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%", tickCount=5),
    )
    return _points(rows, axis, source, mode, language, reference=None)


def forest_plot(
    rows: pd.DataFrame,
    source: str,
    title: str,
    language: Language = "nl",
    mode: Mode = "light",
) -> alt.Chart:
    """Return one point with its margin for each link, with a line at nought.

    Parameters
    ----------
    rows
        Columns label, n, estimate, low, high in one measure, and critical (bool).
    source
        Where the numbers come from.
    title
        Name of the measure, with its unit.
    """
    axis = alt.X("estimate:Q", title=title)
    return _points(rows, axis, source, mode, language, reference=0.0)


def _points(
    rows: pd.DataFrame,
    axis: alt.X,
    source: str,
    mode: Mode,
    language: Language,
    reference: float | None,
) -> alt.Chart:
    palette = PALETTES[mode]
    colour = alt.condition(alt.datum.critical, alt.value(palette.against), alt.value(palette.count))
    order = alt.EncodingSortField(field="estimate", order="descending")
    y = alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=260))
    base = alt.Chart(rows)
    layers = [
        base.mark_rule(size=6, opacity=0.45).encode(x=axis, x2="high:Q", y=y, color=colour),
        base.mark_point(filled=True, size=90, opacity=1).encode(
            x=axis, y=y, color=colour, tooltip=_tooltip(language)
        ),
    ]
    layers[0] = layers[0].encode(x=alt.X("low:Q", title=axis.to_dict().get("title")))
    if reference is not None:
        line = alt.Chart(pd.DataFrame({"at": [reference]})).mark_rule(color=palette.quiet)
        layers.insert(0, line.encode(x="at:Q"))
    return framed(alt.layer(*layers), source, ROW * max(len(rows), 1) + 20)


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
