"""Who reads: the board, the organisation or the researcher, and what each may open.

A role decides what is shown. It is not a login: whoever can open the explorer can choose any role.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.report import Role

EVERYONE = frozenset(Role)
NOT_FOR_EVERYONE = {
    "registration_page": frozenset({Role.ORGANISATION, Role.RESEARCHER}),
    "discovery_page": frozenset({Role.ORGANISATION, Role.RESEARCHER}),
    "coding_page": frozenset({Role.RESEARCHER}),
    "reliability_page": frozenset({Role.RESEARCHER}),
}
"""Modules of pages that show single registrations, candidates or codings."""


def may_open(role: Role, module: str) -> bool:
    """Say whether a role may open the page of a module."""
    return role in NOT_FOR_EVERYONE.get(module.rpartition(".")[2], EVERYONE)


def show_switch(view: View) -> None:
    """Show who reads, and the way to this view for the others."""
    t = view.t
    parts = []
    for role in Role:
        name = escape(t(f"roles.{role.value}"))
        if role is view.role:
            parts.append(f'<strong aria-current="true">{name}</strong>')
        else:
            query = urlencode({**st.query_params.to_dict(), "rol": role.value}, doseq=True)
            parts.append(f'<a href="?{escape(query, quote=True)}">{name}</a>')
    note = escape(t("roles.guarded" if view.guarded else "roles.open"))
    label = escape(t("roles.label"))
    ui.show(
        f'<p class="tv-small tv-quiet tv-roles" title="{escape(t("roles.no_login"), quote=True)}">'
        f"{label} {' · '.join(parts)}. {note}</p>"
    )


def show_closed(view: View) -> None:
    """Say that this page is for other readers."""
    t = view.t
    ui.show(ui.heading(t("roles.closed"), t("roles.closed_lead")))
