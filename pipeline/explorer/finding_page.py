"""One finding: its number, what it can bear, quotes, the counter-story, what it does not say."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st

from pipeline.charts import (
    CORRELATIONS,
    SHARES,
    Scale,
    alt_areas,
    alt_interval,
    alt_trend,
    area_scatter,
    interval_mark,
    small_multiples,
    trend,
)
from pipeline.domain import Level, Polarity, QuoteRole
from pipeline.explorer import components as ui
from pipeline.explorer.group_view import left_out_note
from pipeline.explorer.state import View
from pipeline.findings import (
    ATTRIBUTES,
    Kind,
    Measure,
    Row,
    area_points,
    caveat_texts,
    estimate_text,
    indicator_course,
    indicator_label,
    margin_text,
    measure_of,
    passages_behind,
    reason_texts,
    sentence,
    shown_attributes,
)
from pipeline.text import number


def show_finding(view: View, finding: Row) -> None:
    """Show one finding with all that belongs to it."""
    t = view.t
    theme = view.results.codebook.theme(finding["theme"])
    indicator = view.indicator(finding["indicator"])
    words = sentence(finding, theme, indicator, view.language)
    back = ui.link(f"← {t('explorer.finding.back')}", view.link("bevindingen"))
    ui.show(f'<p class="tv-small">{back}</p>', f'<h1 class="tv-statement">{escape(words)}</h1>')
    ui.show(number_mark(view, finding))
    ui.show(strength_note(view, finding))
    ui.show(_words_link(view, finding))
    show_quotes(view, finding)
    ui.show(
        f'<div class="tv-says-not"><h2>{escape(t("explorer.finding.says_not"))}</h2>'
        f"{ui.bullets(caveat_texts(finding['caveats'], view.language))}</div>"
    )
    if indicator is not None:
        show_areas(view, finding, indicator)
        show_course(view, indicator)


def number_mark(view: View, finding: Row) -> str:
    """Return the number with its margin on an axis with its ends."""
    scale = _scale(finding)
    estimate = estimate_text(finding, view.language)
    margin = margin_text(finding, view.language)
    label = view.theme_label(finding["theme"])
    critical = view.results.codebook.theme(finding["theme"]).polarity is Polarity.CRITICAL
    share = finding["kind"] == Kind.PREVALENCE
    mark = interval_mark(
        finding["estimate"],
        finding["low"],
        finding["high"],
        scale,
        alt_interval(label, estimate, margin, view.language),
        "against" if critical and share else "count",
    )
    ends = ("0%", "100%") if share else (_end(scale.low, view), _end(scale.high, view))
    return (
        f'{mark}<p class="tv-quiet tv-small" style="display:flex;justify-content:space-between">'
        f"<span>{escape(ends[0])}</span><span>{escape(ends[1])}</span></p>"
    )


def _end(value: float, view: View) -> str:
    return number(value, 1, view.language)


def _scale(finding: Row) -> Scale:
    measure = measure_of(finding)
    if finding["kind"] == Kind.PREVALENCE:
        return SHARES
    if measure is not Measure.MEAN_DIFFERENCE:
        return CORRELATIONS
    bounds = [finding[name] for name in ("estimate", "low", "high")]
    reach = max([abs(float(value)) for value in bounds if not pd.isna(value)], default=1.0)
    return Scale(-reach * 1.15, reach * 1.15) if reach else CORRELATIONS


def strength_note(view: View, finding: Row) -> str:
    """Return the strength of a finding with what it means and why it is so."""
    meaning = view.t(f"findings.strength_meaning.{int(finding['strength'])}")
    why = " ".join(reason_texts(finding["reasons"], view.language))
    meter = ui.strength_meter(int(finding["strength"]), view.language)
    return f'<p>{meter}</p><p class="tv-small tv-quiet">{escape(meaning)} {escape(why)}</p>'


def _words_link(view: View, finding: Row) -> str:
    behind = passages_behind(finding["theme"], view.tables)
    passages = ui.count_text(view, len(behind), "passages")
    stories = ui.count_text(view, behind["story_id"].nunique(), "stories")
    text = view.t("explorer.finding.words", passages=passages, stories=stories)
    return f"<p>{ui.link(text, view.link('verhalen', bevinding=finding['finding_id']))}</p>"


def show_quotes(view: View, finding: Row) -> None:
    """Show what confirms a finding, and below it the story that contradicts."""
    t = view.t
    quotes = view.tables["quotes"]
    mine = quotes[quotes["finding_id"] == finding["finding_id"]].sort_values("rank")
    confirming = mine[mine["role"] == QuoteRole.CONFIRMS]
    against = mine[mine["role"] == QuoteRole.CONTRADICTS]
    ui.show(ui.section(t("explorer.finding.sounds"), t("explorer.finding.sounds_lead")))
    if confirming.empty:
        ui.show(f"<p>{escape(t('explorer.finding.no_quotes'))}</p>")
    else:
        cards = "".join(quote(view, row, "count") for row in confirming.to_dict("records"))
        ui.show(f'<div class="tv-quotes">{cards}</div>')
    ui.show(ui.section(t("explorer.finding.counter")))
    if against.empty:
        ui.show(f"<p>{escape(t('explorer.finding.no_counter'))}</p>")
    else:
        cards = "".join(quote(view, row, "against") for row in against.to_dict("records"))
        ui.show(f'<div class="tv-quotes">{cards}</div>')


def quote(view: View, row: Row, tone: str) -> str:
    """Return a quote of the QUOTES table as a card."""
    stories = view.tables["stories"]
    story = stories[stories["story_id"] == row["story_id"]].iloc[0]
    words = str(story["text"])[int(row["start"]) : int(row["end"])]
    why = view.t(f"findings.why.{row['why']}")
    address = view.link("verhalen", verhaal=row["story_id"], passage=row["passage_id"])
    source = attribution(view, story)
    return ui.quote_card(words, why, source, address, view.t("explorer.open_story"), tone)


def attribution(view: View, story: Row) -> str:
    """Return what may be told of who is quoted, such as ``"Jongere, jongerenwerk."``."""
    if view.guarded:  # what may not be told is not there
        shown: Sequence[str] = [name for name in ATTRIBUTES if story[name]]
    else:
        shown = shown_attributes(story, view.tables["stories"], view.results.settings.disclosure)
    values = [str(story[name]).replace("_", " ") for name in shown]
    if not values:
        return view.t("explorer.someone")
    text = ", ".join(values)
    return f"{text[0].upper()}{text[1:]}."


def show_areas(view: View, finding: Row, indicator: Row) -> None:
    """Show the districts of an association, the table beside the chart."""
    shown, left_out = view.groups("wijk")
    points = area_points(finding, view.tables, shown)
    if points.empty:
        return
    t = view.t
    label = f"{indicator_label(indicator, view.language)} ({indicator['unit']})"
    theme = view.theme_label(finding["theme"])
    ui.show(ui.section(t("explorer.finding.areas"), t("explorer.finding.areas_lead")))
    source = t("explorer.finding.source_mean", source=indicator["source"], n=len(points))
    chart = area_scatter(points, theme, label, source, view.language, view.mode)
    st.altair_chart(chart, alt=alt_areas(points, theme, label, view.language))
    with st.expander(t("explorer.as_table")):
        st.dataframe(points.rename(columns={"share": theme, "value": label}), hide_index=True)
    note = left_out_note(view, left_out)
    if note:
        ui.show(note)


def show_course(view: View, indicator: Row) -> None:
    """Show how the outcome of a link between districts went over time."""
    if indicator["level"] == Level.PARTICIPANT:
        return
    mean, each = indicator_course(indicator["indicator"], view.tables["outcomes"])
    if mean.empty:
        return
    t = view.t
    label = f"{indicator_label(indicator, view.language)} ({indicator['unit']})"
    breaks = str(indicator["trend_breaks"]).split()
    areas = each["area"].nunique()
    source = t("explorer.finding.source", source=indicator["source"], n=areas)
    ui.show(ui.section(t("explorer.finding.course"), t("explorer.finding.course_lead")))
    chart = trend(mean, label, source, breaks, view.language, view.mode)
    st.altair_chart(chart, alt=alt_trend(mean, label, view.language))
    with st.expander(t("explorer.finding.course_each")):
        many = small_multiples(each, source, view.language, view.mode)
        st.altair_chart(many, alt=alt_trend(mean, label, view.language))
        wide = each.pivot(index="period", columns="area", values="value")
        st.dataframe(wide.round(1))
