"""A number over time, with the periods where the counting changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.intervals import framed, lines, upright_axis
from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts


def trend(
    rows: pd.DataFrame,
    title: str,
    source: str,
    breaks: Sequence[str] = (),
    language: Language = "nl",
    mode: Mode = "light",
) -> Any:
    """Return a line over periods with its margin, interrupted where the counting changed.

    Parameters
    ----------
    rows
        Columns period, value and, if there is a margin, low and high.
    title
        Of the vertical axis, with its unit.
    source
        Where the numbers come from.
    breaks
        Periods from which something else was counted; the line starts anew there. Those before
        the first period or after the last one are not drawn.
    """
    palette = PALETTES[mode]
    breaks = _shown_breaks(rows, breaks)
    frame = rows.sort_values("period").assign(part=_parts(rows, breaks))
    base = alt.Chart(frame).encode(x=alt.X("period:O", title=None, axis=alt.Axis(labelAngle=0)))
    y = alt.Y(
        "value:Q", title=lines(title), scale=alt.Scale(zero=False), axis=upright_axis(tickCount=4)
    )
    layers = [
        base.mark_line(color=palette.count, point=True).encode(y=y, detail="part:N"),
    ]
    if {"low", "high"} <= set(rows.columns):
        band = base.mark_area(color=palette.count, opacity=0.18)
        layers.insert(0, band.encode(y=alt.Y("low:Q"), y2="high:Q", detail="part:N"))
    if breaks:
        layers.extend(_break_marks(breaks, language, mode))
    return framed(alt.layer(*layers), source, language, 300)


def _shown_breaks(rows: pd.DataFrame, breaks: Sequence[str]) -> list[str]:
    """Return breaks as the first period that is counted anew, as far as the line has a before."""
    periods = sorted(set(rows["period"].astype(str)))
    anew = [next((period for period in periods if period >= at), "") for at in breaks]
    return [period for period in dict.fromkeys(anew) if period and period != periods[0]]


def _parts(rows: pd.DataFrame, breaks: Sequence[str]) -> pd.Series[int]:
    """Return for each row how many breaks came before it."""
    counts = rows["period"].map(lambda period: sum(period >= at for at in breaks))
    return counts.astype(int)


def _break_marks(breaks: Sequence[str], language: Language, mode: Mode) -> list[Any]:
    frame = pd.DataFrame({"period": list(breaks), "note": texts(language)("charts.break")})
    base = alt.Chart(frame).encode(x="period:O")
    colour = PALETTES[mode].against
    return [
        base.mark_rule(color=colour, strokeDash=[4, 3]),
        base.mark_text(color=colour, align="left", dx=4, y=8).encode(text="note:N"),
    ]
