"""Registratie: how well registrations are kept, and what stories already tell."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.findings import Row
from pipeline.text import interval, number, percent

ROWS = 200
"""Rows of flaws that are shown at once; the download holds all."""
SIGNIFICANT = 0.05


@page
def show(view: View) -> None:
    """Show the flaws of the registration table, then the records to confirm."""
    t = view.t
    ui.show(ui.heading(t("registration.title"), t("registration.lead")))
    _show_flaws(view)
    _show_prefilled(view)


def _show_flaws(view: View) -> None:
    t, issues = view.t, view.tables["registration_issues"]
    teams = view.tables["registration_teams"]
    ui.show(ui.section(t("registration.quality"), t("registration.quality_lead")))
    if teams.empty:
        ui.show(f"<p>{escape(t('registration.no_table'))}</p>")
        return
    total = int(teams.groupby("team")["n"].max().sum())
    wrong = issues["registration"].nunique()
    values = {
        "n": number(wrong, language=view.language),
        "total": number(total, language=view.language),
    }
    ui.show(
        f"<p><strong>{escape(t('registration.summary', **values))}</strong></p>",
        f'<p class="tv-small tv-quiet">{escape(t("registration.about"))}</p>',
    )
    ui.show(_kinds(view, issues))
    _show_teams(view, teams)
    _show_drift(view)
    with st.expander(t("registration.rows")):
        _show_rows(view, issues)


def _kinds(view: View, issues: pd.DataFrame) -> str:
    t = view.t
    counts = issues.groupby(["kind", "column"], as_index=False).size()
    counts = counts.sort_values(["size", "kind", "column"], ascending=[False, True, True])
    rows = [
        [
            escape(t(f"outcomes.flaw.{row['kind']}")),
            f"<code>{escape(str(row['column']))}</code>",
            escape(number(int(row["size"]), language=view.language)),
        ]
        for row in counts.to_dict("records")
    ]
    header = [
        (t("registration.flaw"), ""),
        (t("registration.column"), ""),
        (t("explorer.column.number"), "tv-n"),
    ]
    return ui.table(header, rows, t("registration.quality"))


def _show_teams(view: View, teams: pd.DataFrame) -> None:
    t = view.t
    kinds = list(teams.groupby("kind")["k"].sum().sort_values(ascending=False).index)
    kind = st.selectbox(
        t("registration.per_team"), kinds, format_func=lambda name: t(f"outcomes.flaw.{name}")
    )
    mine = teams[teams["kind"] == kind].sort_values(["share", "team"], ascending=[False, True])
    rows = [
        [
            escape(str(row["team"]) or t("registration.no_team")),
            escape(percent(float(row["share"]), language=view.language)),
            escape(interval(float(row["low"]), float(row["high"]), language=view.language)),
            escape(f"{int(row['k'])} / {int(row['n'])}"),
        ]
        for row in mine.to_dict("records")
    ]
    header = [
        (t("registration.team"), ""),
        (t("explorer.column.share"), "tv-n"),
        (t("explorer.column.margin"), "tv-n"),
        (t("explorer.column.number"), "tv-n tv-hide"),
    ]
    ui.show(ui.table(header, rows, t("registration.per_team")))


def _show_drift(view: View) -> None:
    t, drift = view.t, view.tables["registration_drift"]
    known = drift[drift["q"].notna()]
    moved = known[known["q"] <= SIGNIFICANT]
    sentences = [
        t(
            f"registration.{'worse' if row['z'] > 0 else 'better'}",
            team=row["team"] or t("registration.no_team"),
            flaw=t(f"outcomes.flaw.{row['kind']}").rstrip(".").lower(),
            first=percent(float(row["first"]), language=view.language),
            last=percent(float(row["last"]), language=view.language),
        )
        for row in moved.sort_values(["q", "team"]).to_dict("records")
    ]
    ui.show(ui.section(t("registration.drift")))
    ui.show(ui.bullets(sentences or [t("registration.no_drift")]))


def _show_rows(view: View, issues: pd.DataFrame) -> None:
    t = view.t
    names = {
        "row": t("registration.row"),
        "registration": t("registration.id"),
        "team": t("registration.team"),
        "column": t("registration.column"),
        "kind": t("registration.flaw"),
        "other": t("registration.other"),
    }
    shown = issues.assign(kind=issues["kind"].map(lambda kind: t(f"outcomes.flaw.{kind}")))
    shown = shown[list(names)].rename(columns=names)
    st.dataframe(shown.head(ROWS), hide_index=True)
    st.download_button(
        t("registration.download_rows"),
        shown.to_csv(index=False).encode("utf-8-sig"),
        file_name="registraties-na-te-kijken.csv",
        mime="text/csv",
    )


def _show_prefilled(view: View) -> None:
    t, records = view.t, view.tables["prefilled"]
    ui.show(ui.section(t("registration.prefilled"), t("registration.prefilled_lead")))
    if records.empty:
        ui.show(f"<p>{escape(t('registration.nothing_told'))}</p>")
        return
    stories = sorted(set(records["story_id"]))
    asked = st.query_params.get("verhaal", "")
    story = st.selectbox(
        t("explorer.column.story"), stories, index=stories.index(asked) if asked in stories else 0
    )
    mine = records[records["story_id"] == story]
    form = pd.DataFrame(
        {
            t("registration.field"): [t(f"registration.fields.{name}") for name in mine["field"]],
            t("registration.value"): [_value(view, row) for row in mine.to_dict("records")],
            t("registration.origin"): [t(f"registration.from.{name}") for name in mine["origin"]],
            t("registration.right"): mine["certain"].astype(bool).to_numpy(),
        }
    )
    fixed = [t("registration.field"), t("registration.origin")]
    edited = st.data_editor(form, hide_index=True, disabled=fixed, key=f"record-{story}")
    ui.show(_sources(view, mine))
    confirmed = edited[edited[t("registration.right")].astype(bool)]
    st.download_button(
        t("registration.download", n=len(confirmed)),
        confirmed.drop(columns=t("registration.right")).to_csv(index=False).encode("utf-8-sig"),
        file_name=f"registratie-{story}.csv",
        mime="text/csv",
    )


def _value(view: View, row: Row) -> str:
    value = str(row["value"])
    key = f"outcomes.step.{value}"
    return view.t(key) if row["field"] == "step" and view.t.has(key) else value.replace("_", " ")


def _sources(view: View, rows: pd.DataFrame) -> str:
    """Return the exact words that a value rests on, where it rests on words."""
    stories = view.tables["stories"].set_index("story_id")
    consent = stories["consent"].fillna(False).astype(bool)
    if len(rows) and not consent[rows["story_id"].iloc[0]]:
        return f'<p class="tv-quiet tv-small">{escape(view.t("registration.hidden"))}</p>'
    items = []
    places = rows.dropna(subset=["start", "end"]).groupby(["passage_id", "start", "end"])
    for _, part in places:
        first = part.iloc[0]
        text = str(stories.at[first["story_id"], "text"])[int(first["start"]) : int(first["end"])]
        way = view.link(
            "verhalen", verhaal=str(first["story_id"]), passage=str(first["passage_id"])
        )
        values = ", ".join(_value(view, row) for row in part.to_dict("records"))
        open_text = view.t("explorer.open_story")
        items.append(f"<li>{escape(values)}: <q>{escape(text)}</q> {ui.link(open_text, way)}</li>")
    return f'<ul class="tv-plain tv-small">{"".join(items)}</ul>' if items else ""
