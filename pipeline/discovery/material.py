"""Which passages are looked at: what people told, not what they were asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

MIN_WORDS = 6
"""A shorter passage ("Ja, dat klopt") says nothing that could be a topic."""
STOCK_STORIES = 3
"""The same words in at least this many stories are a stock phrase."""
_PSEUDONYM = re.compile(r"\[[^\[\]\n]{1,40} \d+\]")
_LETTERS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Material:
    """Passages in an order that depends on their words alone.

    Parameters
    ----------
    passages
        Columns passage_id, story_id, text (without speaker label and pseudonyms) and n_words.
    left_out
        How many passages were left out, by reason.
    """

    passages: pd.DataFrame
    left_out: Mapping[str, int]


def prepare(passages: pd.DataFrame, codings: pd.DataFrame | None, *, residual: bool) -> Material:
    """Choose what discovery looks at.

    Parameters
    ----------
    passages
        PASSAGES.
    codings
        CODINGS, or ``None`` when nothing is coded.
    residual
        Only passages in which no theme of the codebook is present.
    """
    frame = passages[["passage_id", "story_id", "is_question"]].copy()
    pairs = zip(passages["text"], passages["speaker"], strict=True)
    frame["text"] = [told_text(text, speaker) for text, speaker in pairs]
    frame["n_words"] = [len(text.split()) for text in frame["text"]]
    left_out: dict[str, int] = {}
    frame = _drop(frame, frame["is_question"].astype(bool), "questions", left_out)
    frame = _drop(frame, frame["n_words"] < MIN_WORDS, "short", left_out)
    frame = _drop(frame, _stock_phrases(frame), "stock_phrases", left_out)
    if residual and codings is not None:
        covered = codings.loc[codings["present"].astype(bool), "passage_id"]
        frame = _drop(frame, frame["passage_id"].isin(covered), "covered", left_out)
    ordered = frame.sort_values(["text", "passage_id"], ignore_index=True)
    return Material(ordered[["passage_id", "story_id", "text", "n_words"]], left_out)


def told_text(text: str, speaker: str = "") -> str:
    """Return a passage without the label of its speaker and without pseudonyms.

    Examples
    --------
    >>> told_text("R: Toen kwam [naam 2] langs.", "R")
    'Toen kwam langs.'
    """
    label = re.match(rf"\s*{re.escape(speaker)}\s*:", text) if speaker else None
    bare = text[label.end() :] if label else text
    return " ".join(_PSEUDONYM.sub(" ", bare).split())


def _drop(
    frame: pd.DataFrame, away: pd.Series, reason: str, left_out: dict[str, int]
) -> pd.DataFrame:
    left_out[reason] = int(away.sum())
    return frame[~away]


def _stock_phrases(frame: pd.DataFrame) -> pd.Series:
    said = frame["text"].map(lambda text: _LETTERS.sub(" ", text.casefold()).strip())
    stories = frame["story_id"].groupby(said).transform("nunique")
    return stories.astype(int) >= STOCK_STORIES
