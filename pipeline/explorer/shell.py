"""What surrounds every page: look, language, banner, and what to do when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from html import escape

import streamlit as st

from pipeline.domain import UserError
from pipeline.explorer import components as ui
from pipeline.explorer import roles, tours
from pipeline.explorer.state import View, open_view, reader_language
from pipeline.text import problem_sentence, texts


def page(render: Callable[[View], None]) -> Callable[[], None]:
    """Make a page of a function that shows results; without results the page explains itself."""

    @wraps(render)
    def shown() -> None:
        ui.style()
        try:
            view = open_view()
        except UserError as error:
            _show_problems(error)
            return
        if view is None:
            _show_empty()
            return
        ui.language_switch(view.language)
        roles.show_switch(view)
        label = ui.banner(view)
        if label:
            ui.show(label)
        if not roles.may_open(view.role, render.__module__):
            roles.show_closed(view)
            return
        step = tours.bar(view)
        if step:
            ui.show(step)
        render(view)

    return shown


def _show_problems(error: UserError) -> None:
    language = reader_language("nl")
    t = texts(language)
    sentences = [problem_sentence(problem, language) for problem in error.problems]
    ui.show(ui.heading(t("explorer.broken.title")), ui.bullets(sentences))


def _show_empty() -> None:
    t = texts(reader_language("nl"))
    steps = "".join(
        f"<li><p>{escape(t(f'explorer.empty.step_{number}'))}</p></li>" for number in (1, 2, 3)
    )
    ui.show(
        ui.heading(t("explorer.empty.title"), t("explorer.empty.lead")),
        f'<ol class="tv-plain" style="margin-top:1rem">{steps}</ol>',
    )
    st.code("vertellen run", language=None)
    ui.show(f'<p class="tv-quiet tv-small">{escape(t("explorer.empty.after"))}</p>')
