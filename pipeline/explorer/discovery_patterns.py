"""Where and when candidates are told, which topics hold which, and how themes follow each other."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.discovery_data import PAGE, Desk
from pipeline.explorer.group_view import Counted, show_trend, show_where
from pipeline.findings import Row
from pipeline.text import number

PAIRS = 12
STEPS = 8
SURE = 0.05
"""False discovery rate below which a pair is called more or less often than chance."""
FIRST = "juiste_zetje"


def show_groups(desk: Desk) -> None:
    """Show the tree of topics, and one candidate over time and per group."""
    view, t = desk.view, desk.view.t
    candidates = view.tables["candidates"]
    ui.show(ui.section(t("discovering.tree.title"), t("discovering.tree.lead")))
    if candidates.empty:
        ui.show(f"<p>{escape(t('discovering.tree.nothing'))}</p>")
        return
    for scope in ("residual", "all"):
        rows = candidates[candidates["scope"] == scope]
        if len(rows):
            title = escape(t(f"discovering.scope.{scope}"))
            ui.show(f"<h3>{title}</h3>{_branches(desk, rows, '')}")
    ui.show(ui.section(t("discovering.where.title"), t("discovering.where.lead")))
    names = dict(zip(candidates["candidate"], candidates["label"], strict=True))
    chosen = st.selectbox(
        t("discovering.candidate"),
        list(names),
        format_func=lambda one: names[one],
        key="where_candidate",
    )
    counted = Counted("candidate_groups", "candidate", chosen)
    show_where(view, counted)
    show_trend(view, counted)


def _branches(desk: Desk, rows: pd.DataFrame, parent: str) -> str:
    """Return the candidates below a parent as a list of lists."""
    inside = set(rows["candidate"])
    above = rows["parent"].where(rows["parent"].isin(inside), "")
    items = []
    for row in rows[above == parent].to_dict("records"):
        address = desk.view.link(PAGE, kandidaat=str(row["candidate"]))
        n = ui.count_text(desk.view, int(row["n_passages"]), "passages")
        below = _branches(desk, rows, str(row["candidate"]))
        items.append(f"<li>{ui.link(str(row['label']), address)} ({escape(n)}){below}</li>")
    return f'<ul class="tv-plain">{"".join(items)}</ul>' if items else ""


def show_relations(desk: Desk) -> None:
    """Show which themes stand in the same story, and what comes before and after one."""
    view, t = desk.view, desk.view.t
    pairs = view.tables["cooccurrence"]
    ui.show(ui.section(t("discovering.together.title"), t("discovery.explain.cooccurrence")))
    pairs = pairs[(pairs["expected"] > 0)].sort_values(["p", "theme_a"], na_position="last")
    rows = [_pair(desk, row) for row in pairs.head(PAIRS).to_dict("records")]
    header = [
        (t("discovering.together.pair"), ""),
        (t("discovering.together.both"), "tv-n"),
        (t("discovering.expected"), "tv-n tv-hide"),
        (t("discovering.verdict"), ""),
    ]
    ui.show(ui.table(header, rows, t("discovering.together.title")))
    ui.show(ui.section(t("discovering.sequence.title"), t("discovery.explain.sequence")))
    ids = list(view.results.codebook.ids)
    asked = st.query_params.get("thema", FIRST)
    theme = st.selectbox(
        t("explorer.column.theme"),
        ids,
        index=ids.index(asked) if asked in ids else 0,
        format_func=desk.label,
        key="sequence_theme",
    )
    steps = view.tables["sequences"]
    for own, other in (("after", "before"), ("before", "after")):
        name = desk.label(theme)
        ui.show(f"<h3>{escape(t(f'discovering.sequence.{other}', theme=name))}</h3>")
        _show_steps(desk, steps[steps[own] == theme], other)


def _show_steps(desk: Desk, steps: pd.DataFrame, other: str) -> None:
    t = desk.view.t
    steps = steps[steps["n"] > 0].sort_values(["n", other], ascending=[False, True]).head(STEPS)
    if steps.empty:
        ui.show(f'<p class="tv-quiet">{escape(t("discovering.sequence.nothing"))}</p>')
        return
    header = [
        (t("explorer.column.theme"), ""),
        (t("discovering.sequence.times"), "tv-n"),
        (t("discovering.expected"), "tv-n tv-hide"),
        (t("discovering.verdict"), ""),
    ]
    rows = [
        [
            escape(desk.label(str(row[other]))),
            number(int(row["n"]), language=desk.view.language),
            number(float(row["expected"]), 1, desk.view.language),
            escape(_verdict(desk, row["n"], row)),
        ]
        for row in steps.to_dict("records")
    ]
    ui.show(ui.table(header, rows, t(f"discovering.sequence.{other}", theme="")))


def _pair(desk: Desk, row: Row) -> list[str]:
    language = desk.view.language
    return [
        escape(f"{desk.label(str(row['theme_a']))} + {desk.label(str(row['theme_b']))}"),
        number(int(row["n_both"]), language=language),
        number(float(row["expected"]), 1, language),
        escape(_verdict(desk, row["n_both"], row)),
    ]


def _verdict(desk: Desk, n: float, row: Row) -> str:
    """Say whether something happens more or less often than chance, after correction."""
    q = row["q"]
    if pd.isna(q) or q > SURE:
        return desk.view.t("discovering.chance.same")
    return desk.view.t(f"discovering.chance.{'more' if n > row['expected'] else 'less'}")
