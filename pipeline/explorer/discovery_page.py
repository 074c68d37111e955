"""Ontdekken: what stories tell that nobody named yet, and what people make of it."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

import streamlit as st

from pipeline.domain import UserError
from pipeline.explorer import components as ui
from pipeline.explorer.discovery_candidates import show_candidates
from pipeline.explorer.discovery_coverage import show_coverage
from pipeline.explorer.discovery_data import Desk, open_desk, show_waiting
from pipeline.explorer.discovery_decisions import show_decisions
from pipeline.explorer.discovery_guided import show_guided
from pipeline.explorer.discovery_map import show_map
from pipeline.explorer.discovery_patterns import show_groups, show_relations
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.text import problem_sentence

PARTS: dict[str, Callable[[Desk], None]] = {
    "kandidaten": show_candidates,
    "ingeving": show_guided,
    "kaart": show_map,
    "waar": show_groups,
    "verhaal": show_relations,
    "dekking": show_coverage,
    "besluiten": show_decisions,
}


@page
def show(view: View) -> None:
    """Show the part that the address names, or the candidates."""
    t = view.t
    ui.show(ui.heading(t("discovering.title"), t("discovering.lead")))
    if "discovery" not in view.results.manifest:
        ui.show(f"<p>{escape(t('discovering.run_first'))}</p>")
        return
    try:
        desk = open_desk(view)
    except UserError as error:
        ui.show(ui.bullets(problem_sentence(one, view.language) for one in error.problems))
        return
    show_waiting(desk)
    PARTS[_part(view)](desk)


def _part(view: View) -> str:
    """Ask which part to show; the address keeps it."""
    asked = st.query_params.get("deel", "kandidaten")
    st.session_state.setdefault("discovery_part", asked if asked in PARTS else "kandidaten")
    if "discovery_goto" in st.session_state:
        st.session_state["discovery_part"] = st.session_state.pop("discovery_goto")
    chosen = st.pills(
        view.t("discovering.parts"),
        list(PARTS),
        format_func=lambda part: view.t(f"discovering.part.{part}"),
        key="discovery_part",
        label_visibility="collapsed",
    )
    part = chosen or "kandidaten"
    if part != asked:
        st.query_params["deel"] = part
        for name in ("kandidaat", "thema"):
            st.query_params.pop(name, None)
    return part
