"""One run: from a folder of stories to published results."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from pipeline.domain import Problem, Severity, UserError
from pipeline.embedding import Embedder, load_embedder
from pipeline.run.analysis import Tables, code, count, find, link
from pipeline.run.inputs import Inputs, read_inputs
from pipeline.run.keys import code_key, input_hashes, package_versions
from pipeline.run.progress import Progress, Silence
from pipeline.run.registrations import register
from pipeline.run.reporting import write_report
from pipeline.run.steps import (
    labels_table,
    names_as_participants,
    passages_table,
    pseudonymise,
    stories_table,
)
from pipeline.store import (
    Cache,
    Journal,
    Results,
    Study,
    content_key,
    journal_codings,
    publish,
)

ROOMS = ("ingest", "pseudonymise", "segment", "coding", "outcomes", "findings", "run", "report")


def run(study: Study, progress: Progress | None = None) -> Results:
    """Compute a study's results, as far as they are not there yet.

    An unchanged study is answered from what was published; a run that was killed goes on
    where it was, because each step's result is kept by the content it came from.

    Raises
    ------
    UserError
        If the input blocks a run, or another run of this study is busy.
    """
    study.results.mkdir(parents=True, exist_ok=True)
    lock = FileLock(study.results / ".lock")
    try:
        with lock.acquire(timeout=0):
            return _run(study, progress or Silence())
    except Timeout as error:
        raise UserError(Problem("run.busy", Severity.BLOCKS)) from error


def _run(study: Study, progress: Progress) -> Results:
    events = _standing_events(study)
    embedder = load_embedder(study.settings.language.vectors)
    key = _run_key(study, events, embedder)
    if _is_published(study, key):
        return Results(study)
    inputs = read_inputs(study, progress)
    cache = Cache(study.results / "cache")
    tables, description, problems = _compute(study, inputs, events, embedder, cache, progress)
    manifest = {
        "study": study.settings.study.id,
        "settings": study.settings.model_dump(mode="json"),
        "inputs": input_hashes(study),
        "decisions": len(events),
        "coder": description,
        "vectors": {"name": embedder.name, "version": embedder.version},
        "packages": package_versions(),
        "problems": [asdict(problem) for problem in (*inputs.problems, *problems)],
    }
    results = publish(study, key, tables, inputs.codebook, manifest)
    write_report(study)
    cache.prune()
    return results


def _standing_events(study: Study) -> pd.DataFrame:
    journal = Journal(study.journal_url)
    try:
        return journal.events()
    finally:
        journal.close()


def _run_key(study: Study, events: pd.DataFrame, embedder: Embedder) -> str:
    """Hash everything a run depends on."""
    decisions = events["id"].astype(int).tolist()
    models = [embedder.name, embedder.version]
    settings = study.settings.model_dump(mode="json")
    return content_key(
        input_hashes(study), settings, decisions, models, code_key(*ROOMS), package_versions()
    )


def _is_published(study: Study, key: str) -> bool:
    try:
        return Results(study).key == key
    except UserError:
        return False


def _compute(
    study: Study,
    inputs: Inputs,
    events: pd.DataFrame,
    embedder: Embedder,
    cache: Cache,
    progress: Progress,
) -> tuple[Tables, dict[str, Any], list[Problem]]:
    told = pseudonymise(study, inputs.stories, cache, progress)
    stories, passages = stories_table(told), passages_table(told)
    labels, outside = labels_table(_all_codings(inputs, events), passages, told)
    problems = [*names_as_participants(study, inputs.stories), *outside]
    tables: Tables = {"stories": stories, "passages": passages, "labels": labels}
    tables |= {"indicators": inputs.outcomes.indicators, "outcomes": inputs.outcomes.outcomes}
    coded, description = code(study, inputs, tables, embedder, cache, progress)
    tables |= coded
    tables |= count(study, inputs, tables, cache, progress)
    tables |= link(study, tables, cache, progress)
    tables |= find(study, inputs, tables, progress)
    registered, unread = register(study, inputs.codebook, tables)
    tables |= registered
    problems += unread
    return tables, description, problems


def _all_codings(inputs: Inputs, events: pd.DataFrame) -> pd.DataFrame:
    """Join coding sets and people's own decisions, as far as their story is still there."""
    known = {story.id for story in inputs.stories}
    themes = {*inputs.codebook.ids, ""}
    decided = journal_codings(events)
    standing = decided[decided["story_id"].isin(known) & decided["theme"].isin(themes)]
    return pd.concat([inputs.codings, standing], ignore_index=True)
