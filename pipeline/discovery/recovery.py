"""How well discovery does: a hidden theme found again, and nothing found in shuffled words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.discovery.material import told_text

MIN_PURITY = 0.5
MIN_RECALL = 0.25


@dataclass(frozen=True, slots=True)
class Match:
    """The group of passages that comes nearest to a theme.

    Parameters
    ----------
    group
        Its id; empty when there is no group.
    purity
        Share of the group's passages that carry the theme.
    recall
        Share of the theme's passages, of those looked at, that are in the group.
    chance
        Purity of a group drawn at random: share of the theme in all passages looked at.
    """

    group: str
    purity: float
    recall: float
    chance: float

    @property
    def matches(self) -> bool:
        """Whether a person who opens the group mostly sees the theme, and a good part of it."""
        return self.purity >= MIN_PURITY and self.recall >= MIN_RECALL


def best_match(
    groups: Mapping[str, Collection[str]], theme: Collection[str], looked_at: Collection[str]
) -> Match:
    """Return the group with the highest F1 for a theme.

    Parameters
    ----------
    groups
        Passage ids per group.
    theme
        Passages that carry the theme.
    looked_at
        All passages that could have been in a group.

    Examples
    --------
    >>> best_match({"a": ["1", "2"], "b": ["3"]}, ["1", "2", "4"], ["1", "2", "3", "4"])
    Match(group='a', purity=1.0, recall=0.6666666666666666, chance=0.75)
    """
    inside = set(theme) & set(looked_at)
    chance = len(inside) / len(looked_at) if looked_at else 0.0
    best, highest = Match("", 0.0, 0.0, chance), 0.0
    for name, members in groups.items():
        hits = len(inside & set(members))
        f1 = 2 * hits / (len(members) + len(inside)) if members or inside else 0.0
        if f1 > highest:
            best = Match(name, hits / len(members), hits / len(inside), chance)
            highest = f1
    return best


def shuffled_words(passages: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return PASSAGES of the same lengths with all words dealt at random.

    Questions and what people told are shuffled apart, so that the text keeps its words and
    loses its meaning.
    """
    rng = np.random.default_rng(seed)
    pairs = zip(passages["text"], passages["speaker"], strict=True)
    split = [told_text(text, speaker).split() for text, speaker in pairs]
    texts: list[str] = [""] * len(split)
    questions = passages["is_question"].astype(bool).to_numpy()
    for kind in (True, False):
        rows = np.flatnonzero(questions == kind)
        words = [word for row in rows for word in split[row]]
        order = rng.permutation(len(words))
        start = 0
        for row in rows:
            end = start + len(split[row])
            texts[row] = " ".join(words[place] for place in order[start:end])
            start = end
    return passages.assign(text=texts, speaker="")
