"""Guided mode: a hunch in a sentence, and the passages nearest to it as a start."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from pipeline.discovery import nearest_passages
from pipeline.domain import UserError
from pipeline.embedding import load_embedder
from pipeline.explorer import components as ui
from pipeline.explorer.deciding import ask_name
from pipeline.explorer.discovery_data import Desk
from pipeline.explorer.discovery_form import theme_form
from pipeline.text import problem_sentence

HUNCH_LENGTH = 300


def show_guided(desk: Desk) -> None:
    """Ask what a person thinks to be in the stories, and show what comes nearest."""
    view, t = desk.view, desk.view.t
    ui.show(ui.section(t("discovering.guided.title"), t("discovering.guided.lead")))
    hunch = st.text_input(
        t("discovering.guided.hunch"),
        max_chars=HUNCH_LENGTH,
        placeholder=t("discovering.guided.example"),
        key="discovery_hunch",
    )
    fresh = st.checkbox(t("discovering.guided.residual"), key="discovery_residual")
    if not (hunch or "").strip():
        return
    try:
        near = _nearest(desk, hunch, fresh)
    except UserError as error:
        ui.show(ui.bullets(problem_sentence(one, view.language) for one in error.problems))
        return
    if near.empty:
        ui.show(f"<p>{escape(t('discovering.guided.nothing'))}</p>")
        return
    ui.show(ui.section(t("discovering.make.title"), t("discovering.guided.read")))
    who = ask_name(view)
    theme_form(desk, who, near, key="hunch")


def _nearest(desk: Desk, hunch: str, residual: bool) -> pd.DataFrame:
    """Return PASSAGES nearest to a hunch, nearest first."""
    tables = desk.view.tables
    wanted = desk.view.results.settings.language.vectors
    with st.spinner(desk.view.t("discovering.guided.looking")):
        near = nearest_passages(
            hunch,
            tables["passages"],
            lambda texts: np.asarray(load_embedder(wanted).encode(texts)),
            codings=tables["codings"],
            residual=residual,
        )
    return near[["passage_id"]].merge(tables["passages"], on="passage_id")
