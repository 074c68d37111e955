"""Coderen: passages one by one, with what the machine suggests; a person decides."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.domain import Decision
from pipeline.explorer import components as ui
from pipeline.explorer.coding_queue import blind_queue, open_queue
from pipeline.explorer.deciding import ask_name, show_decision
from pipeline.explorer.explain_view import explanation
from pipeline.explorer.shell import page
from pipeline.explorer.state import View, journal
from pipeline.findings import Row, spoken_span
from pipeline.store import Event, Journal, audit_of
from pipeline.text import date_text, number, percent

CODING = "coding"
LIKELY = 0.15
"""Probability from which a theme is suggested."""
SUGGESTIONS = 5


@page
def show(view: View) -> None:
    """Show the passage that is next for this person, or the one that the address names."""
    t = view.t
    ui.show(ui.heading(t("explorer.coding.title"), t("explorer.coding.lead")))
    who = ask_name(view)
    book = journal(view.results.study)
    events = book.events(CODING)
    _show_waiting(view, book)
    if not who:
        ui.show(f"<p>{escape(t('explorer.coding.need_name'))}</p>")
        return
    sample = audit_of(book.events())
    blind = _ask_mode(view, sample)
    passages = view.tables["passages"].set_index("passage_id", drop=False)
    mine = _mine(events, who, passages)
    queue = _queue(view, frozenset(mine["passage_id"]), sample, blind)
    if queue.empty:
        ui.show(f"<p>{escape(t('explorer.coding.nothing'))}</p>")
        return
    at = _position(queue)
    row = queue.iloc[at]
    passage = passages.loc[row["passage_id"]]
    _show_passage(view, passage, str(row["why"]), at, len(queue))
    decided = mine[mine["passage_id"] == passage["passage_id"]]
    if not blind:
        _show_suggestions(view, book, who, passage, decided)
    _show_additions(view, book, who, passage, blind)
    _show_decisions(view, book, who, decided)
    _show_moves(view, at, len(queue))


def _ask_mode(view: View, sample: pd.DataFrame) -> bool:
    """Ask for the queue or the audit sample; whether the machine's suggestions stay hidden."""
    if sample.empty:
        return False
    chosen = st.radio(
        view.t("explorer.coding.mode"),
        ("queue", "blind"),
        format_func=lambda mode: view.t(f"explorer.coding.mode_{mode}"),
        horizontal=True,
        key="coding_mode",
    )
    return chosen == "blind"


def _show_waiting(view: View, book: Journal) -> None:
    """Say how many decisions the last run had not seen yet."""
    new = len(book.events()) - int(view.results.manifest.get("decisions", 0))
    if new > 0:
        text = view.t("explorer.coding.waiting", n=number(new, language=view.language))
        ui.show(f'<p class="tv-small tv-quiet">{escape(text)}</p>')


def _mine(events: pd.DataFrame, who: str, passages: pd.DataFrame) -> pd.DataFrame:
    """Return this person's standing decisions, with the passage of each."""
    own = events[events["who"] == who]
    spans = passages[["story_id", "source_start", "source_end", "passage_id"]].reset_index(
        drop=True
    )
    return own.merge(
        spans,
        left_on=["story_id", "start", "end"],
        right_on=["story_id", "source_start", "source_end"],
    )


def _queue(view: View, decided: frozenset[str], sample: pd.DataFrame, blind: bool) -> pd.DataFrame:
    """Return this session's queue; it keeps its order while a person works through it."""
    asked = st.query_params.get("passage", "")
    kept = st.session_state.get("queue")
    key = (view.results.key, blind, tuple(sample["story_id"]))
    if kept is not None and kept[0] == key:
        queue: pd.DataFrame = kept[1]
    else:
        made = blind_queue if blind else open_queue
        queue = made(view.tables, decided, sample)
        st.session_state["queue"], st.session_state["queue_at"] = (key, queue), 0
        if asked in set(queue["passage_id"]):
            st.session_state["queue_at"] = int((queue["passage_id"] == asked).argmax())
    return queue


def _position(queue: pd.DataFrame) -> int:
    at = int(st.session_state.get("queue_at", 0))
    return min(max(at, 0), len(queue) - 1)


def _show_passage(view: View, passage: Row, why: str, at: int, total: int) -> None:
    t = view.t
    rows = view.tables["passages"]
    story = rows[rows["story_id"] == passage["story_id"]]
    place = t(
        "explorer.coding.place",
        passage=passage["passage_id"],
        at=number(at + 1, language=view.language),
        total=number(total, language=view.language),
    )
    before = _neighbour(view, story, int(passage["number"]) - 1)
    after = _neighbour(view, story, int(passage["number"]) + 1)
    reason = t(f"explorer.coding.why.{why}")
    ui.show(
        f'<p class="tv-small tv-quiet">{escape(place)} {escape(reason)}</p>'
        f'<div class="tv-story">{before}{_told(view, passage, "tv-coded tv-here")}{after}</div>'
    )


def _neighbour(view: View, story: pd.DataFrame, place: int) -> str:
    found = story[story["number"] == place]
    return _told(view, found.iloc[0], "tv-question") if len(found) else ""


def _told(view: View, passage: Row, css: str) -> str:
    """Return a passage with its speaker, as HTML."""
    speaker = str(passage["speaker"])
    label = f'<span class="tv-speaker">{escape(speaker)}</span>' if speaker else ""
    words = f'<span class="tv-told">{escape(_spoken(view, passage))}</span>'
    return f'<div class="tv-passage {css}">{label}{words}</div>'


