"""Several answers per passage put together: what is there, where, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pipeline.coding.llm.answers import Answer
from pipeline.coding.llm.tokens import CERTAIN
from pipeline.domain import Problem, Severity

Method = Literal["tokens", "repeats", "answer"]
"""Where a probability comes from: token probabilities, repeated answers, or one plain answer."""
MIN_TOLD = 0.95
"""Tokens are used when they tell the probability of at least this share of the decisions."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What the model said about passages (rows) and themes (columns).

    Parameters
    ----------
    yes, votes
        Usable answers that name the theme, and usable answers in all. 0 votes: the model gave
        nothing that can be used, which is not absent. Shape (passages, themes), int.
    chance
        Mean probability of "true" according to the tokens; NaN where they do not tell.
    start, end
        Code points of the evidence in the passage's text; -1 where there is none.
    asked
        Passages that were asked about, shape (passages,), bool.
    invented, refused
        Themes that the codebook does not have, and themes without literal evidence, over all
        answers.
    """

    yes: np.ndarray
    votes: np.ndarray
    chance: np.ndarray
    start: np.ndarray
    end: np.ndarray
    asked: np.ndarray
    invented: int
    refused: int

    @property
    def decided(self) -> np.ndarray:
        """Where the model gave a usable word."""
        return np.asarray(self.votes > 0)

    @property
    def present(self) -> np.ndarray:
        """The model's own word: at least half of its usable answers. Always with evidence."""
        return np.asarray(self.decided & (2 * self.yes >= self.votes))

    @property
    def method(self) -> Method:
        """The best source of a probability that these answers have."""
        told = np.isfinite(self.chance[self.decided])
        if told.size and told.mean() >= MIN_TOLD:
            return "tokens"
        return "repeats" if self.votes.max(initial=0) > 1 else "answer"

    def raw_probability(self, method: Method) -> np.ndarray:
        """Return uncalibrated probabilities; NaN where nothing is known.

        From repeated answers the mean of Jeffreys' beta, (yes + 1/2) / (answers + 1), so that a
        few equal answers are not certainty. For one plain answer the same formula gives 1/4 or
        3/4: good for ranking and calibrating, no probability in itself.
        """
        votes = (self.yes + 0.5) / (self.votes + 1)
        raw = self.chance if method == "tokens" else votes
        return np.where(self.decided, raw, np.nan)

    def problems(self) -> list[Problem]:
        """Return what a person should know of: counts, no text."""
        silent = int((self.asked & ~self.decided.any(axis=1)).sum())
        total = int(self.asked.sum())
        counts = {
            "passages_missing": (silent, Severity.SKIPS),
            "quotes_refused": (self.refused, Severity.NOTICE),
            "themes_invented": (self.invented, Severity.NOTICE),
        }
        return [
            Problem(f"llm.{code}", severity, values={"n": count, "total": total})
            for code, (count, severity) in counts.items()
            if count
        ]


def log_odds(probability: np.ndarray) -> np.ndarray:
    """Return log(p / (1 - p)), finite; NaN stays NaN."""
    inside = np.clip(probability, CERTAIN, 1 - CERTAIN)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def put_together(
    repeats: Sequence[Sequence[Answer | None]],
    themes: Sequence[str],
    offsets: Sequence[int],
    asked: np.ndarray,
) -> Readings:
    """Return readings of answers per repeat and passage.

    Parameters
    ----------
    offsets
        Code points of a passage's text before the words that were asked about.
    """
    shape = (len(offsets), len(themes))
    yes, votes = np.zeros(shape, dtype=int), np.zeros(shape, dtype=int)
    told, total = np.zeros(shape, dtype=int), np.zeros(shape)
    start, end = np.full(shape, -1), np.full(shape, -1)
    column = {theme: number for number, theme in enumerate(themes)}
    usable = [
        (row, answer)
        for answers in repeats
        for row, answer in enumerate(answers)
        if answer is not None
    ]
    for row, answer in usable:
        votes[row] += [theme not in answer.refused for theme in themes]
        for theme, (first, last) in answer.spans.items():
            place = row, column[theme]
            yes[place] += 1
            if start[place] < 0:
                start[place], end[place] = first + offsets[row], last + offsets[row]
        for theme, chance in answer.chances.items():
            told[row, column[theme]] += 1
            total[row, column[theme]] += chance
    chance = np.divide(total, told, out=np.full(shape, np.nan), where=told > 0)
    invented = sum(answer.invented for _, answer in usable)
    refused = sum(len(answer.refused) for _, answer in usable)
    return Readings(yes, votes, chance, start, end, asked, invented, refused)
