"""Turning points of a study's stories: passages in, a table out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.coding.turning_points.clauses import Reading, read_passage
from pipeline.coding.turning_points.join import Told, TurningPoint, join
from pipeline.coding.turning_points.rules import RuleMatcher
from pipeline.coding.turning_points.stand_ins import readable
from pipeline.domain.tables import TURNING_POINTS
from pipeline.language import LanguageModel, Need, stream

if TYPE_CHECKING:
    from spacy.tokens import Doc

NEEDS: tuple[Need, ...] = ("tag", "morph", "parse", "lemma", "sentence")
"""What a language model must give to be used here."""
THEME = "juiste_zetje"
"""Theme of the starter codebook that these are the turning points of."""


def find_turning_points(
    passages: pd.DataFrame,
    stories: pd.DataFrame,
    codings: pd.DataFrame,
    language: LanguageModel,
) -> pd.DataFrame:
    """Find the moments at which somebody's small act was followed by a step.

    Parameters
    ----------
    passages
        PASSAGES.
    stories
        Columns story_id and teller.
    codings
        CODINGS; where the theme ``juiste_zetje`` is coded, confidence is higher. A study
        without that theme is read by the rules alone.
    language
        Loaded with ``NEEDS``.

    Returns
    -------
    DataFrame
        TURNING_POINTS, by story and place. Spans are code points in the story's text.
    """
    rows = [
        _row(story_id, number, point)
        for story_id, points in read_stories(passages, stories, codings, language)
        for number, point in enumerate(points, start=1)
    ]
    return TURNING_POINTS.conform(pd.DataFrame(rows, columns=TURNING_POINTS.names))


def read_stories(
    passages: pd.DataFrame,
    stories: pd.DataFrame,
    codings: pd.DataFrame,
    language: LanguageModel,
) -> Iterator[tuple[str, list[TurningPoint]]]:
    """Yield every story's id and turning points, a batch of passages in memory at a time."""
    tellers = dict(zip(stories["story_id"], stories["teller"], strict=True))
    sure = _probabilities(codings)
    ordered = passages.sort_values(["story_id", "number"], kind="stable")
    rows = ordered[~ordered["is_question"]].to_dict("records")
    matcher = RuleMatcher(language.nlp.vocab)

    def read(doc: Doc) -> Reading:
        return read_passage(doc, matcher.find(doc))

    cut = [_label_length(row) for row in rows]
    texts = (readable(str(row["text"])[skip:]) for row, skip in zip(rows, cut, strict=True))
    read_rows = zip(rows, cut, stream(language, texts, read), strict=True)
    for story_id, group in groupby(read_rows, key=lambda item: str(item[0]["story_id"])):
        told = [
            Told(
                str(row["passage_id"]),
                int(row["start"]) + skip,
                str(row["speaker"]),
                reading,
                sure.get(str(row["passage_id"]), 0.0),
            )
            for row, skip, reading in group
        ]
        yield story_id, join(told, str(tellers.get(story_id, "")))


def _label_length(row: Mapping[Hashable, Any]) -> int:
    """Return how much of a passage is the speaker's label, colon and space included."""
    text, label = str(row["text"]), f"{row['speaker']}:"
    if not row["speaker"] or not text.startswith(label):
        return 0
    return len(text) - len(text[len(label) :].lstrip())


def _probabilities(codings: pd.DataFrame) -> dict[str, float]:
    """Return how sure it is that a passage carries the theme: 1 where people saw it."""
    mine = codings[codings["theme"] == THEME]
    by_people = mine["by"] == "human"
    sure = mine["probability"].astype("Float64").fillna(0.0)
    sure = sure.where(~by_people, mine["present"].astype("Float64"))
    return dict(zip(mine["passage_id"], sure.astype(float), strict=True))


def _row(story_id: str, number: int, point: TurningPoint) -> dict[str, Any]:
    moment = point.moment or (None, None)
    return {
        "story_id": story_id,
        "number": number,
        "moment_start": moment[0],
        "moment_end": moment[1],
        "actor_start": point.actor[0],
        "actor_end": point.actor[1],
        "actor_kind": point.actor_kind,
        "act_start": point.act[0],
        "act_end": point.act[1],
        "step_start": point.step[0],
        "step_end": point.step[1],
        "act_passage": point.act_passage,
        "step_passage": point.step_passage,
        "rules": " ".join(point.rules),
        "score": point.score,
        "confidence": point.confidence,
    }
