"""Thema's: one theme, how often it is told, where, with what, and what it means."""

from __future__ import annotations

from html import escape

import streamlit as st

from pipeline.charts import (
    alt_links,
    forest_plot,
)
from pipeline.domain import Polarity, Theme
from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import quote
from pipeline.explorer.group_view import Counted, show_trend, show_where
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.findings import (
    Kind,
    Measure,
    Row,
    implicit_counts,
    indicator_label,
    sentence,
    told_together,
)
from pipeline.text import number, percent

TOGETHER = 5
"""Other themes shown beside a theme."""


@page
def show(view: View) -> None:
    """Show the theme that the address names, or the most told one."""
    t = view.t
    findings = view.tables["findings"]
    shares = findings[findings["kind"] == Kind.PREVALENCE]
    if shares.empty:
        ui.show(ui.heading(t("explorer.themes.title"), t("explorer.themes.none")))
        return
    shares = shares.sort_values(["estimate", "rank"], ascending=[False, True])
    order = list(shares["theme"])
    asked = st.query_params.get("thema", "")
    ui.show(ui.heading(t("explorer.themes.title"), t("explorer.themes.lead")))
    chosen = st.selectbox(
        t("explorer.column.theme"),
        order,
        index=order.index(asked) if asked in order else 0,
        format_func=view.theme_label,
    )
    _show_theme(view, shares[shares["theme"] == chosen].iloc[0])


def _show_theme(view: View, finding: Row) -> None:
    t = view.t
    theme = view.results.codebook.theme(finding["theme"])
    words = sentence(finding, theme, None, view.language)
    links = [
        ui.link(t("explorer.read_words"), view.link("verhalen", thema=theme.id)),
        ui.link(
            t("explorer.read_finding"),
            view.link("bevindingen", bevinding=finding["finding_id"]),
        ),
    ]
    ui.show(
        ui.section(view.theme_label(theme.id)),
        f"<p>{escape(words)}</p>",
        f'<p class="tv-facts">{"".join(links)}</p>',
    )
    _show_meaning(view, theme)
    _show_quotes(view, finding)
    ui.show(ui.section(t("explorer.themes.where"), t("explorer.themes.where_lead")))
    counted = _counted(view, theme)
    show_where(view, counted)
    show_trend(view, counted)
    _show_together(view, theme)
    _show_links(view, theme)


def _show_meaning(view: View, theme: Theme) -> None:
    t = view.t
    implicit, known = implicit_counts(view.tables["codings"], theme.id)
    parts = [f"<p>{escape(theme.definition)}</p>"]
    if known:
        share = percent(implicit / known, language=view.language)
        text = t("explorer.themes.implicit", share=share, n=number(known, language=view.language))
        parts.append(f'<p class="tv-quiet tv-small">{escape(text)}</p>')
    ui.show(*parts)
    with st.expander(t("explorer.themes.rules")):
        for name, text in (("include", theme.include), ("exclude", theme.exclude)):
            if text:
                ui.show(f"<h3>{escape(t(f'explorer.themes.{name}'))}</h3><p>{escape(text)}</p>")
        examples = [*theme.examples, *theme.implicit_examples]
        if examples:
            ui.show(f"<h3>{escape(t('explorer.themes.examples'))}</h3>", ui.bullets(examples))


def _show_quotes(view: View, finding: Row) -> None:
    quotes = view.tables["quotes"]
    mine = quotes[quotes["finding_id"] == finding["finding_id"]]
    if mine.empty:
        return
    cards = "".join(
        quote(view, row, "count" if row["role"] == "confirms" else "against")
        for row in mine.to_dict("records")
    )
    ui.show(ui.section(view.t("explorer.finding.sounds")), f'<div class="tv-quotes">{cards}</div>')


def _counted(view: View, theme: Theme) -> Counted:
    def words(kind: str, group: str) -> str:
        return view.link("verhalen", thema=theme.id, groep=kind, waarde=group)

    tone = "against" if theme.polarity is Polarity.CRITICAL else "count"
    return Counted("frequencies", "theme", theme.id, tone, words)


def _show_together(view: View, theme: Theme) -> None:
    t = view.t
    frame = told_together(view.tables["codings"], theme.id).head(TOGETHER)
    ui.show(ui.section(t("explorer.themes.together"), t("explorer.themes.together_lead")))
    rows = [
        [
            ui.link(view.theme_label(row["theme"]), view.link("themas", thema=row["theme"])),
            escape(percent(float(row["share"]), language=view.language)),
            escape(percent(float(row["elsewhere"]), language=view.language)),
        ]
        for row in frame.to_dict("records")
    ]
    header = [
        (t("explorer.column.theme"), ""),
        (t("explorer.themes.with"), "tv-n"),
        (t("explorer.themes.without"), "tv-n"),
    ]
    ui.show(ui.table(header, rows, t("explorer.themes.together")))


def _show_links(view: View, theme: Theme) -> None:
    """Show the theme beside every figure of districts, whatever came of it."""
    t = view.t
    findings = view.tables["findings"]
    measured = findings["finding_id"].str.startswith(f"{Measure.SPEARMAN.value}.")
    links = findings[measured & (findings["theme"] == theme.id)].dropna(subset=["low", "high"])
    if links.empty:
        return
    names = {
        row["indicator"]: indicator_label(row, view.language)
        for row in view.tables["indicators"].to_dict("records")
    }
    rows = links.assign(label=links["indicator"].map(names))
    rows = rows[["label", "n", "estimate", "low", "high"]].astype({"n": int})
    ui.show(ui.section(t("explorer.themes.links"), t("explorer.themes.links_lead")))
    source = t("explorer.themes.links_source", n=int(rows["n"].max()))
    chart = forest_plot(rows, source, t("explorer.themes.links_axis"), view.language, view.mode)
    st.altair_chart(chart, alt=alt_links(rows, view.language))
    items = [
        ui.link(
            sentence(row, theme, view.indicator(row["indicator"]), view.language),
            view.link("bevindingen", bevinding=row["finding_id"]),
        )
        for row in links.sort_values("rank").to_dict("records")
    ]
    with st.expander(t("explorer.as_sentences")):
        ui.show(f'<ul class="tv-plain">{"".join(f"<li>{item}</li>" for item in items)}</ul>')
