"""Vergadering: four questions about chosen findings, and a dated record that keeps its evidence."""

from __future__ import annotations

import datetime as dt
from html import escape

import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import number_mark, show_quotes, strength_note
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.findings import Kind, Row, sentence
from pipeline.report.minutes import freeze, minutes_html
from pipeline.store.meetings import QUESTIONS, Meeting, Meetings, new_meeting_id

AT_MOST = 3
"""Findings in one meeting: four questions about more of them take longer than an hour."""


@page
def show(view: View) -> None:
    """Show a form for a meeting, and the records that are there."""
    t = view.t
    ui.show(ui.heading(t("meeting.title"), t("meeting.lead")))
    chosen = _choose(view)
    for finding in chosen:
        _show_evidence(view, finding)
    if chosen:
        _show_form(view, [str(finding["finding_id"]) for finding in chosen])
    else:
        ui.show(f"<p>{escape(t('meeting.choose_first'))}</p>")
    _show_records(view)


def _choose(view: View) -> list[Row]:
    findings = view.tables["findings"].sort_values("rank")
    worth = findings[(findings["kind"] == Kind.PREVALENCE) | (findings["strength"] >= 1)]
    rows = {str(row["finding_id"]): row for row in worth.to_dict("records")}
    asked = st.query_params.get_all("bevinding")
    chosen = st.multiselect(
        view.t("meeting.which"),
        list(rows),
        default=[name for name in asked if name in rows][:AT_MOST],
        max_selections=AT_MOST,
        format_func=lambda name: _sentence(view, rows[name]),
        placeholder=view.t("meeting.placeholder"),
    )
    return [rows[name] for name in chosen]


def _sentence(view: View, finding: Row) -> str:
    theme = view.results.codebook.theme(finding["theme"])
    return sentence(finding, theme, view.indicator(finding["indicator"]), view.language)


def _show_evidence(view: View, finding: Row) -> None:
    ui.show(
        f'<h2 class="tv-statement">{escape(_sentence(view, finding))}</h2>',
        number_mark(view, finding),
        strength_note(view, finding),
        f"<p>{_more(view, finding)}</p>",
    )
    with st.expander(view.t("meeting.quotes")):
        show_quotes(view, finding)


def _more(view: View, finding: Row) -> str:
    address = view.link("bevindingen", bevinding=finding["finding_id"])
    return ui.link(view.t("explorer.read_finding"), address)


def _show_form(view: View, finding_ids: list[str]) -> None:
    t = view.t
    ui.show(ui.section(t("meeting.talk"), t("meeting.talk_lead")))
    with st.form("meeting", border=False):
        answers = {
            name: st.text_area(
                t(f"meeting.question.{name}"), help=t(f"meeting.help.{name}"), height=90
            )
            for name in QUESTIONS
        }
        left, right = st.columns(2)
        day = left.date_input(t("meeting.day"), dt.datetime.now().astimezone().date())
        present = right.text_input(t("meeting.present"), help=t("meeting.present_help"))
        saved = st.form_submit_button(t("meeting.save"), type="primary")
    if saved:
        Meetings(view.results.study.folder).save(
            _record(view, finding_ids, answers, day.isoformat(), present)
        )
        st.success(t("meeting.saved"))


def _record(
    view: View, finding_ids: list[str], answers: dict[str, str], day: str, present: str
) -> Meeting:
    study = view.results.settings.study
    return Meeting(
        id=new_meeting_id(day),
        held_on=day,
        language=view.language,
        title=study.title,
        present=present.strip(),
        results_key=view.results.key,
        fiction=study.fiction,
        findings=freeze(finding_ids, view.results, view.language),
        answers={name: text.strip() for name, text in answers.items()},
    )


def _show_records(view: View) -> None:
    t = view.t
    records = Meetings(view.results.study.folder).all()
    ui.show(ui.section(t("meeting.records"), t("meeting.records_lead")))
    if not records:
        ui.show(f'<p class="tv-quiet">{escape(t("meeting.none"))}</p>')
    for meeting in records:
        label = t("meeting.record", day=meeting.held_on, n=len(meeting.findings))
        with st.expander(label):
            _show_record(view, meeting)


def _show_record(view: View, meeting: Meeting) -> None:
    t = view.t
    parts = [ui.bullets(finding.sentence for finding in meeting.findings)]
    for name in QUESTIONS:
        text = meeting.answers.get(name) or t("meeting.no_answer")
        parts.append(f"<h3>{escape(t(f'meeting.question.{name}'))}</h3>")
        parts.append(f'<p style="white-space:pre-line">{escape(text)}</p>')
    if meeting.results_key != view.results.key:
        parts.append(f'<p class="tv-small tv-quiet">{escape(t("meeting.older"))}</p>')
    ui.show(*parts)
    st.download_button(
        t("meeting.download"),
        minutes_html(meeting),
        file_name=f"vergadering-{meeting.id}.html",
        mime="text/html",
        key=meeting.id,
    )
