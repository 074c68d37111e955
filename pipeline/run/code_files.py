"""Codes files outside any study: what ``vertellen code`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.coding import (
    Coder,
    choose_coder,
    code_passages,
    decide_labels,
    default_coders,
    fit_study,
    split_audit,
)
from pipeline.coding.fits import Material
from pipeline.coding.registry import check_name
from pipeline.config import CodingSection, LlmSection, Settings, StudySection
from pipeline.domain import Codebook, Problem, Severity, Story, UserError
from pipeline.domain.tables import PASSAGES
from pipeline.ingest import read_codebook, read_file
from pipeline.language import lemmas, load_language
from pipeline.pseudonymise import OffsetMap
from pipeline.run.coders import coder_wish
from pipeline.run.scaffold import STARTER_CODEBOOK
from pipeline.run.steps import CONTEXT, Told, labels_table, passages_table, stories_table
from pipeline.segment import segment
from pipeline.store import Cache, Study, journal_codings

COLUMNS = ["story", "start", "end", "theme", "probability", "present", "implicit", "evidence"]


def code_files(
    files: Sequence[Path],
    study: Study | None = None,
    coder: str = "",
    model: str = "",
    endpoint: str = "",
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Suggest themes for every passage of some files; no name is replaced.

    No result is written; a language model's answers are kept in the cache of a study.

    Parameters
    ----------
    files
        Of any format that a study can hold.
    study
        Whose codebook, codings and settings to use; None: the starter codebook, and nothing
        to learn from.
    coder, model, endpoint
        Go before what the study says; empty: what the study or the program takes.

    Returns
    -------
    rows
        One per passage, as ``pipeline.coding.code_passages`` gives them.
    problems
        Files that could not be read, and what the coder could not say.

    Raises
    ------
    UserError
        If no file could be read, or the coder is not there or may not be used.
    """
    stories, problems = _read(files)
    settings = _settings(study, coder, model, endpoint)
    if study is None:
        fitted, codebook = _loose_coder(settings)
    else:
        fitted, codebook = _study_coder(study, settings)
    passages = PASSAGES.conform(pd.DataFrame([_row(p) for s in stories for p in segment(s)]))
    context = stories_table([Told(story, OffsetMap(())) for story in stories])[CONTEXT]
    wanted = settings.language.pipeline

    def lemmatise(texts: Sequence[str]) -> list[tuple[str, ...]]:
        return lemmas(load_language(wanted), texts)

    rows, unsaid = code_passages(passages, fitted, codebook, context, lemmatise)
    return rows, [*problems, *unsaid]


def codings_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Return one row per passage and theme that is present, for a spreadsheet."""
    flat = []
    for row in rows:
        quotes = {item["theme"]: item["text"] for item in row["evidence"]}
        for theme in row["themes"]:
            if theme["present"]:
                name = theme["theme"]
                coded = {key: row[key] for key in ("story", "start", "end")}
                coded |= {**theme, "implicit": name in row["implicit"]}
                flat.append({**coded, "evidence": quotes.get(name, "")})
    return pd.DataFrame(flat, columns=COLUMNS)


def _read(files: Sequence[Path]) -> tuple[list[Story], list[Problem]]:
    stories: list[Story] = []
    problems: list[Problem] = []
    for path in files:
        ingested = read_file(path, path.parent)
        stories.extend(ingested.stories)
        problems.extend(ingested.problems)
    if not stories:
        raise UserError([*problems, Problem("run.no_file_read", Severity.BLOCKS)])
    return stories, problems


def _row(passage: Any) -> dict[str, Any]:
    row = asdict(passage)
    row["passage_id"] = row.pop("id")
    return {**row, "source_start": passage.start, "source_end": passage.end}


def _settings(study: Study | None, coder: str, model: str, endpoint: str) -> Settings:
    """Return the study's settings, or those of no study, with what the call asks besides."""
    settings = study.settings if study else Settings(study=StudySection(id="geen", title=""))
    check_name(coder or settings.coding.coder)
    coding = settings.coding.model_dump() | ({"coder": coder} if coder else {})
    llm = settings.llm.model_dump() | ({"endpoint": endpoint} if endpoint else {})
    if model:
        (llm if coding["coder"] == "llm" else coding)["model"] = model
    changed = {"coding": CodingSection(**coding), "llm": LlmSection(**llm)}
    return settings.model_copy(update=changed)


def _check_local(endpoint: str) -> None:
    """Refuse a server elsewhere: in these files names are not replaced.

    Raises
    ------
    UserError
        Also where the study allows that its stories, without names, go there.
    """
    # Reaching a server takes packages that no other coder needs.
    from pipeline.coding.llm.endpoint import check_endpoint

    try:
        check_endpoint(endpoint, "")
    except UserError as error:
        values = error.problems[0].values
        problem = Problem("llm.names_stay_here", Severity.BLOCKS, values=values)
        wrong = error.problems[0].code == "llm.endpoint_wrong"
        raise error if wrong else UserError(problem) from error


def _loose_coder(settings: Settings) -> tuple[Coder, Codebook]:
    """Return a coder that learned from no study: the program's own, or one that need not learn."""
    codebook = read_codebook(STARTER_CODEBOOK)
    if settings.coding.coder == "builtin":
        defaults = default_coders()
        if defaults is None:
            raise UserError(Problem("run.no_own_coder", Severity.BLOCKS))
        return defaults.full, codebook
    fits, _ = choose_coder(coder_wish(settings, codebook))(Material.nothing(codebook))
    return fits.fit(), codebook


def _study_coder(study: Study, settings: Settings) -> tuple[Coder, Codebook]:
    """Fit the coder on a study's own codings."""
    # Packages that a file without a study does not need.
    from pipeline.run.discovery import with_decisions
    from pipeline.run.inputs import read_inputs
    from pipeline.run.main import known_codings, study_events
    from pipeline.run.trust import audit_table

    if settings.coding.coder == "llm":
        _check_local(settings.llm.endpoint)
    events, history = study_events(study)
    inputs, _ = with_decisions(read_inputs(study), history, journal_codings(events))
    told = [Told(story, OffsetMap(())) for story in inputs.stories]
    passages, stories = passages_table(told), stories_table(told)
    labels, _ = labels_table(known_codings(inputs), passages, told)
    truth = decide_labels(labels, settings.coding.truth)
    teaching, _ = split_audit(truth, passages, audit_table(events))
    answers = Cache(study.results / "cache").answers
    fitting = choose_coder(coder_wish(settings, inputs.codebook, answers))
    fitted = fit_study(
        passages,
        teaching,
        inputs.codebook,
        settings.coding,
        settings.study.seed,
        stories[CONTEXT],
        fitting,
    )
    return fitted, inputs.codebook
