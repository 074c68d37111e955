"""What the pages of discovery share: candidates, passages and what was decided so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pipeline.discovery import Decided, apply_decisions, candidate_spans
from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import attribution
from pipeline.explorer.state import View, journal
from pipeline.findings import Row, spoken_span, theme_label
from pipeline.ingest import read_codebook
from pipeline.store import Event, Journal
from pipeline.text import number

KIND = "candidate"
PAGE = "ontdekken"
ALIKE = 0.5
"""Share of passages from which a candidate is one that was decided about before."""


@dataclass(frozen=True)
class Desk:
    """A page of discovery with the journal beside it.

    Parameters
    ----------
    decided
        The study's codebook with all that people decided, also after the last run.
    history
        The whole journal.
    """

    view: View
    book: Journal
    history: pd.DataFrame
    decided: Decided

    def label(self, theme: str) -> str:
        """Return a theme's name, as it is now or as it was at the last run."""
        for codebook in (self.decided.codebook, self.view.results.codebook):
            if theme in codebook.ids:
                return theme_label(codebook.theme(theme), self.view.language)
        return theme

    @property
    def made(self) -> list[str]:
        """Themes that people made here."""
        given = read_codebook(self.view.results.study.codebook).ids
        return [name for name in self.decided.codebook.ids if name not in given]

    def record(self, who: str, details: Mapping[str, Any]) -> None:
        """Write a decision to the journal; it is on disk before the page answers."""
        self.book.record(
            Event(
                who=who,
                kind=KIND,
                theme=str(details.get("theme", "")),
                decision=str(details["action"]),
                codebook_version=self.decided.codebook.version,
                suggested_by="discovery" if details.get("candidates") else "",
                details=dict(details),
            )
        )
        st.toast(self.view.t("discovering.saved"))


def open_desk(view: View) -> Desk:
    """Read the codebook and the journal.

    Raises
    ------
    UserError
        If the study's codebook cannot be read.
    """
    book = journal(view.results.study)
    history = book.history()
    given = read_codebook(view.results.study.codebook)
    return Desk(view, book, history, apply_decisions(given, history))


def show_waiting(desk: Desk) -> None:
    """Say how many decisions about themes the last run had not seen yet."""
    seen = int(desk.view.results.manifest.get("journal", 0))
    fresh = desk.history[desk.history["id"] > seen]
    own = set(desk.history.loc[desk.history["kind"] == KIND, "id"])
    new = int(((fresh["kind"] == KIND) | fresh["refers_to"].isin(own)).sum())
    if new:
        text = desk.view.t("discovering.waiting", n=number(new, language=desk.view.language))
        ui.show(f'<p class="tv-banner" role="status">{escape(text)}</p>')


def candidates_of(desk: Desk) -> pd.DataFrame:
    """Return CANDIDATES with a column ``status``: open, or what was decided about it.

    A candidate of which most passages were in one that was decided about is that one, also
    when a new run gave it another id.
    """
    rows = desk.view.tables["candidates"]
    passages = desk.view.tables["passages"].set_index("passage_id")
    members = desk.view.tables["members"]
    by_id = dict(
        zip(desk.decided.statuses["candidate"], desk.decided.statuses["status"], strict=True)
    )
    earlier = candidate_spans(desk.history)
    status = []
    for candidate in rows["candidate"]:
        own = passages.loc[members.loc[members["candidate"] == candidate, "passage_id"]]
        spans = set(zip(own["story_id"], own["source_start"], own["source_end"], strict=True))
        alike = (
            said for said, those in earlier if len(spans & those) >= ALIKE * len(spans | those)
        )
        status.append(by_id.get(candidate) or next(alike, "open"))
    return rows.assign(status=pd.Series(status, index=rows.index, dtype="string"))


def members_of(view: View, candidate: str) -> pd.DataFrame:
    """Return the passages of a candidate with their words, exemplars first."""
    members = view.tables["members"]
    own = members[members["candidate"] == candidate].sort_values("rank")
    return own.drop(columns="story_id").merge(view.tables["passages"], on="passage_id")


def told(view: View, passage: Row) -> str | None:
    """Return the words of a passage; ``None`` where the teller did not agree to be quoted."""
    stories = view.tables["stories"]
    story = stories[stories["story_id"] == passage["story_id"]].iloc[0]
    if pd.isna(story["consent"]) or not story["consent"]:
        return None
    text = str(story["text"])
    start, end = spoken_span(text, passage["start"], passage["end"], passage["speaker"])
    return text[start:end]


def passage_card(view: View, passage: Row, why: str, tone: str = "count") -> str:
    """Return a passage as a card with the way to its story."""
    words = told(view, passage)
    if words is None:
        quiet = escape(view.t("explorer.words.no_consent"))
        return (
            f'<figure class="tv-quote tv-{tone}"><span class="tv-why">{escape(why)}</span>'
            f'<p class="tv-quiet">{quiet}</p></figure>'
        )
    stories = view.tables["stories"]
    story = stories[stories["story_id"] == passage["story_id"]].iloc[0]
    address = view.link(
        "verhalen", verhaal=str(passage["story_id"]), passage=str(passage["passage_id"])
    )
    opened = view.t("explorer.open_story")
    return ui.quote_card(words, why, attribution(view, story), address, opened, tone)


def cards(parts: Iterable[str]) -> str:
    """Return cards beside each other."""
    return f'<div class="tv-quotes">{"".join(parts)}</div>'
