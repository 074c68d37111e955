"""Tellen en vertellen: one theme beside one outcome, and what is told where it is high and low."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.domain import Level
from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import (
    attribution,
    number_mark,
    show_areas,
    show_course,
    show_quotes,
    strength_note,
)
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.explorer.tours import invitations
from pipeline.findings import (
    Kind,
    Place,
    Row,
    caveat_texts,
    high_and_low,
    indicator_label,
    reason_texts,
    sentence,
    told_in,
)
from pipeline.text import number, percent


@page
def show(view: View) -> None:
    """Show the pair that the address names, or the strongest one."""
    t = view.t
    ui.show(ui.heading(t("pair.title"), t("pair.lead")))
    findings = view.tables["findings"]
    links = findings[findings["kind"] == Kind.ASSOCIATION].sort_values("rank")
    if links.empty:
        ui.show(f"<p>{escape(t('explorer.findings.no_outcomes'))}</p>")
        return
    chosen = _choose(view, links)
    if chosen is None:
        ui.show(f"<p>{escape(t('pair.not_looked_at'))}</p>")
    else:
        _show_pair(view, chosen)
    ui.show(invitations(view))


def _choose(view: View, links: pd.DataFrame) -> Row | None:
    asked, first = st.query_params, links.iloc[0]
    themes = [theme for theme in view.results.codebook.ids if theme in set(links["theme"])]
    rows = view.tables["indicators"]
    known = rows[rows["indicator"].isin(links["indicator"])]
    labels = {
        row["indicator"]: indicator_label(row, view.language) for row in known.to_dict("records")
    }
    theme, indicator = asked.get("thema", first["theme"]), asked.get("cijfer", first["indicator"])
    left, right = st.columns(2)
    theme = left.selectbox(
        view.t("explorer.column.theme"),
        themes,
        index=themes.index(theme) if theme in themes else 0,
        format_func=view.theme_label,
    )
    names = list(labels)
    indicator = right.selectbox(
        view.t("explorer.column.indicator"),
        names,
        index=names.index(indicator) if indicator in names else 0,
        format_func=labels.__getitem__,
    )
    found = links[(links["theme"] == theme) & (links["indicator"] == indicator)]
    return None if found.empty else found.iloc[0]


def _show_pair(view: View, finding: Row) -> None:
    t = view.t
    indicator = view.indicator(finding["indicator"])
    if indicator is None:
        return
    theme = view.results.codebook.theme(finding["theme"])
    words = sentence(finding, theme, indicator, view.language)
    kind = t(f"pair.{'simulated' if indicator['simulated'] else 'real'}")
    ui.show(
        f'<h2 class="tv-statement">{escape(words)}</h2>',
        number_mark(view, finding),
        strength_note(view, finding),
        f'<p class="tv-small tv-quiet">{escape(str(indicator["definition"]))} {escape(kind)}</p>',
    )
    row = _association(view, finding)
    _show_could_be_seen(view, row)
    show_areas(view, finding, indicator)
    if indicator["level"] == Level.PARTICIPANT:
        show_quotes(view, finding)
    else:
        _show_places(view, finding, indicator)
    show_course(view, indicator)
    caveats = ui.bullets(caveat_texts(finding["caveats"], view.language))
    title = escape(t("explorer.finding.says_not"))
    ui.show(f'<div class="tv-says-not"><h2>{title}</h2>{caveats}</div>')
    _show_figures(view, row, indicator)


def _association(view: View, finding: Row) -> Row:
    rows = view.tables["associations"]
    pair = (rows["theme"] == finding["theme"]) & (rows["indicator"] == finding["indicator"])
    found: Row = rows[pair].iloc[0]
    return found


def _show_could_be_seen(view: View, row: Row) -> None:
    """Say whether a link could have been seen at all, before what was seen is believed."""
    t = view.t
    if pd.isna(row["detectable"]):
        text = t("pair.could_not")
    else:
        size = number(float(row["detectable"]), 2, view.language)
        text = t(f"pair.could_{row['effect_name']}", size=size, n=int(row["n"]))
    ui.show(ui.section(t("pair.could"), text))


def _show_places(view: View, finding: Row, indicator: Row) -> None:
    """Show what is told where the outcome is high, beside where it is low."""
    t = view.t
    shown, _ = view.groups("wijk")
    places = high_and_low(finding, view.tables, shown)
    if places is None:
        show_quotes(view, finding)
        return
    ui.show(ui.section(t("pair.places"), t("pair.places_lead")))
    for column, place, which in zip(st.columns(2), places, ("high", "low"), strict=True):
        with column:
            ui.show(_place_head(view, place, indicator, which), _place_quotes(view, finding, place))


def _place_head(view: View, place: Place, indicator: Row, which: str) -> str:
    text = view.t(
        f"pair.{which}",
        indicator=indicator_label(indicator, view.language),
        value=number(place.value, 1, view.language),
        unit=str(indicator["unit"]),
        share=percent(place.share, language=view.language),
    )
    return f"<h3>{escape(place.area)}</h3><p class='tv-small tv-quiet tv-below'>{escape(text)}</p>"


def _place_quotes(view: View, finding: Row, place: Place) -> str:
    t, stories = view.t, view.tables["stories"].set_index("story_id", drop=False)
    rows = told_in(str(finding["theme"]), place.area, view.tables)
    if rows.empty:
        return f"<p>{escape(t('pair.no_quotes'))}</p>"
    cards = []
    for row in rows.to_dict("records"):
        story = stories.loc[row["story_id"]]
        words = str(story["text"])[int(row["quote_start"]) : int(row["quote_end"])]
        way = view.link("verhalen", verhaal=row["story_id"], passage=row["passage_id"])
        source, opening = attribution(view, story), t("explorer.open_story")
        cards.append(ui.quote_card(words, t("pair.clearest_here"), source, way, opening, "count"))
    return f'<div class="tv-quotes">{"".join(cards)}</div>'


def _show_figures(view: View, row: Row, indicator: Row) -> None:
    """Show everything the statistics know, for who wants to check."""
    t = view.t

    def shown(name: str, decimals: int = 3) -> str:
        return "–" if pd.isna(row[name]) else number(float(row[name]), decimals, view.language)

    cells = [
        (t("pair.figure.effect"), f"{shown('effect', 2)} ({row['effect_name']})"),
        (t("pair.figure.interval"), f"{shown('low', 2)} … {shown('high', 2)}"),
        (t("pair.figure.p"), shown("p", 4)),
        (t("pair.figure.q"), shown("q", 4)),
        (t("pair.figure.n"), str(int(row["n"]))),
        (t("pair.figure.detectable"), shown("detectable", 2)),
        (t("pair.figure.lag"), str(int(indicator["lag"]))),
        (t("pair.figure.breaks"), str(indicator["trend_breaks"]) or "–"),
        (t("pair.figure.method"), " ".join(reason_texts(str(row["method"]), view.language))),
        (t("explorer.column.source"), str(indicator["source"])),
    ]
    header = [(t("explorer.column.what"), ""), (t("explorer.column.number"), "")]
    rows = [[escape(name), escape(value)] for name, value in cells]
    with st.expander(t("pair.figures")):
        ui.show(ui.table(header, rows, t("pair.figures")))
