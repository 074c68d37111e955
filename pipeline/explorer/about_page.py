"""Over deze studie: where stories and figures come from, and how far the machine can be trusted."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from pipeline.explorer import components as ui
from pipeline.explorer.coder_view import coder_sentence
from pipeline.explorer.shell import page
from pipeline.explorer.state import View
from pipeline.findings import indicator_label
from pipeline.text import number, percent, problem_sentence

STATEMENT = "DATA_STATEMENT.md"


@page
def show(view: View) -> None:
    """Show what the study rests on."""
    t = view.t
    ui.show(ui.heading(t("explorer.about.title"), t("explorer.about.lead")))
    _show_sizes(view)
    _show_sources(view)
    _show_quality(view)
    _show_agreement(view)
    _show_versions(view)
    if not view.guarded:
        _show_problems(view)
    _show_statement(view)


def _show_sizes(view: View) -> None:
    t, tables = view.t, view.tables
    coded = tables["codings"]
    people = coded.loc[coded["by"] == "human", "passage_id"].nunique()
    consent = int(tables["stories"]["consent"].fillna(False).sum())
    language = view.language
    rows = [[t("explorer.about.stories"), number(view.story_count, language=language)]]
    if not view.guarded:
        rows += [
            [t("explorer.about.consent"), number(consent, language=language)],
            [t("explorer.about.passages"), number(len(tables["passages"]), language=language)],
            [t("explorer.about.read"), number(people, language=language)],
        ]
    rows += [
        [t("explorer.about.themes"), number(len(view.results.codebook.themes), language=language)],
    ]
    header = [(t("explorer.column.what"), ""), (t("explorer.column.number"), "tv-n")]
    cells = [[escape(cell) for cell in row] for row in rows]
    ui.show(
        ui.section(t("explorer.about.sizes")), ui.table(header, cells, t("explorer.about.sizes"))
    )


def _show_sources(view: View) -> None:
    t, indicators = view.t, view.tables["indicators"]
    ui.show(ui.section(t("explorer.about.figures")))
    if indicators.empty:
        ui.show(f"<p>{escape(t('explorer.findings.no_outcomes'))}</p>")
        return
    rows = [
        [
            escape(indicator_label(row, view.language)),
            escape(str(row["source"])),
            escape(t("explorer.about.simulated" if row["simulated"] else "explorer.about.real")),
        ]
        for row in indicators.to_dict("records")
    ]
    header = [
        (t("explorer.column.indicator"), ""),
        (t("explorer.column.source"), ""),
        (t("explorer.column.real"), ""),
    ]
    ui.show(ui.table(header, rows, t("explorer.about.figures")))


def _show_quality(view: View) -> None:
    t, quality = view.t, view.tables["quality"]
    ui.show(ui.section(t("explorer.about.machine"), t("explorer.about.machine_lead")))
    rows = quality[quality["unit"] == "passage"]
    if rows.empty:
        ui.show(f"<p>{escape(t('explorer.about.no_machine'))}</p>")
        return
    cells = [
        [
            escape(_theme_name(view, row["theme"])),
            escape(number(int(row["n_present"]), language=view.language)),
            *(escape(_share(row[name], view)) for name in ("precision", "recall")),
            escape("" if row["enough_examples"] else t("explorer.about.only_suggests")),
        ]
        for row in rows.to_dict("records")
    ]
    header = [
        (t("explorer.column.theme"), ""),
        (t("explorer.column.examples"), "tv-n"),
        (t("explorer.column.precision"), "tv-n"),
        (t("explorer.column.recall"), "tv-n"),
        ("", "tv-hide"),
    ]
    with st.expander(t("explorer.as_table")):
        ui.show(ui.table(header, cells, t("explorer.about.machine")))


def _show_agreement(view: View) -> None:
    t, agreement = view.t, view.tables["agreement"]
    if agreement.empty:
        return
    ui.show(ui.section(t("explorer.about.agreement"), t("explorer.about.agreement_lead")))
    cells = [
        [
            escape(_theme_name(view, row["theme"])),
            escape(_alpha(row["alpha"], view)),
            escape(f"{_alpha(row['alpha_low'], view)} – {_alpha(row['alpha_high'], view)}"),
            escape(percent(float(row["percent"]), language=view.language)),
        ]
        for row in agreement.to_dict("records")
    ]
    header = [
        (t("explorer.column.theme"), ""),
        ("α", "tv-n"),
        (t("explorer.column.margin"), "tv-n"),
        (t("explorer.column.equal"), "tv-n"),
    ]
    with st.expander(t("explorer.as_table")):
        ui.show(ui.table(header, cells, t("explorer.about.agreement")))


def _show_versions(view: View) -> None:
    t, manifest = view.t, view.results.manifest
    rows = [[escape(t("explorer.about.results")), _unbroken(view.results.key)]]
    rows.append(
        [escape(t("explorer.about.coder")), escape(coder_sentence(manifest.get("coder", {}), t))]
    )
    kinds = ("language", "vectors")
    rows += [[escape(t(f"explorer.about.{kind}")), escape(_model(view, kind))] for kind in kinds]
    version = str(view.results.codebook.version)
    rows.append([escape(t("explorer.about.codebook")), escape(version)])
    header = [(t("explorer.column.what"), ""), (t("explorer.column.version"), "")]
    ui.show(ui.section(t("explorer.about.versions")))
    ui.show(ui.table(header, rows, t("explorer.about.versions")))
    with st.expander(t("explorer.about.packages")):
        packages = [
            [escape(str(k)), escape(str(v))] for k, v in manifest.get("packages", {}).items()
        ]
        ui.show(ui.table(header, packages, t("explorer.about.packages")))


def _unbroken(key: str) -> str:
    """Return a long key that may break anywhere: else it pushes the table off a phone."""
    return f'<code style="word-break:break-all">{escape(key)}</code>'


def _model(view: View, kind: str) -> str:
    """Say which language model a run used, its version, and why that one."""
    model = view.results.manifest.get(kind, {})
    name = " ".join(str(model[key]) for key in ("name", "version") if model.get(key))
    if "source" not in model:
        return name or "–"
    why = view.t(f"models.source.{model['source']}")
    return f"{name}. {why}"


def _show_problems(view: View) -> None:
    problems = view.results.problems()
    if not problems:
        return
    count = number(len(problems), language=view.language)
    with st.expander(view.t("explorer.about.problems", n=count)):
        ui.show(ui.bullets(problem_sentence(problem, view.language) for problem in problems))


def _show_statement(view: View) -> None:
    path = view.results.study.folder / STATEMENT
    if path.is_file():
        ui.show(ui.section(view.t("explorer.about.statement")))
        with st.container(border=True):
            st.markdown(path.read_text(encoding="utf-8"))


def _theme_name(view: View, theme: str) -> str:
    known = theme in view.results.codebook.ids
    names = {"(micro)": "micro", "(macro)": "macro", "(any)": "any"}
    return view.theme_label(theme) if known else view.t(f"explorer.about.{names.get(theme, 'any')}")


def _share(value: object, view: View) -> str:
    return "–" if pd.isna(value) else percent(float(str(value)), language=view.language)  # type: ignore[call-overload]


def _alpha(value: object, view: View) -> str:
    return "–" if pd.isna(value) else number(float(str(value)), 2, view.language)  # type: ignore[call-overload]
