"""Where and when candidates are told, which topics hold which, and how themes follow each other."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.charts import SHARES, alt_interval, alt_trend, interval_mark, trend
from pipeline.explorer import components as ui
from pipeline.explorer.discovery_data import PAGE, Desk
from pipeline.findings import Row
from pipeline.text import interval, number, percent

WHERE = ("wijk", "programme", "age_band")
PAIRS = 12
STEPS = 8
SURE = 0.05
"""False discovery rate below which a pair is called more or less often than chance."""
FIRST = "juiste_zetje"
LEAST_PERIODS = 3


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
    for tab, kind in zip(st.tabs([t(f"explorer.group.{k}") for k in WHERE]), WHERE, strict=True):
        with tab:
            _show_where(desk, chosen, kind)
    _show_trend(desk, chosen)


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


def _show_where(desk: Desk, candidate: str, kind: str) -> None:
    view, t = desk.view, desk.view.t
    settings = view.results.settings.disclosure
    shown, left_out = view.groups(kind, "candidate_groups")
    rows = shown[shown["candidate"] == candidate].sort_values(
        ["estimate", "group"], ascending=[False, True]
    )
    if len(rows):
        header = [
            (t(f"explorer.group.{kind}"), ""),
            (t("explorer.column.scale"), "tv-wide"),
            (t("explorer.column.share"), "tv-n"),
            (t("explorer.column.margin"), "tv-n tv-hide"),
        ]
        cells = [_where_row(desk, row) for row in rows.to_dict("records")]
        ui.show(ui.table(header, cells, t(f"explorer.group.{kind}")))
    if left_out:
        text = t("explorer.finding.left_out", n=len(left_out), minimum=settings.min_participants)
        ui.show(f'<p class="tv-quiet tv-small">{escape(text)}</p>')


def _where_row(desk: Desk, row: Row) -> list[str]:
    language = desk.view.language
    estimate = percent(float(row["estimate"]), language=language)
    margin = interval(float(row["low"]), float(row["high"]), language=language)
    group = str(row["group"])
    alt = alt_interval(group, estimate, margin, language)
    mark = interval_mark(row["estimate"], row["low"], row["high"], SHARES, alt, "count")
    return [escape(group.replace("_", " ")), mark, escape(estimate), escape(margin)]


def _show_trend(desk: Desk, candidate: str) -> None:
    view, t = desk.view, desk.view.t
    settings = view.results.settings.disclosure
    shown, _ = view.groups("period", "candidate_groups")
    rows = shown[shown["candidate"] == candidate]
    ui.show(ui.section(t("explorer.themes.trend")))
    if len(rows) < LEAST_PERIODS:
        text = t("explorer.themes.trend_too_small", minimum=settings.min_participants)
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
