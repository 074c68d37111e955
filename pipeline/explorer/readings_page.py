"""Twee lezingen: the same numbers to learn from, and to answer for money."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.domain import Direction
from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import quote
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.findings import (
    Account,
    Row,
    accounting,
    estimate_text,
    indicator_label,
    learning,
    margin_text,
    sentence,
)
from pipeline.text import number

READINGS = ("learn", "account")


@page
def show(view: View) -> None:
    """Show both readings side by side in tabs."""
    t = view.t
    ui.show(ui.heading(t("readings.title"), t("readings.lead")))
    learn, account = st.tabs([t(f"readings.{name}") for name in READINGS])
    with learn:
        _show_learning(view)
    with account:
        _show_accounting(view)
    ui.show(f'<p class="tv-quiet tv-small">{escape(t("readings.same"))}</p>')


def _show_learning(view: View) -> None:
    t, reading = view.t, learning(view.tables["findings"], view.results.codebook)
    for name, rows in (("stuck", reading.stuck), ("helped", reading.helped)):
        ui.show(ui.section(t(f"readings.{name}"), t(f"readings.{name}_lead")))
        if not rows:
            ui.show(f"<p>{escape(t('explorer.themes.none'))}</p>")
        for row in rows:
            ui.show(_told(view, row))
    ui.show(ui.section(t("readings.patterns"), t("readings.patterns_lead")))
    if not reading.patterns:
        ui.show(f"<p>{escape(t('readings.no_patterns'))}</p>")
    items = "".join(f"<li>{_linked(view, row)}</li>" for row in reading.patterns)
    ui.show(f'<ul class="tv-list">{items}</ul>')
    ui.show(ui.section(t("readings.ask")), ui.bullets(t(f"readings.ask_{n}") for n in (1, 2, 3)))


def _told(view: View, finding: Row) -> str:
    """Return a theme with its number and one quote, the first that was chosen for it."""
    quotes = view.tables["quotes"]
    mine = quotes[(quotes["finding_id"] == finding["finding_id"]) & (quotes["role"] == "confirms")]
    card = ""
    if len(mine):
        first = mine.sort_values("rank").iloc[0]
        card = f'<div class="tv-quotes">{quote(view, first, _tone(view, finding))}</div>'
    return f"<p>{_linked(view, finding)}</p>{card}"


def _tone(view: View, finding: Row) -> str:
    theme = view.results.codebook.theme(finding["theme"])
    return "against" if theme.polarity.value == "critical" else "count"


def _linked(view: View, finding: Row) -> str:
    theme = view.results.codebook.theme(finding["theme"])
    words = sentence(finding, theme, view.indicator(finding["indicator"]), view.language)
    return ui.link(words, view.link("bevindingen", bevinding=finding["finding_id"]))


def _show_accounting(view: View) -> None:
    t, accounts = view.t, accounting(view.tables, view.results.codebook)
    if not accounts:
        ui.show(f"<p>{escape(t('explorer.findings.no_outcomes'))}</p>")
        return
    ui.show(f'<p class="tv-quiet">{escape(t("readings.account_lead"))}</p>')
    for account in accounts:
        ui.show(*_account(view, account))


def _account(view: View, account: Account) -> list[str]:
    t, indicator = view.t, account.indicator
    kind = t(f"explorer.about.{'simulated' if indicator['simulated'] else 'real'}")
    source = f"{t('explorer.column.source')}: {indicator['source']}. {kind}."
    parts = [
        f"<h3>{escape(indicator_label(indicator, view.language))}</h3>",
        f"<p>{escape(_course(view, account))}</p>",
        f'<p class="tv-small tv-quiet">{escape(source)}</p>',
    ]
    rows = [_theme_cells(view, row, account) for row in account.themes]
    if not rows:
        return [*parts, f'<p class="tv-quiet">{escape(t("readings.no_theme"))}</p>']
    header = [
        (t("explorer.column.theme"), ""),
        (t("explorer.column.share"), "tv-n"),
        (t("explorer.column.margin"), "tv-n tv-hide"),
        (t("explorer.column.strength"), ""),
    ]
    return [*parts, ui.table(header, rows, indicator_label(indicator, view.language))]


def _course(view: View, account: Account) -> str:
    """Return the outcome then and now, and which way is better."""
    t, indicator = view.t, account.indicator
    unit, language = str(indicator["unit"]), view.language
    last = number(account.last[1], 1, language)
    neutral = indicator["direction"] == Direction.NEUTRAL
    better = "" if neutral else t(f"readings.{indicator['direction']}")
    if not account.last[0]:
        return f"{t('readings.people', value=last, unit=unit)} {better}"
    first = number(account.first[1], 1, language)
    periods = {"then": account.first[0], "now": account.last[0]}
    return f"{t('readings.course', first=first, last=last, unit=unit, **periods)} {better}"


def _theme_cells(view: View, finding: Row, account: Account) -> list[str]:
    theme = str(finding["theme"])
    words = view.link("verhalen", bevinding=finding["finding_id"])
    linked = next((row for row in account.links if row["theme"] == theme), None)
    return [
        ui.link(view.theme_label(theme), view.link("themas", thema=theme)),
        ui.link(estimate_text(finding, view.language), words),
        escape(margin_text(finding, view.language)),
        _strength(view, theme, account, linked),
    ]


def _strength(view: View, theme: str, account: Account, linked: Row | None) -> str:
    if linked is None or pd.isna(linked["strength"]):
        return "–"
    name = view.t(f"findings.strength.{int(linked['strength'])}")
    pair = {"thema": theme, "cijfer": str(account.indicator["indicator"])}
    return ui.link(name, view.link("tellen-en-vertellen", **pair))
