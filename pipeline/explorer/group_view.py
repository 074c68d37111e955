"""How often something is told per group and over time: a theme, or a candidate for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from pipeline.charts import SHARES, alt_interval, alt_trend, interval_mark, trend
from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.findings import Row
from pipeline.text import interval, percent

WHERE = ("wijk", "programme", "age_band")
LEAST_PERIODS = 3
"""With fewer points there is no course to speak of."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted.

    Parameters
    ----------
    table, column
        Table of cells, and its column that holds ``name``.
    tone
        ``"count"`` or ``"against"``.
    words
        From kind and value of a group to the address of the words behind its number; ``None``:
        there is none.
    """

    table: str
    column: str
    name: str
    tone: str = "count"
    words: Callable[[str, str], str] | None = None

    def cells(self, view: View, kind: str) -> tuple[pd.DataFrame, list[str]]:
        """Return the cells per group of a kind that are shown, and the groups left out."""
        shown, left_out = view.groups(kind, self.table)
        return shown[shown[self.column] == self.name], left_out


def show_where(view: View, counted: Counted) -> None:
    """Show the shares per group, a tab for each kind of group."""
    names = [view.t(f"explorer.group.{kind}") for kind in WHERE]
    for tab, kind in zip(st.tabs(names), WHERE, strict=True):
        with tab:
            _show_groups(view, counted, kind)


def left_out_note(view: View, left_out: list[str]) -> str:
    """Return how many groups are too small to show; empty when none is."""
    if not left_out:
        return ""
    minimum = view.results.settings.disclosure.min_participants
    text = view.t("explorer.finding.left_out", n=len(left_out), minimum=minimum)
    return f'<p class="tv-quiet tv-small">{escape(text)}</p>'


def show_trend(view: View, counted: Counted) -> None:
    """Show the share per period, or say that there are too few."""
    t = view.t
    rows, _ = counted.cells(view, "period")
    ui.show(ui.section(t("explorer.themes.trend")))
    if len(rows) < LEAST_PERIODS:
        minimum = view.results.settings.disclosure.min_participants
        text = t("explorer.themes.trend_too_small", minimum=minimum)
        ui.show(f'<p class="tv-quiet">{escape(text)}</p>')
        return
    frame = pd.DataFrame({"period": rows["group"]})
    for name, column in (("value", "estimate"), ("low", "low"), ("high", "high")):
        frame[name] = 100 * rows[column]
    title = t("explorer.themes.trend_axis")
    source = t("explorer.themes.trend_source", n=view.story_count)
    chart = trend(frame, title, source, (), view.language, view.mode)
    st.altair_chart(chart, alt=alt_trend(frame, title, view.language))
    with st.expander(t("explorer.as_table")):
        st.dataframe(frame, hide_index=True)


def _show_groups(view: View, counted: Counted, kind: str) -> None:
    t = view.t
    cells, left_out = counted.cells(view, kind)
    rows = cells.sort_values(["estimate", "group"], ascending=[False, True])
    if len(rows):
        header = [
            (t(f"explorer.group.{kind}"), ""),
            (t("explorer.column.scale"), "tv-wide"),
            (t("explorer.column.share"), "tv-n"),
            (t("explorer.column.margin"), "tv-n tv-hide"),
        ]
        shown = [_group_row(view, counted, kind, row) for row in rows.to_dict("records")]
        ui.show(ui.table(header, shown, t(f"explorer.group.{kind}")))
    note = left_out_note(view, left_out)
    if note:
        ui.show(note)


def _group_row(view: View, counted: Counted, kind: str, row: Row) -> list[str]:
    estimate = percent(float(row["estimate"]), language=view.language)
    margin = interval(float(row["low"]), float(row["high"]), language=view.language)
    group = str(row["group"])
    alt = alt_interval(group, estimate, margin, view.language)
    mark = interval_mark(row["estimate"], row["low"], row["high"], SHARES, alt, counted.tone)
    number = ui.link(estimate, counted.words(kind, group)) if counted.words else escape(estimate)
    return [escape(group.replace("_", " ")), mark, number, escape(margin)]
