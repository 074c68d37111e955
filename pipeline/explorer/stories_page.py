"""Verhalen: the words behind a number, all stories, and one story as it is read."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import attribution
from pipeline.explorer.shell import page
from pipeline.explorer.state import View, large_groups
from pipeline.explorer.story_view import show_story
from pipeline.findings import Row, passages_behind, sentence
from pipeline.text import number

PAGE = 20
"""Passages or stories on one page."""
FILTERS = ("programme", "wijk")
GROUPS = ("wijk", "programme", "period", "age_band")


@page
def show(view: View) -> None:
    """Show what the address asks for: a story, the words behind a number, or all stories."""
    asked = st.query_params
    stories = view.tables["stories"]
    if asked.get("verhaal") in set(stories["story_id"]):
        show_story(view, asked["verhaal"], asked.get("passage", ""))
        return
    findings = view.tables["findings"]
    chosen = findings[findings["finding_id"] == asked.get("bevinding", "")]
    if len(chosen):
        finding = chosen.iloc[0]
        theme = view.results.codebook.theme(finding["theme"])
        indicator = view.indicator(finding["indicator"])
        _show_words(view, theme.id, sentence(finding, theme, indicator, view.language))
    elif asked.get("thema") in view.results.codebook.ids:
        _show_words(view, asked["thema"], view.theme_label(asked["thema"]))
    else:
        _show_all(view)


def _show_words(view: View, theme: str, title: str) -> None:
    """Show every passage that was counted for a theme, in one group or in all stories."""
    t = view.t
    kind, group = st.query_params.get("groep", ""), st.query_params.get("waarde", "")
    if kind not in GROUPS or not group:
        kind, group = "all", ""
    elif view.guarded:
        st.info(t("roles.group_words"))
        kind, group = "all", ""
    elif group not in large_groups(view, kind):
        minimum = view.results.settings.disclosure.min_participants
        st.info(t("explorer.findings.too_small", minimum=minimum))
        return
    behind = passages_behind(theme, view.tables, kind, group)
    where = f"{t(f'explorer.group.{kind}')}: {group}. " if group else ""
    passages = ui.count_text(view, len(behind), "passages")
    stories = ui.count_text(view, behind["story_id"].nunique(), "stories")
    if view.guarded:
        lead = f"{t('roles.read', passages=passages, stories=stories)} {t('roles.read_part')}"
        lead = lead if len(behind) else t("roles.no_words")
    else:
        lead = where + t("explorer.words.lead", passages=passages, stories=stories)
    ui.show(f'<h1 class="tv-statement">{escape(title)}</h1><p class="tv-lead">{escape(lead)}</p>')
    hidden = int((~behind["consent"]).sum())
    if hidden:
        text = t("explorer.words.hidden", passages=ui.count_text(view, hidden, "passages"))
        ui.show(f'<p class="tv-quiet tv-small">{escape(text)}</p>')
    rows = _paged(behind)
    by_id = view.tables["stories"].set_index("story_id", drop=False)
    cards = [_words_card(view, row, by_id.loc[row["story_id"]]) for row in rows.to_dict("records")]
    ui.show(f'<div class="tv-quotes">{"".join(cards)}</div>')


def _words_card(view: View, row: Row, story: Row) -> str:
    t = view.t
    place = t("explorer.words.place", passage=row["passage_id"])
    address = view.link("verhalen", verhaal=str(row["story_id"]), passage=str(row["passage_id"]))
    if not row["consent"]:
        return (
            f'<figure class="tv-quote tv-count"><span class="tv-why">{escape(place)}</span>'
            f'<p class="tv-quiet">{escape(t("explorer.words.no_consent"))}</p></figure>'
        )
    by = t(f"explorer.by.{row['by']}")
    source = f"{attribution(view, story)} {by}"
    return ui.quote_card(
        str(row["text"]), place, source, address, t("explorer.open_story"), "count"
    )


def _paged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one page of rows and show the way to the others."""
    pages = max(1, -(-len(rows) // PAGE))
    if pages == 1:
        return rows
    asked = st.query_params.get("pagina", "1")
    at = min(int(asked), pages) if asked.isdecimal() and int(asked) > 0 else 1
    chosen = st.pagination(pages, default=at)
    return rows.iloc[(chosen - 1) * PAGE : chosen * PAGE]


def _show_all(view: View) -> None:
    t = view.t
    ui.show(ui.heading(t("explorer.stories.title"), t("explorer.stories.lead")))
    stories = view.tables["stories"]
    search, theme = st.columns(2)
    with search:
        wanted = st.text_input(t("explorer.stories.search"))
    with theme:
        chosen = st.selectbox(
            t("explorer.column.theme"),
            ["", *view.results.codebook.ids],
            format_func=lambda one: view.theme_label(one) if one else t("explorer.stories.any"),
        )
    for column, name in zip(st.columns(len(FILTERS)), FILTERS, strict=True):
        with column:
            value = st.selectbox(
                t(f"explorer.group.{name}"),
                ["", *large_groups(view, name)],
                format_func=lambda one: one.replace("_", " ") or t("explorer.stories.any"),
            )
        if value:
            stories = stories[stories[name] == value]
    minimum = view.results.settings.disclosure.min_participants
    if stories["participant"].nunique() < minimum:
        st.info(t("explorer.findings.too_small", minimum=minimum))
        return
    if wanted:
        readable = stories["consent"].fillna(False).astype(bool)
        stories = stories[readable & stories["text"].str.contains(wanted, case=False, regex=False)]
    codings = view.tables["codings"]
    coded = codings[codings["present"]]
    if chosen:
        stories = stories[stories["story_id"].isin(coded.loc[coded["theme"] == chosen, "story_id"])]
    ui.show(ui.facts([ui.count_text(view, len(stories), "stories")]))
    _show_list(view, stories, coded)


def _show_list(view: View, stories: pd.DataFrame, coded: pd.DataFrame) -> None:
    t = view.t
    themes = coded.groupby("story_id")["theme"].agg(lambda ids: list(dict.fromkeys(ids)))
    rows = []
    for story in _paged(stories.sort_values("story_id")).to_dict("records"):
        labels = [view.theme_label(theme) for theme in themes.get(story["story_id"], [])]
        rows.append(
            [
                ui.link(story["story_id"], view.link("verhalen", verhaal=story["story_id"])),
                escape(attribution(view, story)),
                number(len(labels), language=view.language),
                f'<span class="tv-small">{escape(" · ".join(labels))}</span>',
            ]
        )
    header = [
        (t("explorer.column.story"), ""),
        (t("explorer.column.kind"), ""),
        (t("explorer.column.count"), "tv-n"),
        (t("explorer.column.themes"), "tv-hide"),
    ]
    ui.show(ui.table(header, rows, t("explorer.stories.title")))
