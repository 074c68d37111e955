"""Candidate themes as cards, and one from close by with the ways to decide about it."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.domain import Problem, Severity
from pipeline.explorer import components as ui
from pipeline.explorer.deciding import ask_name
from pipeline.explorer.discovery_data import (
    PAGE,
    Desk,
    candidates_of,
    cards,
    members_of,
    passage_card,
    told,
)
from pipeline.explorer.discovery_form import reject_form, theme_form
from pipeline.findings import Row
from pipeline.text import number, percent, problem_sentence

OFTEN = 0.8
NEW, PARTLY_NEW = 0.6, 0.35
"""Distance to the nearest theme from which a candidate is called new, or partly new."""


def show_candidates(desk: Desk) -> None:
    """Show the candidate that the address names, or all of them."""
    candidates = candidates_of(desk)
    asked = st.query_params.get("kandidaat", "")
    if asked in set(candidates["candidate"]):
        _show_one(desk, candidates, candidates[candidates["candidate"] == asked].iloc[0])
        return
    t = desk.view.t
    waiting = candidates[candidates["status"] == "open"]
    stable = waiting[waiting["stable"]]
    if stable.empty:
        _show_none(desk, bool(len(candidates) > len(waiting)))
    for scope in ("residual", "all"):
        rows = stable[stable["scope"] == scope]
        if len(rows):
            lead = t(f"discovering.scope.{scope}_lead")
            ui.show(ui.section(t(f"discovering.scope.{scope}"), lead))
            ui.show(cards(_card(desk, row) for row in rows.to_dict("records")))
    _show_remarks(desk)
    unsure = waiting[~waiting["stable"]]
    if len(unsure):
        with st.expander(t("discovering.unsure", n=len(unsure))):
            ui.show(f'<p class="tv-quiet tv-small">{escape(t("discovering.unsure_lead"))}</p>')
            ui.show(cards(_card(desk, row) for row in unsure.to_dict("records")))


def stability_text(desk: Desk, row: Row) -> str:
    """Return how often a candidate came back, in words and as a number."""
    view = desk.view
    share = percent(float(row["stability"]), language=view.language)
    level = "often" if row["stability"] >= OFTEN else "mostly" if row["stable"] else "unsure"
    return view.t(f"discovering.stability.{level}", share=share)


def novelty_text(desk: Desk, row: Row) -> str:
    """Return how new a candidate is, with the nearest theme by name."""
    novelty = row["novelty"]
    if pd.isna(novelty) or not row["nearest_theme"]:
        return desk.view.t("discovering.novelty.no_codebook")
    level = "new" if novelty >= NEW else "partly" if novelty >= PARTLY_NEW else "known"
    shown = number(float(novelty), 2, desk.view.language)
    nearest = desk.label(str(row["nearest_theme"]))
    return desk.view.t(f"discovering.novelty.{level}", theme=nearest, novelty=shown)


def _show_none(desk: Desk, decided: bool) -> None:
    """Say honestly that there is nothing (left) that holds."""
    t = desk.view.t
    looked_at = desk.view.results.manifest["discovery"]["all"]["passages"]
    shown = number(looked_at, language=desk.view.language)
    key = "all_decided" if decided else "none"
    ui.show(
        ui.section(t(f"discovering.{key}.title")),
        f"<p>{escape(t(f'discovering.{key}.text', n=shown))}</p>",
        f'<p class="tv-quiet">{escape(t("discovering.none.next"))}</p>',
    )


def _show_remarks(desk: Desk) -> None:
    """Show what a reader must keep in mind: few passages, or a sample."""
    said = desk.view.results.manifest["discovery"]
    problems = [
        Problem(item["code"], Severity(item["severity"]), values=item["values"])
        for scope in ("all", "residual")
        for item in said[scope]["remarks"]
        if item["code"] != "discovery.none"
    ]
    sentences = dict.fromkeys(problem_sentence(one, desk.view.language) for one in problems)
    if sentences:
        ui.show(ui.bullets(sentences))


def _card(desk: Desk, row: Row) -> str:
    view = desk.view
    members = members_of(view, row["candidate"]).to_dict("records")
    first = next((one for one in members if told(view, one) is not None), members[0])
    address = view.link(PAGE, kandidaat=str(row["candidate"]))
    parts = (
        ui.count_text(view, int(row["n_passages"]), "passages"),
        ui.count_text(view, int(row["n_stories"]), "stories"),
    )
    return (
        f'<div class="tv-tile"><span class="tv-name">{escape(str(row["label"]))}</span>'
        f'<span class="tv-small">{escape(stability_text(desk, row))}</span>'
        f'<span class="tv-small tv-quiet">{escape(novelty_text(desk, row))}</span>'
        f'<span class="tv-small tv-quiet">{escape(" · ".join(parts))}</span>'
        f"{_short(desk, first)}"
        f'<span class="tv-links">{ui.link(view.t("discovering.look"), address)}</span></div>'
    )


def _short(desk: Desk, passage: Row) -> str:
    return passage_card(desk.view, passage, desk.view.t("discovery.role.exemplar"))


def _show_one(desk: Desk, candidates: pd.DataFrame, row: Row) -> None:
    view, t = desk.view, desk.view.t
    members = members_of(view, row["candidate"])
    back = ui.link(f"← {t('discovering.back')}", view.link(PAGE))
    ui.show(
        f'<p class="tv-small">{back}</p>',
        ui.section(
            t("discovering.proposed", label=str(row["label"])), t("discovery.explain.candidate")
        ),
        f"<p>{escape(stability_text(desk, row))} {escape(novelty_text(desk, row))}</p>",
        ui.facts(
            [
                ui.count_text(view, int(row["n_passages"]), "passages"),
                ui.count_text(view, int(row["n_stories"]), "stories"),
                t("discovering.words", words=str(row["words"])),
            ]
        ),
    )
    shown = members[members["role"].isin(["exemplar", "border"])]
    ui.show(
        cards(
            passage_card(
                view,
                member,
                t(f"discovery.role.{member['role']}"),
                "count" if member["role"] == "exemplar" else "against",
            )
            for member in shown.to_dict("records")
        )
    )
    if row["status"] != "open":
        status = t(f"discovering.status.{row['status']}")
        ui.show(f"<p>{escape(status)}</p>")
        return
    ui.show(ui.section(t("discovering.decide"), t("discovering.decide_lead")))
    who = ask_name(view)
    others = candidates[
        (candidates["status"] == "open") & (candidates["candidate"] != row["candidate"])
    ]
    with st.expander(t("discovering.make.title"), expanded=True):
        theme_form(desk, who, members, candidate=str(row["candidate"]), others=others)
    with st.expander(t("discovering.reject.title")):
        reject_form(desk, who, str(row["candidate"]), members)
