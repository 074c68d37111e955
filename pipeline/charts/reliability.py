"""What the machine said beside what people saw."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from pipeline.charts.intervals import framed, lines, upright_axis
from pipeline.charts.palette import PALETTES, Mode
from pipeline.text import Language, texts

HEIGHT = 340


def reliability_chart(
    rows: pd.DataFrame, source: str, language: Language = "nl", mode: Mode = "light"
) -> Any:
    """Return a point per bin of probability; on the line, what is said is what is seen.

    Parameters
    ----------
    rows
        Columns said and seen (percent) and n.
    source
        Where the numbers come from.
    """
    t, palette = texts(language), PALETTES[mode]
    ends = alt.Scale(domain=[0, 100])
    x = alt.X("said:Q", title=lines(t("charts.said")), scale=ends)
    y = alt.Y("seen:Q", title=lines(t("charts.seen")), scale=ends, axis=upright_axis(tickCount=5))
    ideal = pd.DataFrame({"said": [0, 100], "seen": [0, 100]})
    line = alt.Chart(ideal).mark_line(color=palette.quiet, strokeDash=[4, 3]).encode(x=x, y=y)
    tips = [alt.Tooltip("said:Q", format=".0f"), alt.Tooltip("seen:Q", format=".0f"), "n:Q"]
    points = (
        alt.Chart(rows)
        .mark_line(color=palette.count, point=alt.OverlayMarkDef(size=80, filled=True))
        .encode(x=x, y=y, tooltip=tips)
    )
    return framed(alt.layer(line, points), source, language, HEIGHT)


def alt_reliability(rows: pd.DataFrame, language: Language = "nl") -> str:
    """Return the chart in words: how far the two lie apart at most, and where."""
    t = texts(language)
    if rows.empty:
        return t("charts.alt.empty")
    far = rows.iloc[int((rows["said"] - rows["seen"]).abs().to_numpy().argmax())]
    values = {"said": round(float(far["said"])), "seen": round(float(far["seen"]))}
    return t("charts.alt.reliability", count=len(rows), **values)
