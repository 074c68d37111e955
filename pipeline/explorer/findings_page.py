"""Bevindingen: what a board should see, each number one step from its words."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.charts import SHARES, alt_interval, interval_mark
from pipeline.domain import Polarity
from pipeline.explorer import components as ui
from pipeline.explorer.finding_page import show_finding
from pipeline.explorer.shell import page
from pipeline.explorer.state import View, large_groups
from pipeline.explorer.tours import invitations
from pipeline.findings import (
    Kind,
    Measure,
    Row,
    estimate_text,
    headlines,
    indicator_label,
    margin_text,
    measure_of,
    sentence,
    standing_links,
)
from pipeline.text import interval, number, percent

GROUPS = ("programme", "wijk", "period")


@page
def show(view: View) -> None:
    """Show one finding when the address names it, else the overview."""
    findings = view.tables["findings"]
    asked = st.query_params.get("bevinding", "")
    chosen = findings[findings["finding_id"] == asked]
    if len(chosen):
        show_finding(view, chosen.iloc[0])
        return
    _overview(view, findings)


def _overview(view: View, findings: pd.DataFrame) -> None:
    t = view.t
    lead = t("explorer.findings.lead", stories=number(view.story_count, language=view.language))
    ui.show(ui.heading(view.results.settings.study.title, lead))
    ui.show(_tiles(view, findings))
    ui.show(invitations(view))
    ui.show(ui.section(t("explorer.findings.told"), t("explorer.findings.told_lead")))
    kind, group = _choose_group(view)
    if kind == "all":
        ui.show(_share_table(view, findings))
    else:
        _show_group(view, kind, group)
    ui.show(ui.section(t("explorer.findings.links"), t("explorer.findings.links_lead")))
    _show_links(view, findings)


def _tiles(view: View, findings: pd.DataFrame) -> str:
    t, chosen = view.t, headlines(findings, view.results.codebook)
    tiles = []
    for name, finding, tone in (
        ("helps", chosen.helps, "count"),
        ("hinders", chosen.hinders, "against"),
    ):
        if finding is not None:
            big = estimate_text(finding, view.language)
            tiles.append(_tile(view, t(f"explorer.tile.{name}"), big, finding, tone))
    if chosen.link is None:
        kicker, text = t("explorer.tile.link"), t("explorer.tile.no_link")
        tiles.append(
            f'<div class="tv-tile"><h2 class="tv-kicker">{escape(kicker)}</h2>'
            f"<p>{escape(text)}</p></div>"
        )
    else:
        tiles.append(_tile(view, t("explorer.tile.link"), _way(view, chosen.link), chosen.link))
    return f'<div class="tv-tiles">{"".join(tiles)}</div>'


def _way(view: View, finding: Row) -> str:
    """Return in two words which way a link points."""
    up = "higher" if float(finding["estimate"]) > 0 else "lower"
    kind = "often" if measure_of(finding) is not Measure.MEAN_DIFFERENCE else "mean"
    return view.t(f"explorer.tile.{kind}_{up}")


def _tile(view: View, kicker: str, big: str, finding: Row, tone: str = "count") -> str:
    theme = view.results.codebook.theme(finding["theme"])
    indicator = view.indicator(finding["indicator"])
    words = sentence(finding, theme, indicator, view.language)
    address = view.link("verhalen", bevinding=finding["finding_id"])
    name = view.theme_label(theme.id)
    if indicator is not None:
        name = indicator_label(indicator, view.language)
    return (
        f'<div class="tv-tile tv-{tone}"><h2 class="tv-kicker">{escape(kicker)}</h2>'
        f'<a class="tv-big" href="{escape(address, quote=True)}">{escape(big)}</a>'
        f'<p class="tv-name">{escape(name)}</p>'
        f'<p class="tv-small tv-quiet">{escape(words)}</p>'
        f'<span class="tv-links">{_both_links(view, finding)}</span></div>'
    )


def _both_links(view: View, finding: Row) -> str:
    """Return the ways to the words behind a finding and to what it does not say."""
    words = view.link("verhalen", bevinding=finding["finding_id"])
    detail = view.link("bevindingen", bevinding=finding["finding_id"])
    return ui.link(view.t("explorer.read_words"), words) + ui.link(
        view.t("explorer.read_finding"), detail
    )


def _choose_group(view: View) -> tuple[str, str]:
    """Show the choice of groups that are large enough; return the chosen kind and value."""
    t = view.t
    options = [("all", "")]
    for kind in GROUPS:
        options.extend((kind, value) for value in large_groups(view, kind))
    asked = (st.query_params.get("groep", "all"), st.query_params.get("waarde", ""))
    if asked not in options:
        minimum = view.results.settings.disclosure.min_participants
        st.info(t("explorer.findings.too_small", minimum=minimum))
    start = options.index(asked) if asked in options else 0
    return st.selectbox(
        t("explorer.findings.group"),
        options,
        index=start,
        format_func=lambda option: _group_name(view, option),
    )


def _group_name(view: View, option: tuple[str, str]) -> str:
    kind, value = option
    name = view.t(f"explorer.group.{kind}")
    return f"{name}: {value.replace('_', ' ')}" if value else name


def _share_table(view: View, findings: pd.DataFrame) -> str:
    shares = findings[findings["kind"] == Kind.PREVALENCE].sort_values(
        ["estimate", "rank"], ascending=[False, True]
    )
    rows = [_share_row(view, finding) for finding in shares.to_dict("records")]
    return ui.table(_share_header(view), rows, view.t("explorer.findings.told"))


def _share_header(view: View) -> list[tuple[str, str]]:
    t = view.t
    return [
        (t("explorer.column.theme"), ""),
        (t("explorer.column.scale"), "tv-wide"),
        (t("explorer.column.share"), "tv-n"),
        (t("explorer.column.margin"), "tv-n tv-hide"),
    ]


def _share_row(view: View, finding: Row) -> list[str]:
    label = view.theme_label(finding["theme"])
    estimate = estimate_text(finding, view.language)
    margin = margin_text(finding, view.language)
    mark = interval_mark(
        finding["estimate"],
        finding["low"],
        finding["high"],
        SHARES,
        alt_interval(label, estimate, margin, view.language),
        tone_of(view, finding["theme"]),
    )
    address = view.link("bevindingen", bevinding=finding["finding_id"])
    words = view.link("verhalen", bevinding=finding["finding_id"])
    return [ui.link(label, address), mark, ui.link(estimate, words), escape(margin)]


def tone_of(view: View, theme: str) -> str:
    """Return the colour of a theme: what helps, or what gets in the way."""
    critical = view.results.codebook.theme(theme).polarity is Polarity.CRITICAL
    return "against" if critical else "count"


def _show_group(view: View, kind: str, group: str) -> None:
    """Show the shares of one group, rounded."""
    settings = view.results.settings.disclosure
    shown, _ = view.groups(kind)
    rows = shown[shown["group"] == group].sort_values(
        ["estimate", "theme"], ascending=[False, True]
    )
    cells = [_group_row(view, row, kind, group) for row in rows.to_dict("records")]
    ui.show(ui.table(_share_header(view), cells, _group_name(view, (kind, group))))
    step = number(settings.round_to, language=view.language)
    ui.show(
        f'<p class="tv-quiet tv-small">{escape(view.t("explorer.findings.rounded", step=step))}</p>'
    )


def _group_row(view: View, row: Row, kind: str, group: str) -> list[str]:
    label = view.theme_label(row["theme"])
    estimate = percent(float(row["estimate"]), language=view.language)
    margin = interval(float(row["low"]), float(row["high"]), language=view.language)
    alt = alt_interval(label, estimate, margin, view.language)
    tone = tone_of(view, row["theme"])
    mark = interval_mark(row["estimate"], row["low"], row["high"], SHARES, alt, tone)
    words = view.link("verhalen", thema=row["theme"], groep=kind, waarde=group)
    return [escape(label), mark, ui.link(estimate, words), escape(margin)]


def _show_links(view: View, findings: pd.DataFrame) -> None:
    t = view.t
    standing = standing_links(findings)
    links = findings[findings["kind"] == Kind.ASSOCIATION]
    if links.empty:
        ui.show(f"<p>{escape(t('explorer.findings.no_outcomes'))}</p>")
        return
    if len(standing):
        ui.show(_link_list(view, standing))
    others = links.drop(standing.index).sort_values("rank")
    if others.empty:
        return
    count = number(len(others), language=view.language)
    with st.expander(t("explorer.findings.other_links", n=count)):
        ui.show(_link_list(view, others))


def _link_list(view: View, links: pd.DataFrame) -> str:
    rows = []
    for finding in links.to_dict("records"):
        theme = view.results.codebook.theme(finding["theme"])
        words = sentence(finding, theme, view.indicator(finding["indicator"]), view.language)
        rows.append(
            f"<li><p>{escape(words)}</p><p class='tv-facts'>"
            f"{ui.strength_meter(int(finding['strength']), view.language)}"
            f"{_both_links(view, finding)}</p></li>"
        )
    return f'<ul class="tv-list">{"".join(rows)}</ul>'