def _spoken(view: View, passage: Row) -> str:
    stories = view.tables["stories"]
    text = str(stories.loc[stories["story_id"] == passage["story_id"], "text"].iloc[0])
    start, end = spoken_span(text, passage["start"], passage["end"], passage["speaker"])
    return text[start:end]


def _show_suggestions(
    view: View, book: Journal, who: str, passage: Row, decided: pd.DataFrame
) -> None:
    t = view.t
    said = dict(zip(decided["theme"], decided["decision"], strict=True))
    codings = view.tables["codings"]
    mine = codings[codings["passage_id"] == passage["passage_id"]]
    likely = mine[mine["present"] | (mine["probability"].fillna(0.0) >= LIKELY)]
    likely = likely.sort_values(["present", "probability"], ascending=False).head(SUGGESTIONS)
    ui.show(ui.section(t("explorer.coding.suggestions")))
    if likely.empty:
        ui.show(f'<p class="tv-quiet">{escape(t("explorer.coding.no_suggestions"))}</p>')
    for row in likely.to_dict("records"):
        _show_suggestion(view, book, who, passage, row, said.get(row["theme"], ""))


def _show_suggestion(
    view: View, book: Journal, who: str, passage: Row, row: Row, decided: str
) -> None:
    """Show one suggestion with its two answers; the one given stands out."""
    theme = view.results.codebook.theme(row["theme"])
    words, answers = st.columns([6, 3], vertical_alignment="center")
    with words:
        ui.show(
            f"<strong>{escape(view.theme_label(theme.id))}</strong> "
            f'<span class="tv-quiet tv-small">{escape(_believed(view, row))}</span>'
            f'<p class="tv-quiet tv-small">{escape(theme.definition)}</p>',
            explanation(view, str(passage["passage_id"]), theme.id),
        )
    with answers, st.container(horizontal=True):
        for decision, name in ((Decision.PRESENT, "accept"), (Decision.ABSENT, "reject")):
            st.button(
                view.t(f"explorer.coding.{name}"),
                key=f"{name}-{passage['passage_id']}-{theme.id}",
                type="primary" if decided == decision else "secondary",
                width="stretch",
                on_click=_decide,
                args=(view, book, who, passage, theme.id, decision),
            )


def _believed(view: View, row: Row) -> str:
    """Return what is thought of a suggestion so far: the probability, and whether people saw it."""
    parts: list[str] = []
    probability = row["probability"]
    if not pd.isna(probability):
        share = percent(float(probability), language=view.language)
        parts.append(view.t("explorer.coding.probability", share=share))
    if row["by"] == "human" and row["present"]:
        parts.append(view.t("explorer.coding.people_saw"))
    return ", ".join(parts)


def _show_additions(view: View, book: Journal, who: str, passage: Row, blind: bool) -> None:
    t = view.t
    choose, add, none = st.columns([4, 2, 2], vertical_alignment="bottom")
    with choose:
        theme = st.selectbox(
            t("explorer.coding.other"),
            view.results.codebook.ids,
            index=None,
            placeholder=t("explorer.coding.choose"),
            format_func=view.theme_label,
            key=f"other-{passage['passage_id']}",
        )
    with add:
        st.button(
            t("explorer.coding.add"),
            key=f"add-{passage['passage_id']}",
            width="stretch",
            disabled=theme is None,
            on_click=_decide,
            args=(view, book, who, passage, theme, Decision.PRESENT, blind),
        )
    with none:
        st.button(
            t("explorer.coding.no_theme"),
            key=f"none-{passage['passage_id']}",
            width="stretch",
            on_click=_decide,
            args=(view, book, who, passage, "", Decision.ABSENT, blind),
        )


def _decide(
    view: View,
    book: Journal,
    who: str,
    passage: Row,
    theme: str,
    decision: Decision,
    blind: bool = False,
) -> None:
    """Write a decision to the journal; it is on disk before the page answers."""
    codings = view.tables["codings"]
    here = (codings["passage_id"] == passage["passage_id"]) & (codings["theme"] == theme)
    said = codings[here & (not blind)]
    probability = said["probability"].dropna()
    book.record(
        Event(
            who=who,
            kind=CODING,
            story_id=str(passage["story_id"]),
            start=int(passage["source_start"]),
            end=int(passage["source_end"]),
            theme=theme,
            decision=decision.value,
            codebook_version=view.results.codebook.version,
            suggested_by=view.coder if len(probability) else "",
            suggested_probability=float(probability.iloc[0]) if len(probability) else None,
            details={"blind": True} if blind else {},
        )
    )
    st.toast(view.t("explorer.coding.saved"))


def _show_decisions(view: View, book: Journal, who: str, mine: pd.DataFrame) -> None:
    """Show what this person decided about this passage, each with a way to take it back."""
    if mine.empty:
        return
    t = view.t
    ui.show(ui.section(t("explorer.coding.yours")))
    for event in mine.to_dict("records"):
        label = (
            view.theme_label(event["theme"]) if event["theme"] else t("explorer.coding.no_theme")
        )
        day = date_text(pd.Timestamp(event["at"]).date(), view.language)
        decision = t(f"explorer.coding.decided.{event['decision']}", theme=label, day=day)
        show_decision(view, book, int(event["id"]), decision, who)


def _show_moves(view: View, at: int, total: int) -> None:
    with st.container(horizontal=True):
        st.button(
            view.t("explorer.coding.previous"),
            disabled=at == 0,
            width="stretch",
            on_click=_move,
            args=(at - 1,),
        )
        st.button(
            view.t("explorer.coding.next"),
            type="primary",
            disabled=at == total - 1,
            width="stretch",
            on_click=_move,
            args=(at + 1,),
        )


def _move(to: int) -> None:
    st.session_state["queue_at"] = to
