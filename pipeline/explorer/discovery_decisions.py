"""What people decided about themes: rename, merge, split, and take back."""

from __future__ import annotations

from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from pipeline.discovery import standing, theme_id
from pipeline.domain import Severity
from pipeline.explorer import components as ui
from pipeline.explorer.deciding import ask_name, show_decision
from pipeline.explorer.discovery_data import Desk, told
from pipeline.text import date_text, problem_sentence


def show_decisions(desk: Desk) -> None:
    """Show the themes that people made, how to change them, and every decision so far."""
    t = desk.view.t
    ui.show(ui.section(t("discovering.decisions.title"), t("discovering.decisions.lead")))
    made = desk.made
    events = standing(desk.history)
    if not events:
        ui.show(f"<p>{escape(t('discovering.decisions.nothing'))}</p>")
    ui.show(ui.bullets(f"{desk.label(name)} ({name})" for name in made))
    for problem in desk.decided.problems:
        if problem.severity is not Severity.NOTICE:
            st.warning(problem_sentence(problem, desk.view.language))
    who = ask_name(desk.view)
    with st.expander(t("discovering.rename.title")):
        _rename(desk, who)
    with st.expander(t("discovering.merge.title")):
        _merge(desk, who)
    if made:
        with st.expander(t("discovering.split.title")):
            _split(desk, who, made)
    _show_log(desk, who, events)


def _rename(desk: Desk, who: str) -> None:
    t = desk.view.t
    theme = _ask_theme(desk, list(desk.decided.codebook.ids), "rename")
    if theme is None:
        return
    now = desk.decided.codebook.theme(theme)
    label = st.text_input(t("discovering.make.name"), now.label, key=f"rename-label-{theme}")
    definition = st.text_area(
        t("discovering.make.definition"), now.definition, key=f"rename-definition-{theme}"
    )
    if st.button(
        t("discovering.rename.save"), key="rename-save", disabled=not (who and label.strip())
    ):
        _decide(
            desk,
            who,
            {"action": "rename", "theme": theme, "label": label, "definition": definition},
        )


def _merge(desk: Desk, who: str) -> None:
    t = desk.view.t
    ids = list(desk.decided.codebook.ids)
    parts = st.multiselect(
        t("discovering.merge.which"), ids, format_func=desk.label, key="merge-which"
    )
    if len(parts) < 2:
        ui.show(f'<p class="tv-small">{escape(t("discovering.merge.need"))}</p>')
        return
    target = st.selectbox(
        t("discovering.merge.into"), parts, format_func=desk.label, key="merge-into"
    )
    if st.button(t("discovering.merge.save"), key="merge-save", disabled=not who):
        _decide(desk, who, {"action": "merge", "themes": parts, "theme": target})


def _split(desk: Desk, who: str, made: list[str]) -> None:
    """Divide the passages of a theme over two new ones; each goes to the first or the second."""
    t = desk.view.t
    theme = _ask_theme(desk, made, "split")
    if theme is None:
        return
    labels = [
        st.text_input(t(f"discovering.split.{name}"), key=f"split-{name}-{theme}")
        for name in ("first", "second")
    ]
    definitions = [
        st.text_area(t(f"discovering.split.{name}_definition"), key=f"split-{name}-text-{theme}")
        for name in ("first", "second")
    ]
    own = _passages_of(desk, theme)
    ui.show(f"<h3>{escape(t('discovering.split.divide'))}</h3>")
    choices: list[list[Any]] = [[], []]
    for row in own.to_dict("records"):
        words = told(desk.view, row) or t("explorer.words.no_consent")
        side = st.radio(
            words,
            (0, 1),
            format_func=lambda one: labels[one].strip() or t(f"discovering.split.side.{one + 1}"),
            horizontal=True,
            key=f"side-{theme}-{row['passage_id']}",
        )
        span = [str(row["story_id"]), int(row["source_start"]), int(row["source_end"])]
        choices[side].append(span)
    ready = bool(who and all(label.strip() for label in labels) and all(choices))
    if not ready:
        ui.show(f'<p class="tv-small">{escape(t("discovering.split.need"))}</p>')
    if st.button(t("discovering.split.save"), key="split-save", disabled=not ready):
        taken = {*desk.decided.codebook.ids, *desk.decided.retired, *desk.decided.renamed}
        parts = []
        for label, definition, passages in zip(labels, definitions, choices, strict=True):
            name = theme_id(label.strip(), taken)
            taken.add(name)
            parts.append(
                {
                    "theme": name,
                    "label": label.strip(),
                    "definition": definition.strip(),
                    "passages": passages,
                }
            )
        _decide(desk, who, {"action": "split", "theme": theme, "parts": parts})


def _ask_theme(desk: Desk, themes: list[str], key: str) -> str | None:
    return st.selectbox(
        desk.view.t("explorer.column.theme"),
        themes,
        index=None,
        placeholder=desk.view.t("explorer.coding.choose"),
        format_func=desk.label,
        key=f"{key}-theme",
    )


def _passages_of(desk: Desk, theme: str) -> pd.DataFrame:
    """Return the passages that came with a theme."""
    codings = desk.decided.codings
    own = codings[codings["theme"] == theme].drop_duplicates(["story_id", "start", "end"])
    spans = own.rename(columns={"start": "source_start", "end": "source_end"})
    spans = spans[["story_id", "source_start", "source_end"]]
    return desk.view.tables["passages"].merge(
        spans.astype({"story_id": "string", "source_start": "Int64", "source_end": "Int64"}),
        on=["story_id", "source_start", "source_end"],
    )


def _show_log(desk: Desk, who: str, events: list[dict[str, Any]]) -> None:
    """Show every decision that stands, the latest first, each with a way to take it back."""
    t = desk.view.t
    if not events:
        return
    ui.show(ui.section(t("discovering.log.title"), t("discovering.log.lead")))
    for event in reversed(events):
        show_decision(desk.view, desk.book, int(event["id"]), _told(desk, event), who)


def _told(desk: Desk, event: dict[str, Any]) -> str:
    """Return one decision as a sentence."""
    details = event["details"]
    theme = str(details.get("theme", ""))
    candidates = details.get("candidates", ())
    values = {
        "who": event["who"],
        "day": date_text(pd.Timestamp(event["at"]).date(), desk.view.language),
        "theme": str(details.get("label", "")) or desk.label(theme),
        "n": len(details.get("passages", ())),
        "reason": str(details.get("reason", "")),
        "parts": ", ".join(f"‘{part['label']}’" for part in details.get("parts", ())),
        "from": ", ".join(f"‘{desk.label(name)}’" for name in details.get("themes", ())),
    }
    action = str(details.get("action", ""))
    kind = "found" if action == "accept" and not candidates else action
    return desk.view.t(f"discovering.log.{kind}", **values)


def _decide(desk: Desk, who: str, details: dict[str, Any]) -> None:
    desk.record(who, details)
    st.rerun()
