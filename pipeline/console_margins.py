"""What the command line shows of margins: what they cost, and what chance would give."""

from __future__ import annotations

import pandas as pd
from rich.console import Console
from rich.table import Table

from pipeline.findings import chance_sentences, theme_label
from pipeline.outcomes import NullTrial
from pipeline.store import Results, Study
from pipeline.text import Language, number, texts


def show_plan(console: Console, study: Study, plans: pd.DataFrame, margin: float) -> None:
    """Print per theme how many more stories to read, and the number that serves all themes."""
    language = study.settings.study.language
    catalogue = texts(language)
    if plans.empty:
        console.print(catalogue("margins.plan.nothing"), markup=False, soft_wrap=True)
        return
    codebook = Results(study).codebook
    table = Table()
    for name in ("theme", "read", "more", "flagged", "unflagged", "margin"):
        table.add_column(catalogue(f"margins.plan.{name}"))
    for row in plans.to_dict("records"):
        counts = [number(row[n], 0, language) for n in ("read", "more", "flagged", "unflagged")]
        mark = "" if row["reachable"] else " *"
        reached = f"{number(100 * row['margin'], 1, language)}{mark}"
        table.add_row(theme_label(codebook.theme(row["theme"]), language), *counts, reached)
    console.print(table)
    points = number(100 * margin, 1, language)
    most = number(float(plans["more"].max()), 0, language)
    reachable = bool(plans["reachable"].all())
    if plans["more"].any():
        console.print(catalogue("margins.plan.closing", margin=points, more=most), markup=False)
    elif reachable:
        console.print(catalogue("margins.plan.done", margin=points), markup=False)
    if not reachable:
        console.print(catalogue("margins.plan.out_of_reach"), markup=False, soft_wrap=True)


def show_null_trial(console: Console, trial: NullTrial, language: Language) -> None:
    """Print what was found, and what was found in the shuffled runs."""
    for line in null_trial_lines(trial, language):
        console.print(line, markup=False, soft_wrap=True)


def null_trial_lines(trial: NullTrial, language: Language) -> list[str]:
    """Return the null trial in short sentences."""
    if not trial.pairs:
        return [texts(language)("margins.null.nothing")]
    return chance_sentences(trial.summary(), language)
