"""The command ``vertellen forget``: show, ask, take out, compute again."""

from __future__ import annotations

import typer
from rich.console import Console

from pipeline import console
from pipeline.domain import Problem, Severity, UserError
from pipeline.forget import Plan, forget, make_plan
from pipeline.forget.forgetting import pending
from pipeline.ingest import story_files
from pipeline.store import Study
from pipeline.text import number, problem_sentence, texts


def forget_participant(
    study: Study, participant: str, turns: list[str], yes: bool, dry_run: bool, out: Console
) -> bool:
    """Take a participant out of a study and compute its results again.

    Parameters
    ----------
    participant
        Empty: finish what was begun.
    turns
        ``STORY=LABEL`` each.
    yes
        Do not ask.
    dry_run
        Show what would go, and stop.

    Returns
    -------
    bool
        False when the person who was asked said no.

    Raises
    ------
    UserError
        If there is no such participant, or nothing to finish.
    """
    language = study.settings.study.language
    t = texts(language)
    begun = pending(study)
    if begun is None:
        if not participant:
            raise UserError(Problem("forget.nothing_pending", Severity.BLOCKS))
        plan = make_plan(study, participant, _labels(turns))
    else:
        plan = begun
    _show(out, study, plan)
    if dry_run:
        return True
    if begun is None and not yes and not typer.confirm(t("forget.ask")):
        out.print(t("forget.stopped"), markup=False)
        return False
    done = forget(study, plan)
    for problem in done.left:
        out.print(f"· {problem_sentence(problem, language)}", markup=False, soft_wrap=True)
    out.print(t("forget.backups"), markup=False, soft_wrap=True)
    if begun is not None and participant and participant != plan.participant:
        return forget_participant(study, participant, turns, yes, dry_run, out)
    _compute_again(study, out)
    return True


def _labels(turns: list[str]) -> dict[str, str]:
    return {story: label for story, _, label in (one.partition("=") for one in turns)}


def _show(out: Console, study: Study, plan: Plan) -> None:
    language = study.settings.study.language
    t = texts(language)
    for name, count in plan.counts.items():
        line = t(f"forget.count.{name}", n=number(count, language=language))
        out.print(f"• {line}", markup=False)
    if not plan.turns:
        out.print(t("forget.shared"), markup=False, soft_wrap=True)


def _compute_again(study: Study, out: Console) -> None:
    # A run loads every stage: who only looks at what would go should not wait for that.
    from pipeline.run.main import run

    language = study.settings.study.language
    if not (study.stories.is_dir() and story_files(study.stories)):
        out.print(texts(language)("forget.recompute"), markup=False)
        return
    out.print(texts(language)("forget.done"), markup=False)
    with console.ProgressBars(Console(stderr=True), language) as bars:
        run(study, bars)
