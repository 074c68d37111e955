"""One run: from a folder of stories to published results."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
from filelock import FileLock, Timeout

from pipeline.domain import Problem, Severity, UserError
from pipeline.embedding import Embedder, load_embedder
from pipeline.language import ModelIdentity, identify_language
from pipeline.run.analysis import Tables, code, count, find, link
from pipeline.run.coders import coder_identity
from pipeline.run.discovery import discover_themes, with_decisions
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
from pipeline.run.trust import audit_table
from pipeline.run.turning import turn
from pipeline.store import (
    Cache,
    Journal,
    Results,
    Study,
    content_key,
    frame_key,
    journal_codings,
    publish,
)

UNFINISHED = "llm.passages_missing"
ROOMS = (
    "ingest",
    "pseudonymise",
    "segment",
    "coding",
    "discovery",
    "outcomes",
    "findings",
    "run",
    "report",
)


def run(study: Study, progress: Progress | None = None) -> Results:
    """Compute a study's results, as far as they are not there yet.

    An unchanged study is answered from what was published; a run that was killed goes on
    where it was, because each step's result is kept by the content it came from.

    Raises
    ------
    UserError
        If the input blocks a run, another run of this study is busy, or a participant is only
        half taken out of it.
    """
    if study.forgetting.exists():
        raise UserError(Problem("forget.half_done", Severity.BLOCKS))
    study.results.mkdir(parents=True, exist_ok=True)
    lock = FileLock(study.results / ".lock")
    try:
        with lock.acquire(timeout=0):
            return _run(study, progress or Silence())
    except Timeout as error:
        raise UserError(Problem("run.busy", Severity.BLOCKS)) from error


def _run(study: Study, progress: Progress) -> Results:
    events, history = study_events(study)
    embedder = load_embedder(study.settings.language.vectors)
    language = identify_language(study.settings.language.pipeline)
    key = _run_key(study, events, embedder, language)
    if _is_published(study, key):
        return Results(study)
    given = read_inputs(study, progress)
    inputs, decided = with_decisions(given, history, journal_codings(events))
    cache = Cache(study.results / "cache")
    tables, description, problems = _compute(
        study, inputs, audit_table(events), embedder, language, cache, progress
    )
    discovered = discover_themes(study, inputs, tables, embedder, cache, progress)
    tables |= discovered[0]
    manifest = {
        "study": study.settings.study.id,
        "settings": study.settings.model_dump(mode="json"),
        "inputs": input_hashes(study),
        "decisions": len(events),
        "journal": int(history["id"].max()) if len(history) else 0,
        "discovery": discovered[1],
        "coder": description,
        "language": asdict(language),
        "vectors": embedder.identity(),
        "packages": package_versions(),
        "problems": [
            asdict(problem) for problem in (*inputs.problems, *decided.problems, *problems)
        ],
    }
    if any(problem.code == UNFINISHED for problem in problems):
        # Under a key of its own: the next run asks again for what has no answer yet.
        key = content_key(key, frame_key(tables["codings"]))
    results = publish(study, key, tables, inputs.codebook, manifest)
    write_report(study)
    cache.prune()
    return results


def study_events(study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the decisions that stand, and all there ever were."""
    journal = Journal(study.journal_url)
    try:
        return journal.events(), journal.history()
    finally:
        journal.close()


def _run_key(
    study: Study, events: pd.DataFrame, embedder: Embedder, language: ModelIdentity
) -> str:
    """Hash everything a run depends on."""
    decisions = events["id"].astype(int).tolist()
    models = [embedder.identity(), asdict(language), coder_identity(study.settings)]
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
    audit: pd.DataFrame,
    embedder: Embedder,
    language: ModelIdentity,
    cache: Cache,
    progress: Progress,
) -> tuple[Tables, dict[str, Any], list[Problem]]:
    told = pseudonymise(study, inputs.stories, cache, progress)
    stories, passages = stories_table(told), passages_table(told)
    labels, outside = labels_table(known_codings(inputs), passages, told)
    problems = [*names_as_participants(study, inputs.stories), *outside]
    tables: Tables = {"stories": stories, "passages": passages, "labels": labels, "audit": audit}
    tables |= {"indicators": inputs.outcomes.indicators, "outcomes": inputs.outcomes.outcomes}
    coded, description, unsaid = code(study, inputs, tables, embedder, language, cache, progress)
    tables |= coded
    tables |= count(study, inputs, tables, cache, progress)
    tables |= link(study, inputs, tables, cache, progress)
    tables |= find(study, inputs, tables, progress)
    registered, unread = register(study, inputs.codebook, tables)
    tables |= registered
    problems += [*unread, *unsaid]
    tables |= turn(study, tables, language, cache, progress)
    return tables, description, problems


def known_codings(inputs: Inputs) -> pd.DataFrame:
    """Return codings as far as their story and their theme are still there."""
    known = {story.id for story in inputs.stories}
    themes = {*inputs.codebook.ids, ""}
    codings = inputs.codings
    return codings[codings["story_id"].isin(known) & codings["theme"].isin(themes)]
