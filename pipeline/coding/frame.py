"""Passages in reading order, with the context that a coder reads them in."""

from __future__ import annotations

import re

import pandas as pd

_LABEL = re.compile(r"^\s*[^\W\d_][\w .'’\-]{0,30}:\s+")

CONTEXT = ("genre", "teller", "question")


def prepare(passages: pd.DataFrame, stories: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return passages sorted by story and number, with what surrounds each of them.

    Parameters
    ----------
    passages
        Table PASSAGES.
    stories
        Table STORIES; without it genre, teller and question are empty.

    Returns
    -------
    pd.DataFrame
        The passages with the columns ``words`` (text without the speaker's label), ``offset``
        (code points that the label took), ``before`` and ``after`` (words of the passages
        around it in the same story, empty at the ends), ``asked`` (the last question before
        it), ``place`` (0 at the start of the story, 1 at its end) and those of ``CONTEXT``.
    """
    frame = passages.sort_values(["story_id", "number"], kind="stable").reset_index(drop=True)
    pairs = zip(frame["text"].tolist(), frame["speaker"].tolist(), strict=True)
    offsets = [_label_length(text, speaker) for text, speaker in pairs]
    frame["offset"] = offsets
    frame["words"] = [text[offset:] for text, offset in zip(frame["text"], offsets, strict=True)]
    by_story = frame.groupby("story_id", sort=False)
    frame["before"] = by_story["words"].shift(1).fillna("").astype(str)
    frame["after"] = by_story["words"].shift(-1).fillna("").astype(str)
    questions = frame["words"].where(frame["is_question"].astype(bool))
    frame["asked"] = questions.groupby(frame["story_id"]).ffill().fillna("").astype(str)
    frame["place"] = (by_story.cumcount() + 0.5) / by_story["words"].transform("size")
    return _with_context(frame, stories)


def _label_length(text: str, speaker: str) -> int:
    """Return how many code points the speaker's label takes at the start of a passage."""
    if not speaker:
        return 0
    match = _LABEL.match(text)
    return match.end() if match else 0


def _with_context(frame: pd.DataFrame, stories: pd.DataFrame | None) -> pd.DataFrame:
    if stories is None:
        return frame.assign(**dict.fromkeys(CONTEXT, ""))
    known = stories.set_index("story_id")
    for column in CONTEXT:
        frame[column] = frame["story_id"].map(known[column]).fillna("").astype(str)
    return frame
