"""The map of passages: search it, colour it, frame a part, and start a theme from that."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pipeline.charts import alt_map, passage_map_chart
from pipeline.explorer import components as ui
from pipeline.explorer.deciding import ask_name
from pipeline.explorer.discovery_data import Desk, cards, passage_card, told
from pipeline.explorer.discovery_form import MOST, theme_form
from pipeline.text import number

COLOURS = ("covered", "theme", "candidate")
NAMED = 7
"""Themes or candidates with a colour of their own; more cannot be told apart."""


def show_map(desk: Desk) -> None:
    """Show every passage as a dot; those in the frame or found by a word stand below it."""
    view, t = desk.view, desk.view.t
    ui.show(ui.section(t("discovering.map.title"), t("discovery.explain.map")))
    if view.tables["map"].empty:
        ui.show(f"<p>{escape(t('discovering.map.empty'))}</p>")
        return
    left, right = st.columns(2)
    with left:
        wanted = st.text_input(t("discovering.map.search"), key="map_search")
    with right:
        colour = st.selectbox(
            t("discovering.map.colour"),
            COLOURS,
            format_func=lambda one: t(f"discovering.map.by.{one}"),
            key="map_colour",
        )
    points = _points(desk, colour)
    points["found"] = _found(points, (wanted or "").strip())
    chart = passage_map_chart(
        points,
        t("discovering.map.source", n=number(len(points), language=view.language)),
        view.language,
        view.mode,
    )
    event = st.altair_chart(
        chart,
        alt=alt_map(points, view.language),
        on_select="rerun",
        selection_mode="frame",
        key="discovery_map",
    )
    chosen = _inside(points, event)
    if wanted:
        chosen = chosen[chosen["found"]]
    if len(chosen) == len(points):
        ui.show(f'<p class="tv-quiet">{escape(t("discovering.map.how"))}</p>')
        return
    _show_chosen(desk, chosen)


def _show_chosen(desk: Desk, chosen: pd.DataFrame) -> None:
    view, t = desk.view, desk.view.t
    n = ui.count_text(view, len(chosen), "passages")
    ui.show(ui.section(t("discovering.map.chosen", passages=n)))
    if chosen.empty:
        return
    own = chosen.head(MOST)
    if len(chosen) > MOST:
        text = t("discovering.map.first", n=MOST)
        ui.show(f'<p class="tv-quiet tv-small">{escape(text)}</p>')
    read, table, make = st.tabs(
        [t(f"discovering.map.tab.{name}") for name in ("read", "table", "make")]
    )
    with read:
        ui.show(cards(passage_card(view, row, row["passage_id"]) for row in own.to_dict("records")))
    with table:
        _show_table(desk, chosen)
    with make:
        who = ask_name(view)
        theme_form(desk, who, own.drop(columns="group"), key="map")


def _show_table(desk: Desk, chosen: pd.DataFrame) -> None:
    t = desk.view.t
    words = [told(desk.view, row) for row in chosen.to_dict("records")]
    frame = pd.DataFrame(
        {
            t("discovering.map.passage"): chosen["passage_id"],
            t("discovering.map.group"): chosen["group"],
            t("discovering.map.words"): [one or t("explorer.words.no_consent") for one in words],
        }
    )
    st.dataframe(frame, hide_index=True)


def _points(desk: Desk, colour: str) -> pd.DataFrame:
    """Return PASSAGES on the map with a column ``group``, the name of their colour."""
    view = desk.view
    points = view.tables["map"].merge(view.tables["passages"], on="passage_id")
    codings = view.tables["codings"]
    present = codings[codings["present"]]
    if colour == "covered":
        inside = points["passage_id"].isin(present["passage_id"])
        names = inside.map(
            {True: view.t("discovering.map.with"), False: view.t("discovering.map.without")}
        )
        return points.assign(group=names)
    if colour == "theme":
        first = present.drop_duplicates("passage_id").set_index("passage_id")["theme"]
        labels = {name: desk.label(name) for name in view.results.codebook.ids}
    else:
        candidates, members = view.tables["candidates"], view.tables["members"]
        ordered = members.merge(
            candidates[["candidate", "rank"]], on="candidate", suffixes=("", "_of")
        )
        ordered = ordered.sort_values("rank_of", kind="stable")
        first = ordered.drop_duplicates("passage_id").set_index("passage_id")["candidate"]
        labels = dict(zip(candidates["candidate"], candidates["label"], strict=True))
    group = points["passage_id"].map(first).map(labels)
    often = group.value_counts().index[:NAMED]
    named = group.where(group.isin(often) | group.isna(), view.t("discovering.map.other"))
    return points.assign(group=named.fillna(view.t("discovering.map.without")))


def _found(points: pd.DataFrame, wanted: str) -> pd.Series[bool]:
    return points["text"].str.contains(wanted, case=False, regex=False).astype(bool)


def _inside(points: pd.DataFrame, event: Any) -> pd.DataFrame:
    """Return the passages inside the frame that was drawn; all of them without one."""
    frame = (event or {}).get("selection", {}).get("frame", {})
    if "x" not in frame or "y" not in frame:
        return points
    (left, right), (low, high) = sorted(frame["x"]), sorted(frame["y"])
    return points[points["x"].between(left, right) & points["y"].between(low, high)]
