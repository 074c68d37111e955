"""Everything a study brings, read and checked before anything is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import pandas as pd

from pipeline.coding import choose_coder
from pipeline.domain import Codebook, Problem, Severity, Story, UserError
from pipeline.ingest import (
    join_metadata,
    read_codebook,
    read_codings,
    read_file,
    story_files,
)
from pipeline.outcomes import OutcomeData, check_overlap, read_indicators
from pipeline.run.coders import coder_wish
from pipeline.run.progress import Progress, Silence
from pipeline.store import Study

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read.

    Parameters
    ----------
    codings
        Coding sets in the coordinates of the ingested stories.
    later
        Themes that people made after the coding sets were: silence of a set says nothing of these.
    problems
        All that was left out or noticed, in reading order.
    """

    stories: tuple[Story, ...]
    codebook: Codebook
    codings: pd.DataFrame
    outcomes: OutcomeData
    later: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_inputs(study: Study, progress: Progress | None = None) -> Inputs:
    """Read everything of a study.

    Raises
    ------
    UserError
        If something blocks a run; it carries every problem that was found, so that a person
        can mend all of it at once.
    """
    problems: list[Problem] = []
    stories = _read_stories(study, progress or Silence(), problems)
    codebook = _guarded(lambda: read_codebook(study.codebook), problems)
    outcomes = _guarded(lambda: read_indicators(study.outcomes), problems)
    if outcomes is not None:
        problems.extend(outcomes.problems)
        observed = _observations(stories)
        problems.extend(check_overlap(observed, outcomes.indicators, outcomes.outcomes))
    if codebook is not None:
        codings = read_codings(study.codings, stories, codebook)
        problems.extend(codings.problems)
    blocked = any(problem.severity is Severity.BLOCKS for problem in problems)
    if blocked or codebook is None or outcomes is None:
        raise UserError(problems)
    return Inputs(stories, codebook, codings.table, outcomes, problems=tuple(problems))


def check(study: Study) -> list[Problem]:
    """Return everything that is wrong with a study, what blocks a run first.

    Also whether the coder that it asks for can be had; no server is called for that.
    """
    problems: list[Problem] = []
    try:
        inputs = read_inputs(study)
        problems += inputs.problems
        choose_coder(coder_wish(study.settings, inputs.codebook))
    except UserError as error:
        problems += error.problems
    order = {Severity.BLOCKS: 0, Severity.SKIPS: 1, Severity.NOTICE: 2}
    return sorted(problems, key=lambda problem: order[problem.severity])


def _read_stories(study: Study, progress: Progress, problems: list[Problem]) -> tuple[Story, ...]:
    """Read every story file; a bad one is a problem, the rest goes on."""
    files = story_files(study.stories) if study.stories.is_dir() else []
    progress.begin("ingest", len(files))
    found: list[Story] = []
    for path in files:
        ingested = read_file(path, study.folder)
        found.extend(ingested.stories)
        problems.extend(ingested.problems)
        progress.advance()
    joined = join_metadata(found, study.metadata)
    problems.extend(joined.problems)
    if not joined.stories:
        values = {"folder": study.settings.paths.stories}
        problems.append(Problem("run.no_stories", Severity.BLOCKS, values=values))
    return tuple(sorted(joined.stories, key=lambda story: story.id))


def _observations(stories: Sequence[Story]) -> pd.DataFrame:
    """Return the units that outcomes can be measured on."""
    rows = [(story.participant, story.metadata.wijk) for story in stories]
    return pd.DataFrame(rows, columns=["participant", "wijk"], dtype="string")


def _guarded(read: Callable[[], T], problems: list[Problem]) -> T | None:
    """Call a reader; what blocks it joins the other problems instead of hiding them."""
    try:
        return read()
    except UserError as error:
        problems.extend(replace(problem) for problem in error.problems)
        return None
