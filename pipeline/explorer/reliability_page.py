"""Betrouwbaarheid: how far people agree, how far the machine can be trusted, theme by theme."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.charts.reliability import alt_reliability, reliability_chart
from pipeline.explorer import components as ui
from pipeline.explorer.chance_view import show_null_trial, show_uneven_errors
from pipeline.explorer.shell import page
from pipeline.explorer.state import View, journal
from pipeline.findings import Row, spoken_span
from pipeline.store import audit_of
from pipeline.text import number, percent

WEAK = 0.3
"""Below this F1 a theme is called weak: seven in ten flags or findings go wrong."""
AGREED = 0.667
"""Lower bound of alpha from which tentative conclusions may be drawn (Krippendorff 2004)."""
SHOWN = 5
RIGHT = 0.8
EVERYTHING = "(micro)"


@page
def show(view: View) -> None:
    """Show what the numbers of the study can bear."""
    t, rows = view.t, view.tables["evaluation"]
    ui.show(ui.heading(t("reliability.title"), t("reliability.lead")))
    if rows.empty or not int(rows["n"].max()):
        ui.show(f"<p>{escape(t('reliability.nothing'))}</p>")
    else:
        _show_meaning(view, rows)
        _show_themes(view, rows)
        _show_curve(view)
        _show_sure(view)
    show_uneven_errors(view)
    show_null_trial(view)
    _show_agreement(view)
    _show_audit(view)
    _show_codebook(view)
    _show_disagreements(view)


def tenths(share: object) -> int | None:
    """Return a share as so many of ten; None when it is not known."""
    return None if pd.isna(share) else round(10 * float(str(share)))  # type: ignore[call-overload]


def _show_meaning(view: View, rows: pd.DataFrame) -> None:
    """Say in plain words what the machine finds, and which themes it is weak at."""
    t = view.t
    everything = rows[rows["theme"] == EVERYTHING].iloc[0]
    found, right = tenths(everything["recall"]), tenths(everything["precision"])
    sentences = []
    if found is not None:
        sentences.append(t("reliability.finds", n=found))
    if right is not None:
        sentences.append(t("reliability.right", n=right))
    people = everything["coder_f1"]
    if not pd.isna(people):
        both = {"people": _share(view, people), "machine": _share(view, everything["f1"])}
        sentences.append(t("reliability.beside", **both))
    halves = everything[["recall_named", "recall_implied"]]
    if not halves.isna().any():
        values = {"named": _share(view, halves.iloc[0]), "implied": _share(view, halves.iloc[1])}
        sentences.append(t("reliability.halves", **values))
    weak = [view.theme_label(row["theme"]) for row in _weak(view, rows)]
    ui.show(ui.section(t("reliability.meaning")), ui.bullets(sentences))
    if weak:
        text = t("reliability.weak", themes=", ".join(weak))
        ui.show(f'<p class="tv-banner" role="note">{escape(text)}</p>')


def _weak(view: View, rows: pd.DataFrame) -> list[Row]:
    known = rows[rows["theme"].isin(view.results.codebook.ids)]
    return known[known["f1"].fillna(0.0) < WEAK].to_dict("records")  # type: ignore[return-value]


def _show_themes(view: View, rows: pd.DataFrame) -> None:
    t = view.t
    weak = {row["theme"] for row in _weak(view, rows)}
    cells = []
    for row in rows[rows["theme"].isin(view.results.codebook.ids)].to_dict("records"):
        name = escape(view.theme_label(row["theme"]))
        if row["theme"] in weak:
            name += f' <span class="tv-small tv-quiet">{escape(t("reliability.weak_one"))}</span>'
        cells.append(
            [
                name,
                escape(number(int(row["n_present"]), language=view.language)),
                escape(_share(view, row["recall"])),
                escape(_share(view, row["precision"])),
                escape(_with_margin(view, row, "f1")),
                escape(_share(view, row["coder_f1"])),
            ]
        )
    header = [
        (t("explorer.column.theme"), ""),
        (t("reliability.seen"), "tv-n"),
        (t("explorer.column.recall"), "tv-n"),
        (t("explorer.column.precision"), "tv-n"),
        (t("reliability.f1"), "tv-n tv-hide"),
        (t("reliability.people_f1"), "tv-n tv-hide"),
    ]
    ui.show(
        ui.section(t("reliability.themes"), t("reliability.themes_lead")),
        ui.table(header, cells, t("reliability.themes")),
    )


def _show_curve(view: View) -> None:
    t, table = view.t, view.tables["reliability"]
    rows = table[table["theme"] == EVERYTHING]
    if rows.empty:
        return
    frame = pd.DataFrame(
        {"said": 100 * rows["probability"], "seen": 100 * rows["present"], "n": rows["n"]}
    ).astype({"said": float, "seen": float, "n": int})
    source = t("reliability.source", n=number(int(rows["n"].sum()), language=view.language))
    ui.show(ui.section(t("reliability.curve"), t("reliability.curve_lead")))
    chart = reliability_chart(frame, source, view.language, view.mode)
    st.altair_chart(chart, alt=alt_reliability(frame, view.language))
    cells = [
        [
            escape(percent(row["said"] / 100, language=view.language)),
            escape(percent(row["seen"] / 100, language=view.language)),
            escape(number(row["n"], language=view.language)),
        ]
        for row in frame.to_dict("records")
    ]
    names = ("said", "people_saw", "n")
    header = [(t(f"reliability.{name}"), "tv-n") for name in names]
    with st.expander(t("explorer.as_table")):
        ui.show(ui.table(header, cells, t("reliability.curve")))


def _show_sure(view: View) -> None:
    """Say how many suggestions are left when they must be right four times in five."""
    t, rows = view.t, view.tables["evaluation"]
    everything = rows[rows["theme"] == EVERYTHING].iloc[0]
    values = {
        "n": number(int(everything["sure"]), language=view.language),
        "share": _share(view, everything["sure_precision"]),
    }
    wanted = view.results.settings.coding.precision
    setting = t("reliability.setting_off")
    if wanted:
        setting = t("reliability.setting_on", share=percent(wanted, language=view.language))
    ui.show(
        ui.section(t("reliability.sure")),
        f"<p>{escape(t('reliability.sure_text', **values))}</p>",
        f'<p class="tv-quiet tv-small">{escape(setting)}</p>',
    )


def _show_agreement(view: View) -> None:
    t, table = view.t, view.tables["agreement"]
    ui.show(ui.section(t("reliability.agreement"), t("reliability.agreement_lead")))
    if table.empty:
        ui.show(f"<p>{escape(t('reliability.one_coder'))}</p>")
        return
    cells = []
    for row in table.to_dict("records"):
        known = row["theme"] in view.results.codebook.ids
        name = view.theme_label(row["theme"]) if known else t("explorer.about.any")
        enough = not pd.isna(row["alpha_low"]) and float(row["alpha_low"]) >= AGREED
        cells.append(
            [
                escape(name),
                escape(_with_margin(view, row, "alpha")),
                escape(_share(view, row["percent"])),
                escape(_figure(view, row["ac1"])),
                escape(t("reliability.enough" if enough else "reliability.not_enough")),
            ]
        )
    header = [
        (t("explorer.column.theme"), ""),
        ("α", "tv-n"),
        (t("explorer.column.equal"), "tv-n"),
        ("AC1", "tv-n tv-hide"),
        (t("reliability.verdict"), "tv-hide"),
    ]
    ui.show(ui.table(header, cells, t("reliability.agreement")))


def _show_audit(view: View) -> None:
    t = view.t
    events = journal(view.results.study).events()
    sample = audit_of(events)
    ui.show(ui.section(t("reliability.audit"), t("reliability.audit_lead")))
    if sample.empty:
        ui.show(f"<p>{escape(t('reliability.no_audit'))}</p>")
        return
    passages = view.tables["passages"]
    told = passages[~passages["is_question"] & passages["story_id"].isin(sample["story_id"])]
    spans = set(zip(events["story_id"], events["start"], events["end"], strict=True))
    places = zip(told["story_id"], told["source_start"], told["source_end"], strict=True)
    done = sum(place in spans for place in places)
    values = {
        "stories": number(len(sample), language=view.language),
        "done": number(done, language=view.language),
        "total": number(len(told), language=view.language),
    }
    ui.show(f"<p>{escape(t('reliability.audit_status', **values))}</p>")


def _show_codebook(view: View) -> None:
    """Name the examples of the codebook that the machine does not recognise."""
    t, check = view.t, view.tables["codebook_check"]
    if check.empty:
        return
    missed = check[~check["recognised"]]
    values = {"known": int(check["recognised"].sum()), "total": len(check)}
    ui.show(
        ui.section(t("reliability.codebook"), t("reliability.codebook_lead")),
        f"<p>{escape(t('reliability.codebook_text', **values))}</p>",
    )
    sentences = [
        t(
            f"reliability.missed_{row['kind']}",
            theme=view.theme_label(row["theme"]),
            text=_example(view, row),
        )
        for row in missed.to_dict("records")
    ]
    if sentences:
        ui.show(ui.bullets(sentences))


def _example(view: View, row: Row) -> str:
    theme = view.results.codebook.theme(str(row["theme"]))
    texts = theme.examples if row["kind"] == "named" else theme.implicit_examples
    return texts[int(row["number"]) - 1].strip()


def _show_disagreements(view: View) -> None:
    t, table = view.t, view.tables["disagreements"]
    if table.empty:
        return
    ui.show(ui.section(t("reliability.differ"), t("reliability.differ_lead")))
    for present, name in ((False, "machine_saw"), (True, "people_saw_it")):
        rows = table[table["present"] == present].head(SHOWN).to_dict("records")
        if rows:
            cards = "".join(_card(view, row, name) for row in rows)
            ui.show(f"<h3>{escape(t(f'reliability.{name}'))}</h3>")
            ui.show(f'<div class="tv-quotes">{cards}</div>')


def _card(view: View, row: Row, name: str) -> str:
    """Return a passage that people and machine see differently, with the way to its story."""
    t, passages, stories = view.t, view.tables["passages"], view.tables["stories"]
    passage = passages[passages["passage_id"] == row["passage_id"]].iloc[0]
    story = stories[stories["story_id"] == passage["story_id"]].iloc[0]
    words = t("explorer.words.no_consent")
    if bool(pd.notna(story["consent"]) and story["consent"]):
        text = str(story["text"])
        start, end = spoken_span(text, passage["start"], passage["end"], passage["speaker"])
        words = text[start:end]
    share = percent(float(row["probability"]), language=view.language)
    why = t(f"reliability.why_{name}", theme=view.theme_label(row["theme"]), share=share)
    where = {"verhaal": str(passage["story_id"]), "passage": str(row["passage_id"])}
    place = t("explorer.words.place", passage=row["passage_id"])
    address = view.link("verhalen", **where)
    return ui.quote_card(words, why, f"{place}.", address, t("explorer.open_story"), "count")


def _with_margin(view: View, row: Row, name: str) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if pd.isna(low) or pd.isna(high):
        return _figure(view, row[name])
    return f"{_figure(view, row[name])} ({_figure(view, low)} – {_figure(view, high)})"


def _figure(view: View, value: object) -> str:
    return "–" if pd.isna(value) else number(float(str(value)), 2, view.language)  # type: ignore[call-overload]


def _share(view: View, value: object) -> str:
    return "–" if pd.isna(value) else percent(float(str(value)), language=view.language)  # type: ignore[call-overload]
