"""What the command line shows: progress bars, problems and a summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from pipeline.domain import Problem, Severity
from pipeline.findings import sentence
from pipeline.store import Results
from pipeline.text import Language, number, problem_sentence, texts

STRONGEST = 5
MARKS = {Severity.BLOCKS: "✗", Severity.SKIPS: "–", Severity.NOTICE: "·"}


class ProgressBars:
    """Progress bars for a run, one line a stage."""

    def __init__(self, console: Console, language: Language) -> None:
        self._texts = texts(language)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._task: TaskID | None = None

    def begin(self, stage: str, total: int) -> None:
        """Start the bar of a stage."""
        self._finish()
        name = self._texts(f"run.stage.{stage}")
        self._task = self._progress.add_task(f"{name:<28}", total=max(total, 1))

    def advance(self) -> None:
        """Move the bar one step on."""
        if self._task is not None:
            self._progress.advance(self._task)

    def __enter__(self) -> ProgressBars:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def _finish(self) -> None:
        if self._task is not None:
            task = self._progress.tasks[self._task]
            self._progress.update(self._task, completed=task.total)


def show_problems(console: Console, problems: Sequence[Problem], language: Language) -> None:
    """Print problems, what blocks a run first, and a closing line that counts them."""
    catalogue = texts(language)
    for problem in problems:
        line = f"{MARKS[problem.severity]} {problem_sentence(problem, language)}"
        console.print(line, markup=False, soft_wrap=True)
    counts = {kind: sum(p.severity is kind for p in problems) for kind in Severity}
    if counts[Severity.BLOCKS]:
        closing = "cli.check.blocked"
    else:
        closing = "cli.check.open" if problems else "cli.check.clean"
    console.print(
        catalogue(
            closing,
            blocks=counts[Severity.BLOCKS],
            skips=counts[Severity.SKIPS],
            notices=counts[Severity.NOTICE],
        ),
        markup=False,
    )


def show_summary(console: Console, results: Results, language: Language) -> None:
    """Print what a run found: sizes, and the strongest findings with their margin."""
    catalogue = texts(language)
    passages = results.table("passages")
    codings = results.table("codings")
    sizes = {
        "stories": number(len(results.table("stories")), language=language),
        "passages": number(len(passages), language=language),
        "themes": number(len(results.codebook.themes), language=language),
        "coded": number(codings.loc[codings["present"], "passage_id"].nunique(), language=language),
    }
    title = results.settings.study.title
    console.print(f"\n{title}", style="bold", markup=False)
    if results.settings.study.fiction:
        console.print(catalogue("cli.run.fiction"), markup=False)
    console.print(catalogue("cli.run.sizes", **sizes), markup=False)
    problems = results.problems()
    if problems:
        count = number(len(problems), language=language)
        console.print(catalogue("cli.run.noticed", count=count), markup=False)
    for line in strongest(results, language):
        console.print(f"• {line}", markup=False, soft_wrap=True)


def strongest(results: Results, language: Language) -> list[str]:
    """Return the sentences of the strongest findings of each kind, best first."""
    findings = results.table("findings").sort_values("rank")
    indicators = results.table("indicators").set_index("indicator", drop=False)
    lines = []
    for _, group in findings.groupby("kind", sort=True):
        for _, finding in group.head(STRONGEST).iterrows():
            theme = results.codebook.theme(finding["theme"])
            known = finding["indicator"] in indicators.index
            indicator = indicators.loc[finding["indicator"]] if known else None
            lines.append(sentence(finding, theme, indicator, language))
    return lines


def show_models(console: Console, models: pd.DataFrame, language: Language) -> None:
    """Print the models that are there, one a line, with their scores under it."""
    catalogue = texts(language)
    for model in models.itertuples():
        use = catalogue("cli.models.in_use") if model.in_use else ""
        line = catalogue(
            "cli.models.line",
            name=model.name,
            version=model.version,
            kind=catalogue(f"models.kind.{model.kind}"),
            size=number(float(str(model.size_mb)), 1, language),
            licence=model.licence,
            use=use,
        )
        console.print(line, markup=False, soft_wrap=True)
        if model.scores:
            scores = catalogue("cli.models.scores", scores=model.scores)
            console.print(scores, markup=False, soft_wrap=True)


def show_coders(
    console: Console, coders: Mapping[str, bool], used: str, language: Language
) -> None:
    """Print the coders that a study can choose, one a line.

    Parameters
    ----------
    coders
        Whether each has the packages that it needs.
    used
        Name of the study's coder.
    """
    catalogue = texts(language)
    console.print(catalogue("cli.models.coders"), markup=False)
    for name, ready in coders.items():
        use = catalogue("cli.models.in_use") if name == used else ""
        what = catalogue(f"coding.coder.{name}")
        missing = "" if ready else catalogue("cli.models.needs_package")
        console.print(f"{name}: {what}{missing}{use}", markup=False, soft_wrap=True)


def show_coded(console: Console, rows: Sequence[dict[str, Any]], language: Language) -> None:
    """Print where each passage stands and which themes were suggested for it."""
    catalogue = texts(language)
    for row in rows:
        present = [item["theme"] for item in row["themes"] if item["present"]]
        themes = ", ".join(present) or catalogue("cli.code.none")
        place = {key: row[key] for key in ("story", "start", "end")}
        line = catalogue("cli.code.line", **place, themes=themes)
        console.print(line, markup=False, soft_wrap=True)
