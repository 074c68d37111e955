"""One story as it is read, its coded passages highlighted."""

from __future__ import annotations

import json
from html import escape

import pandas as pd
import streamlit as st

from pipeline.domain import Polarity
from pipeline.explorer import components as ui
from pipeline.explorer.explain_view import explanation
from pipeline.explorer.finding_page import attribution
from pipeline.explorer.state import View
from pipeline.explorer.turning_points import (
    Mark,
    marked_words,
    marks,
    timeline,
    turning_points,
)
from pipeline.findings import ReadPassage, Row, read_story


def show_story(view: View, story_id: str, passage_id: str) -> None:
    """Show a story; the asked passage is marked and comes into view.

    Parameters
    ----------
    passage_id
        Passage to mark; empty or unknown: none.
    """
    t = view.t
    stories = view.tables["stories"]
    story = stories[stories["story_id"] == story_id].iloc[0]
    back = ui.link(f"← {t('explorer.story.back')}", view.link("verhalen"))
    ui.show(
        f'<p class="tv-small">{back}</p>',
        ui.heading(t("explorer.story.title", story=story_id)),
        ui.facts(_facts(view, story)),
    )
    if not bool(pd.notna(story["consent"]) and story["consent"]):
        ui.show(f"<p>{escape(t('explorer.story.no_consent'))}</p>")
        return
    passages = read_story(story_id, view.tables)
    points = turning_points(view, story_id)
    if points:
        ui.show(timeline(view, points, str(story["text"])))
    ui.show(_legend(view, passages))
    turns = marks(points)
    body = "".join(
        _passage(view, passage, passage.passage_id == passage_id, turns) for passage in passages
    )
    ui.show(f'<article class="tv-story">{body}</article>')
    if passage_id in {passage.passage_id for passage in passages}:
        _scroll_to(passage_id)


def _facts(view: View, story: Row) -> list[str]:
    question = str(story["question"])
    shown = [attribution(view, story)]
    if question:
        shown.append(view.t("explorer.story.question", question=question))
    return shown


def _legend(view: View, passages: list[ReadPassage]) -> str:
    told = {theme for passage in passages for theme in passage.themes}
    if not told:
        return f'<p class="tv-quiet">{escape(view.t("explorer.story.no_themes"))}</p>'
    tags = "".join(
        _tag(view, theme, maybe=False) for theme in view.results.codebook.ids if theme in told
    )
    explained = escape(view.t("explorer.story.legend"))
    return f'<p class="tv-small tv-quiet">{explained}</p><p class="tv-tags">{tags}</p>'


def _passage(view: View, passage: ReadPassage, here: bool, turns: list[Mark]) -> str:
    critical = [theme for theme in passage.themes if _critical(view, theme)]
    classes = ["tv-passage"]
    if passage.themes:
        classes.append("tv-coded")
        if len(critical) == len(passage.themes):
            classes.append("tv-against")
    if passage.is_question:
        classes.append("tv-question")
    if here:
        classes.append("tv-here")
    speaker = (
        f'<span class="tv-speaker">{escape(passage.speaker)}</span>' if passage.speaker else ""
    )
    words = marked_words(passage, turns)
    tags = "".join(_tag(view, theme, theme in passage.by_machine) for theme in passage.themes)
    below = f'<span class="tv-tags">{tags}</span>' if tags else ""
    if here:
        below += "".join(_why(view, passage.passage_id, theme) for theme in passage.themes)
    return (
        f'<div class="{" ".join(classes)}" id="{_anchor(passage.passage_id)}">'
        f'{speaker}<span class="tv-told">{words}</span>{below}</div>'
    )


def _tag(view: View, theme: str, maybe: bool) -> str:
    css = (
        "tv-tag"
        + (" tv-against" if _critical(view, theme) else "")
        + (" tv-maybe" if maybe else "")
    )
    label = view.theme_label(theme)
    if maybe:
        label = view.t("explorer.story.by_machine", theme=label)
    return f'<span class="{css}">{escape(label)}</span>'


def _why(view: View, passage_id: str, theme: str) -> str:
    """Return why the machine thinks of a theme here; empty when it does not."""
    why = explanation(view, passage_id, theme)
    return f"<strong>{escape(view.theme_label(theme))}</strong>{why}" if why else ""


def _critical(view: View, theme: str) -> bool:
    return view.results.codebook.theme(theme).polarity is Polarity.CRITICAL


def _anchor(passage_id: str) -> str:
    return f"passage-{escape(passage_id, quote=True).replace('.', '-')}"


def _scroll_to(passage_id: str) -> None:
    """Bring the asked passage into view; the id comes from the tables, never from the address."""
    target = json.dumps(_anchor(passage_id))
    st.html(
        "<script>setTimeout(() => document.getElementById("
        f"{target})?.scrollIntoView({{block: 'center'}}), 150);</script>",
        unsafe_allow_javascript=True,
    )
