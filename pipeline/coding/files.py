"""Passages coded outside any study: what ``vertellen code`` prints."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.coding.evidence import evidence_spans
from pipeline.coding.frame import prepare
from pipeline.coding.implicit import Lemmatise, named, plain_words
from pipeline.coding.protocol import Coder
from pipeline.domain import Codebook, Problem

DECIMALS = 4


def code_passages(
    passages: pd.DataFrame,
    coder: Coder,
    codebook: Codebook,
    stories: pd.DataFrame | None = None,
    lemmatise: Lemmatise = plain_words,
) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Return what a coder says about each passage, in reading order.

    Parameters
    ----------
    passages, stories
        Tables PASSAGES and STORIES.
    coder
        Knows exactly the themes of the codebook, in its order.
    lemmatise
        Texts to lemmas; decides whether a theme is named in a passage.

    Returns
    -------
    rows
        One dict per passage: ``story``, ``start``, ``end`` (code points in the story), ``text``;
        ``themes``: for every theme ``theme``, ``probability`` (None where the coder has none)
        and ``present``; ``implicit``: the present themes that are not named; ``evidence``: per
        present theme the words behind it. A question is context: its list of themes is empty,
        and so is that of a passage on which the coder gave no answer. A theme that it named
        without evidence is left out.
    problems
        What the coder could not say, in counts.
    """
    frame = prepare(passages, stories)
    told = frame[~frame["is_question"].to_numpy(dtype=bool)]
    suggestions = coder.suggest(told)
    present, probability = suggestions.present, suggestions.probability
    known = suggestions.answered[:, None] & ~suggestions.unproven
    words = named(told["words"].tolist(), codebook, lemmatise)
    rows = {name: number for number, name in enumerate(told["passage_id"])}
    spans = _spans(told, coder, codebook, present)
    result = []
    names = ("passage_id", "story_id", "start", "end", "text")
    for passage, story, start, end, text in zip(*(frame[n].tolist() for n in names), strict=True):
        row = rows.get(passage)
        coded: dict[str, Any] = {"story": story, "start": start, "end": end, "text": text}
        coded |= {"themes": [], "implicit": [], "evidence": []}
        for column, theme in enumerate(codebook.ids if row is not None else ()):
            if not known[row, column]:
                continue
            here = bool(present[row, column])
            chance = _rounded(float(probability[row, column]))
            coded["themes"].append({"theme": theme, "probability": chance, "present": here})
            if here:
                first, last = spans[(passage, theme)]
                quote = {"start": start + first, "end": start + last, "text": text[first:last]}
                coded["evidence"].append({"theme": theme, **quote})
                if not words[row, column]:
                    coded["implicit"].append(theme)
        result.append(coded)
    return result, list(suggestions.problems)


def _rounded(probability: float) -> float | None:
    return None if np.isnan(probability) else round(probability, DECIMALS)


def _spans(
    told: pd.DataFrame, coder: Coder, codebook: Codebook, present: Any
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the words behind each theme that is present, per passage."""
    spans = {}
    for column, theme in enumerate(codebook.ids):
        part = told[present[:, column]]
        if part.empty:
            continue
        found = evidence_spans(coder, part, theme)
        for passage, span in zip(part["passage_id"].tolist(), found, strict=True):
            if span is not None:
                spans[(passage, theme)] = span
    return spans
