"""How much the codebook covers, and whether more stories would bring new themes."""

from __future__ import annotations

from html import escape

import streamlit as st

from pipeline.charts import alt_saturation, saturation_chart
from pipeline.discovery import new_themes
from pipeline.explorer import components as ui
from pipeline.explorer.discovery_data import Desk
from pipeline.text import number, percent

MORE = 20
"""Stories more that the sentence asks about."""


def show_coverage(desk: Desk) -> None:
    """Show what share is covered, and the curve of themes against stories."""
    view, t = desk.view, desk.view.t
    covered = view.results.manifest["discovery"]["coverage"]
    share = {
        name: percent(float(covered[name]), language=view.language)
        for name in ("codebook", "together", "stories_codebook", "stories_together")
    }
    ui.show(
        ui.section(t("discovering.coverage.title"), t("discovering.coverage.lead")),
        f"<p>{escape(t('discovering.coverage.passages', **share))}</p>",
        f"<p>{escape(t('discovering.coverage.stories', **share))}</p>",
    )
    curve = view.tables["saturation"]
    ui.show(ui.section(t("discovering.saturation.title"), t("discovery.explain.saturation")))
    n = view.story_count
    if curve.empty or float(curve["themes"].max()) == 0:
        ui.show(f"<p>{escape(t('discovering.saturation.nothing'))}</p>")
        return
    more = new_themes(curve, n, MORE)
    values = {
        "n": number(n, language=view.language),
        "seen": number(round(more["seen"]), language=view.language),
        "more": MORE,
        "new": number(more["new"], 1, view.language),
    }
    key = "flat" if more["new"] < 0.5 else "rising"
    ui.show(f"<p>{escape(t(f'discovering.saturation.{key}', **values))}</p>")
    source = t("discovering.saturation.source", n=values["n"])
    chart = saturation_chart(curve, source, view.language, view.mode)
    st.altair_chart(chart, alt=alt_saturation(curve, n, view.language))
    with st.expander(t("explorer.as_table")):
        st.dataframe(curve.drop(columns="beyond").round(2), hide_index=True)
