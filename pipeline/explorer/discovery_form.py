"""The forms that make passages a theme, or say why a candidate is none."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from pipeline.discovery import acceptance, rejection, theme_id
from pipeline.explorer import components as ui
from pipeline.explorer.discovery_data import Desk, members_of, told
from pipeline.findings import Row
from pipeline.text import number

MOST = 30
"""Passages that a person is asked about at once."""
LABEL_LENGTH = 80
EXAMPLES = 3
REASONS = ("not_a_theme", "known", "mixed", "private")


def theme_form(
    desk: Desk,
    who: str,
    passages: pd.DataFrame,
    *,
    candidate: str = "",
    others: pd.DataFrame | None = None,
    key: str = "new",
) -> None:
    """Ask for a name, a definition and the passages that show it; then make it a theme.

    Parameters
    ----------
    passages
        Rows of PASSAGES, those to ask about first; with a column ``role`` the exemplars are
        ticked already.
    candidate
        The candidate that becomes a theme; empty: a person's own find.
    others
        Open candidates that may be the same thing.
    """
    t = desk.view.t
    place = candidate or key
    label = st.text_input(t("discovering.make.name"), max_chars=LABEL_LENGTH, key=f"label-{place}")
    definition = st.text_area(t("discovering.make.definition"), key=f"definition-{place}")
    same = _ask_same(desk, others, place)
    merged = [members_of(desk.view, one) for one in same]
    together = pd.concat([passages, *merged], ignore_index=True).drop_duplicates("passage_id")
    chosen = _ask_passages(desk, together, place)
    text = t("discovering.make.chosen", n=number(len(chosen), language=desk.view.language))
    ui.show(f'<p class="tv-small tv-quiet">{escape(text)}</p>')
    ready = bool(who and (label or "").strip() and len(chosen))
    if not ready:
        ui.show(f'<p class="tv-small">{escape(t("discovering.make.need"))}</p>')
    pressed = st.button(
        t("discovering.make.save"), type="primary", disabled=not ready, key=f"save-{place}"
    )
    if pressed:
        _accept(desk, who, [*([candidate] if candidate else []), *same], label, definition, chosen)
        _leave()


def reject_form(desk: Desk, who: str, candidate: str, members: pd.DataFrame) -> None:
    """Ask why a candidate is no theme, and keep it so."""
    t = desk.view.t
    reason = st.selectbox(
        t("discovering.reject.reason"),
        REASONS,
        index=None,
        placeholder=t("explorer.coding.choose"),
        format_func=lambda one: t(f"discovering.reason.{one}"),
        key=f"reason-{candidate}",
    )
    more = st.text_input(t("discovering.reject.more"), key=f"more-{candidate}")
    pressed = st.button(
        t("discovering.reject.save"),
        disabled=not (who and reason),
        key=f"reject-{candidate}",
    )
    if pressed and reason:
        words = ". ".join(part for part in (t(f"discovering.reason.{reason}"), more) if part)
        desk.record(who, rejection([candidate], words, members))
        _leave()


def _ask_same(desk: Desk, others: pd.DataFrame | None, place: str) -> list[str]:
    """Ask which other candidates are the same thing: accepted, they become one theme."""
    if others is None or others.empty:
        return []
    names = dict(zip(others["candidate"], others["label"], strict=True))
    return st.multiselect(
        desk.view.t("discovering.make.same"),
        list(names),
        format_func=lambda one: names[one],
        key=f"same-{place}",
    )


def _ask_passages(desk: Desk, passages: pd.DataFrame, place: str) -> pd.DataFrame:
    """Let a person say of each passage whether the theme is in it; unseen words are not asked."""
    t = desk.view.t
    rows = [
        (row, words)
        for row in passages.head(MOST).to_dict("records")
        if (words := told(desk.view, row)) is not None
    ]
    ui.show(f"<h3>{escape(t('discovering.make.passages'))}</h3>")
    keys = [f"tick-{place}-{row['passage_id']}" for row, _ in rows]
    st.button(t("discovering.make.all"), key=f"all-{place}", on_click=_tick_all, args=(keys,))
    ticked = []
    for key, (row, words) in zip(keys, rows, strict=True):
        st.session_state.setdefault(key, _ticked_first(row))
        ticked.append(st.checkbox(_plain(words), key=key))
    inside = [row["passage_id"] for (row, _), tick in zip(rows, ticked, strict=True) if tick]
    return passages[passages["passage_id"].isin(inside)]


def _ticked_first(row: Row) -> bool:
    return bool(row.get("role", "") == "exemplar")


def _tick_all(keys: Sequence[str]) -> None:
    for key in keys:
        st.session_state[key] = True


def _plain(words: str) -> str:
    """Return words so that Markdown leaves them as they are."""
    return "".join(f"\\{one}" if one in "\\`*_{}[]<>()#+-.!|~$:" else one for one in words)


def _accept(
    desk: Desk,
    who: str,
    candidates: Sequence[str],
    label: str,
    definition: str,
    chosen: pd.DataFrame,
) -> None:
    taken = {*desk.decided.codebook.ids, *desk.view.results.codebook.ids, *desk.decided.retired}
    examples = [
        words
        for row in chosen.head(EXAMPLES).to_dict("records")
        if (words := told(desk.view, row)) is not None
    ]
    name = theme_id(label.strip(), taken | set(desk.decided.renamed))
    details = acceptance(candidates, name, label.strip(), definition.strip(), chosen, examples)
    desk.record(who, details)


def _leave() -> None:
    """Go on to the decisions, where the new one stands first."""
    st.query_params.pop("kandidaat", None)
    st.session_state.pop("discovery_start", None)
    st.session_state["discovery_goto"] = "besluiten"
    st.rerun()
