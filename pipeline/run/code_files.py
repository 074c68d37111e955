"""Codes files outside any study: what ``vertellen code`` does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.coding import Coder, code_passages, code_study, decide_labels, default_coders
from pipeline.domain import Codebook, Problem, Severity, Story, UserError
from pipeline.domain.tables import PASSAGES
from pipeline.embedding import load_embedder
from pipeline.ingest import read_codebook, read_file
from pipeline.language import lemmas, load_language
from pipeline.pseudonymise import OffsetMap
from pipeline.run.analysis import CONTEXT
from pipeline.run.inputs import read_inputs
from pipeline.run.scaffold import STARTER_CODEBOOK
from pipeline.run.steps import Told, labels_table, passages_table, stories_table
from pipeline.segment import segment
from pipeline.store import Study

COLUMNS = ["story", "start", "end", "theme", "probability", "present", "implicit", "evidence"]


def code_files(
    files: Sequence[Path], study: Study | None = None
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Suggest themes for every passage of some files; nothing is written and no name replaced.

    Parameters
    ----------
    files
        Of any format that a study can hold.
    study
        Whose codebook and codings to use; None: the starter codebook and the program's own
        coder.

    Returns
    -------
    rows
        One per passage, as ``pipeline.coding.code_passages`` gives them.
    problems
        Files that could not be read.

    Raises
    ------
    UserError
        If no file could be read, or the program's own coder is not there.
    """
    stories, problems = _read(files)
    coder, codebook = _own_coder() if study is None else _study_coder(study)
    passages = PASSAGES.conform(pd.DataFrame([_row(p) for s in stories for p in segment(s)]))
    context = stories_table([Told(story, OffsetMap(())) for story in stories])[CONTEXT]
    wanted = study.settings.language.pipeline if study else ""

    def lemmatise(texts: Sequence[str]) -> list[tuple[str, ...]]:
        return lemmas(load_language(wanted), texts)

    return code_passages(passages, coder, codebook, context, lemmatise), problems


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


def _own_coder() -> tuple[Coder, Codebook]:
    defaults = default_coders()
    if defaults is None:
        raise UserError(Problem("run.no_own_coder", Severity.BLOCKS))
    return defaults.full, read_codebook(STARTER_CODEBOOK)


def _study_coder(study: Study) -> tuple[Coder, Codebook]:
    """Fit the built-in coder on a study's own codings."""
    inputs = read_inputs(study)
    told = [Told(story, OffsetMap(())) for story in inputs.stories]
    passages, stories = passages_table(told), stories_table(told)
    labels, _ = labels_table(inputs.codings, passages, told)
    settings = study.settings
    coded = code_study(
        passages,
        decide_labels(labels, settings.coding.truth),
        inputs.codebook,
        settings.coding,
        load_embedder(settings.language.vectors).encode,
        settings.study.seed,
        stories[CONTEXT],
    )
    return coded.model, inputs.codebook
