"""Passages coded outside any study: what ``vertellen code`` prints."""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipeline.coding.evidence import best_sentence
from pipeline.coding.frame import prepare
from pipeline.coding.implicit import Lemmatise, named, plain_words
from pipeline.coding.protocol import Coder
from pipeline.domain import Codebook

DECIMALS = 4


def code_passages(
    passages: pd.DataFrame,
    coder: Coder,
    codebook: Codebook,
    stories: pd.DataFrame | None = None,
    lemmatise: Lemmatise = plain_words,
) -> list[dict[str, Any]]:
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
    list of dict
        ``story``, ``start``, ``end`` (code points in the story), ``text``; ``themes``: for every
        theme ``theme``, ``probability`` and ``present``; ``implicit``: the present themes that
        are not named; ``evidence``: per present theme the span that weighs most. A question
        is context: its list of themes is empty.
    """
    frame = prepare(passages, stories)
    told = frame[~frame["is_question"].to_numpy(dtype=bool)]
    suggestions = coder.suggest(told)
    present, probability = suggestions.present, suggestions.probability
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
            here = bool(present[row, column])
            chance = round(float(probability[row, column]), DECIMALS)
            coded["themes"].append({"theme": theme, "probability": chance, "present": here})
            if here:
                first, last = spans[(passage, theme)]
                quote = {"start": start + first, "end": start + last, "text": text[first:last]}
                coded["evidence"].append({"theme": theme, **quote})
                if not words[row, column]:
                    coded["implicit"].append(theme)
        result.append(coded)
    return result


def _spans(
    told: pd.DataFrame, coder: Coder, codebook: Codebook, present: Any
) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the weightiest sentence of every passage for each theme that is present in it."""
    spans = {}
    for column, theme in enumerate(codebook.ids):
        part = told[present[:, column]]
        if part.empty:
            continue
        texts = zip(part["passage_id"].tolist(), part["text"].tolist(), strict=True)
        for (passage, text), words in zip(texts, coder.explain(part, theme), strict=True):
            spans[(passage, theme)] = best_sentence(text, words)
    return spans
