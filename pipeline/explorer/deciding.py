"""What every page on which a person decides needs: who decides, and a way to take it back."""

from __future__ import annotations

from html import escape

import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.store import Journal

NAME_LENGTH = 40


def ask_name(view: View) -> str:
    """Ask who decides; the name stands in the journal and nowhere in the address."""
    name = st.text_input(
        view.t("explorer.coding.who"),
        key="coder_name",
        max_chars=NAME_LENGTH,
        help=view.t("explorer.coding.who_help"),
        persist_state="session",
    )
    return (name or "").strip()


def show_decision(view: View, book: Journal, event_id: int, words: str, who: str) -> None:
    """Show a decision with a way to take it back, as an event of its own."""
    told, undo = st.columns([6, 1.8], vertical_alignment="center")
    with told:
        ui.show(f"<p>{escape(words)}</p>")
    with undo:
        st.button(
            view.t("explorer.coding.undo"),
            key=f"undo-{event_id}",
            width="stretch",
            disabled=not who,
            on_click=_undo,
            args=(book, event_id, who),
        )


def _undo(book: Journal, event_id: int, who: str) -> None:
    book.retract(event_id, who)
