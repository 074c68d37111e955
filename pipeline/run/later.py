"""Themes that people made after the coding sets were: who read a passage for those.

A set that read a passage whole says of every theme it does not name that it is absent. Of a
theme that did not exist yet it says nothing: *not coded* is not *absent*. For such a theme only
what a person decided about it counts as human; the rest is the machine's. The machine does
learn from those passages as if the theme were absent there (Elkan and Noto, 2008, Learning
classifiers from only positive and unlabeled data, KDD 14, 213-220): its probabilities come out
low, its order of passages does not suffer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from pipeline.domain import Codebook
from pipeline.outcomes import half_read, story_themes
from pipeline.run.inputs import Inputs

Tables = dict[str, pd.DataFrame]
PERSON = "person:"
MACHINE = "builtin"
_MEASURES = ["precision", "recall", "f1", "average_precision"]


def set_apart(
    coded: Tables, truth: pd.DataFrame, later: Collection[str], coder: str = MACHINE
) -> Tables:
    """Return codings and quality in which sets say nothing of later themes.

    Parameters
    ----------
    coded
        CODINGS and QUALITY by name.
    truth
        LABELS, one word per passage and theme.
    later
        Themes made after the sets.
    coder
        Name of the machine.
    """
    if not later:
        return coded
    codings = coded["codings"]
    own = _decided_by_person(truth)
    asked = pd.MultiIndex.from_frame(codings[["passage_id", "theme"]]).isin(own)
    silent = codings["theme"].isin(later) & (codings["by"] == "human") & ~asked
    codings = codings.copy()
    whole = ~codings.loc[silent, "story_id"].isin(half_read(codings))
    codings.loc[silent, "present"] = codings.loc[silent, "machine_present"].fillna(False) & whole
    codings.loc[silent, ["by", "coder"]] = ["machine", coder]
    quality = coded["quality"].copy()
    unmeasured = quality["theme"].isin(later)
    quality.loc[unmeasured, _MEASURES] = pd.NA
    quality.loc[unmeasured, "n"] = quality.loc[unmeasured, "n_present"]
    return {**coded, "codings": codings, "quality": quality}


def read_for(
    inputs: Inputs, passages: pd.DataFrame, truth: pd.DataFrame, read: Collection[str]
) -> list[tuple[Codebook, Collection[str]]]:
    """Return themes with the stories that people read whole for them.

    Parameters
    ----------
    read
        Stories read whole for the themes that were there from the start.
    """
    first = tuple(theme for theme in inputs.codebook.themes if theme.id not in inputs.later)
    parts: list[tuple[Codebook, Collection[str]]] = [(replace(inputs.codebook, themes=first), read)]
    told = passages[~passages["is_question"]]
    own = _decided_by_person(truth)
    for name in inputs.later:
        theme = inputs.codebook.theme(name)
        seen = [(passage, name) in own for passage in told["passage_id"]]
        whole = pd.Series(seen, index=told.index).groupby(told["story_id"]).all()
        parts.append((replace(inputs.codebook, themes=(theme,)), set(whole.index[whole])))
    return parts


def themes_per_story(inputs: Inputs, tables: Tables, truth: pd.DataFrame) -> pd.DataFrame:
    """Return every story and theme with 1 or 0, as ``story_themes`` does."""
    codings, stories = tables["codings"], tables["stories"]
    first = codings[~codings["theme"].isin(inputs.later)]
    frames = [story_themes(first, stories)]
    frames += [
        story_themes(codings, stories, book.ids, read)
        for book, read in read_for(inputs, tables["passages"], truth, ())[1:]
    ]
    return pd.concat(frames, ignore_index=True)


def _decided_by_person(truth: pd.DataFrame) -> set[tuple[str, str]]:
    """Return the passages and themes that a person decided about by name."""
    named: pd.Series[bool] = truth["coder"].str.startswith(PERSON) & (truth["theme"] != "")
    part = truth[named]
    return set(zip(part["passage_id"], part["theme"], strict=True))
