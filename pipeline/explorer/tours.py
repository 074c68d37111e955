"""Guided tours: the two questions this program began with, one step a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.findings import Kind

PARAMETER = "rondleiding"


@dataclass(frozen=True, slots=True)
class Tour:
    """A theme held against an outcome; ``tours.<name>`` holds what each step says."""

    name: str
    theme: str
    indicator: str


TOURS = (
    Tour("school", "juiste_zetje", "vsv"),
    Tour("debt", "grip_op_geld", "problematische_schulden"),
)
Step = tuple[str, Mapping[str, str]]
"""Page and the parameters of its view."""


def tours_of(view: View) -> list[Tour]:
    """Return the tours that this study has the theme and the outcome for."""
    findings = view.tables["findings"]
    pairs = set(zip(findings["theme"], findings["indicator"], strict=True))
    return [tour for tour in TOURS if {(tour.theme, tour.indicator), (tour.theme, "")} <= pairs]


def steps(tour: Tour, view: View) -> list[Step]:
    """Return the pages of a tour in order: from the count to the words, and to the talk."""
    findings = view.tables["findings"]
    mine = findings[findings["theme"] == tour.theme]
    share = mine.loc[mine["kind"] == Kind.PREVALENCE, "finding_id"].iloc[0]
    linked = mine.loc[mine["indicator"] == tour.indicator, "finding_id"].iloc[0]
    return [
        ("themas", {"thema": tour.theme}),
        ("verhalen", {"bevinding": share}),
        ("tellen-en-vertellen", {"thema": tour.theme, "cijfer": tour.indicator}),
        ("bevindingen", {"bevinding": linked}),
        ("vergadering", {"bevinding": linked}),
    ]


def address(view: View, tour: Tour, number: int) -> str:
    """Return the address of a step, counted from 1."""
    page, params = steps(tour, view)[number - 1]
    return view.link(page, **params, **{PARAMETER: f"{tour.name}.{number}"})


def bar(view: View) -> str:
    """Return what the step of the tour in the address says; empty when there is none."""
    asked = st.query_params.get(PARAMETER, "")
    if not asked:
        return ""
    name, _, number = asked.partition(".")
    tour = next((tour for tour in tours_of(view) if tour.name == name), None)
    if tour is None or not number.isdigit():
        return ""
    count, at = len(steps(tour, view)), int(number)
    if not 1 <= at <= count:
        return ""
    t = view.t
    place = t("tours.place", title=t(f"tours.{name}.title"), at=at, count=count)
    ways = []
    if at > 1:
        ways.append(ui.link(t("tours.previous"), address(view, tour, at - 1)))
    if at < count:
        ways.append(ui.link(t("tours.next"), address(view, tour, at + 1)))
    ways.append(ui.link(t("tours.stop"), view.link("bevindingen")))
    return (
        f'<aside class="tv-tour" aria-label="{escape(place, quote=True)}">'
        f'<p class="tv-small"><strong>{escape(place)}</strong></p>'
        f"<p>{escape(t(f'tours.{name}.step_{at}'))}</p>"
        f'<p class="tv-facts">{"".join(ways)}</p></aside>'
    )


def invitations(view: View) -> str:
    """Return the ways into the tours; empty when the study has none."""
    tours = tours_of(view)
    if not tours:
        return ""
    t = view.t
    cards = "".join(
        f"<li>{ui.link(t(f'tours.{tour.name}.title'), address(view, tour, 1))}"
        f'<span class="tv-small tv-quiet"> {escape(t(f"tours.{tour.name}.lead"))}</span></li>'
        for tour in tours
    )
    title = escape(t("tours.invite"))
    return f'<nav aria-label="{title}"><h2>{title}</h2><ul class="tv-list">{cards}</ul></nav>'
