"""What ``vertellen evaluate`` prints: measures, ids and numbers, never a word of a story."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from pipeline.store import Results
from pipeline.text import Language, number, percent, texts

TABLES = ("evaluation", "reliability", "coverage", "disagreements", "codebook_check", "agreement")
SHOWN = 10
MEASURES = ("precision", "recall", "f1", "average_precision", "brier", "ece")
RIGHT = 0.8


def evaluation_record(results: Results, curve: pd.DataFrame | None = None) -> dict[str, Any]:
    """Return every table of the evaluation as plain lists, ready for JSON."""
    frames = {name: results.table(name) for name in TABLES}
    if curve is not None:
        frames["learning_curve"] = curve
    record: dict[str, Any] = {"study": results.settings.study.id, "results": results.key}
    for name, frame in frames.items():
        record[name] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return record


def show_evaluation(
    console: Console, results: Results, language: Language, curve: pd.DataFrame | None = None
) -> None:
    """Print the machine against people, and the coders against each other."""
    t = texts(language)
    labels = {theme.id: theme.label for theme in results.codebook.themes}
    rows = results.table("evaluation")
    table = Table(title=t("evaluate.title"), title_justify="left")
    for name in ("theme", "n_present", *MEASURES, "read_for_80", "implicit_share", "coder_f1"):
        table.add_column(
            t(f"evaluate.column.{name}"), justify="left" if name == "theme" else "right"
        )
    for row in rows.to_dict("records"):
        cells = [_with_bounds(row, name, language) for name in MEASURES]
        cells += [_share(row[name], language) for name in ("read_for_80", "implicit_share")]
        name = labels.get(row["theme"], row["theme"])
        seen = number(row["n_present"], language=language)
        table.add_row(name, seen, *cells, _figure(row["coder_f1"], language))
    console.print(table)
    for line in _lines(results, language):
        console.print(line, markup=False, soft_wrap=True)
    if curve is not None:
        _show_curve(console, curve, language)
    console.print(t("evaluate.closing"), markup=False, soft_wrap=True)


def sure_suggestions(coverage: pd.DataFrame, right: float = RIGHT) -> pd.DataFrame:
    """Return per theme the most suggestions that are together right often enough, if any.

    Returns
    -------
    DataFrame
        COVERAGE, at most one row per theme.
    """
    enough = coverage[coverage["precision"] >= right]
    return enough.sort_values("suggested").groupby("theme", sort=True).tail(1)


def _lines(results: Results, language: Language) -> list[str]:
    t = texts(language)
    everything = results.table("evaluation")
    found = []
    for row in everything[everything["theme"] == "(micro)"].to_dict("records"):
        found.append(
            t(
                "evaluate.halves",
                named=_share(row["recall_named"], language),
                implied=_share(row["recall_implied"], language),
            )
        )
        found.append(
            t(
                "evaluate.sure",
                n=number(row["sure"], language=language),
                share=_share(row["sure_precision"], language),
            )
        )
    curve = results.table("reliability")
    for row in curve[curve["theme"] == "(micro)"].to_dict("records"):
        values = {
            "n": number(row["n"], language=language),
            "said": percent(float(row["probability"]), language=language),
            "seen": percent(float(row["present"]), language=language),
        }
        found.append(t("evaluate.reliability", **values))
    check = results.table("codebook_check")
    known = int(check["recognised"].sum())
    found.append(t("evaluate.codebook", known=known, count=len(check)))
    for row in check[~check["recognised"]].to_dict("records"):
        kind = t(f"evaluate.kind.{row['kind']}")
        found.append(t("evaluate.missed", theme=row["theme"], kind=kind, number=row["number"]))
    found.append(t("evaluate.disagreements"))
    for row in results.table("disagreements").head(SHOWN).to_dict("records"):
        said = "people_saw" if row["present"] else "people_did_not"
        values = {
            "passage": row["passage_id"],
            "theme": row["theme"],
            "share": percent(float(row["probability"]), language=language),
        }
        found.append(t(f"evaluate.{said}", **values))
    return found


def _show_curve(console: Console, curve: pd.DataFrame, language: Language) -> None:
    t = texts(language)
    table = Table(title=t("evaluate.curve"), title_justify="left")
    for name in curve:
        table.add_column(t(f"evaluate.column.{name}"), justify="right")
    for row in curve.to_dict("records"):
        figures = [_figure(row[name], language) for name in curve if name != "stories"]
        table.add_row(number(row["stories"], language=language), *figures)
    console.print(table)


def _with_bounds(row: dict[Any, Any], name: str, language: Language) -> str:
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    figure = _figure(row[name], language)
    if pd.isna(low) or pd.isna(high):
        return figure
    return f"{figure} ({_figure(low, language)}–{_figure(high, language)})"


def _figure(value: float, language: Language) -> str:
    return "–" if pd.isna(value) else number(float(value), 2, language)


def _share(value: float, language: Language) -> str:
    return "–" if pd.isna(value) else percent(float(value), language=language)
