"""What a number cannot bear: coding error that differs between groups, and what chance gives."""

from __future__ import annotations

from html import escape

from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.findings import chance_sentences

RARE = 0.05
"""From this q on, error is said to differ between groups."""


def show_uneven_errors(view: View) -> None:
    """Name the themes whose coding error differs between groups; nothing if there are none."""
    t, table = view.t, view.tables["coding_errors"]
    uneven = table[
        (table["q"] < RARE).fillna(False) & table["theme"].isin(view.results.codebook.ids)
    ]
    if uneven.empty:
        return
    sentences = [
        t(
            "reliability.uneven_one",
            theme=view.theme_label(str(theme)),
            groups=t("reliability.and").join(
                t(f"reliability.per.{kind}") for kind in rows["group_kind"]
            ),
        )
        for theme, rows in uneven.groupby("theme", sort=False)
    ]
    ui.show(
        ui.section(t("reliability.uneven"), t("reliability.uneven_lead")), ui.bullets(sentences)
    )


def show_null_trial(view: View) -> None:
    """Say how much would have come up in this study by chance alone."""
    t, table = view.t, view.tables["null_trial"]
    if table.empty:
        return
    said = chance_sentences(table.iloc[0], view.language)
    ui.show(ui.section(t("reliability.chance")), f"<p>{escape(' '.join(said))}</p>")
