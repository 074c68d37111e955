"""Turning points in a run: computed once per content, language model and code."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd

from pipeline.coding.turning_points import NEEDS, THEME, find_turning_points
from pipeline.language import ModelIdentity, load_language
from pipeline.run.keys import code_key
from pipeline.run.progress import Progress
from pipeline.store import Cache, Study, content_key, frame_key

Tables = dict[str, pd.DataFrame]
READ = ["passage_id", "story_id", "number", "start", "text", "speaker", "is_question"]
"""Columns of PASSAGES that decide what is found."""


def turn(
    study: Study, tables: Tables, language: ModelIdentity, cache: Cache, progress: Progress
) -> Tables:
    """Find the turning points of every story.

    Parameters
    ----------
    tables
        STORIES, PASSAGES and CODINGS by name.
    language
        What ``identify_language`` says of the pipeline that the study asks for.

    Returns
    -------
    dict
        TURNING_POINTS under ``"turning_points"``.

    Raises
    ------
    UserError
        If the language pipeline that is asked for is not there.
    """
    progress.begin("turn", 1)
    tellers = tables["stories"][["story_id", "teller"]]
    coded = tables["codings"][tables["codings"]["theme"] == THEME]
    columns = ["passage_id", "present", "by", "probability"]
    key = content_key(
        frame_key(tables["passages"][READ]),
        frame_key(tellers),
        frame_key(coded[columns]),
        asdict(language),
        code_key("coding/turning_points", "language.py"),
    )

    def compute() -> tuple[Tables, object]:
        model = load_language(study.settings.language.pipeline, need=NEEDS)
        found = find_turning_points(tables["passages"], tellers, coded, model)
        return {"turning_points": found}, None

    frames = cache.frames("turn", key, compute)[0]
    progress.advance()
    return frames
