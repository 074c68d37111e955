"""Which topics become candidates: borne out, of several stories, and each thing once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.discovery.refits import Verdict, jaccard
from pipeline.discovery.topics import Labels, Topics

STABLE = 0.6
"""Share of refits in which a stable candidate returns."""
UNSURE = 0.3
"""Below this share a topic is not shown at all, not even as unsure."""
CHANCE = 0.99
"""Quantile of the highest support in the permuted reference that a candidate must exceed."""
LEAST_SUPPORT = 3.0
SAME = 0.4
"""Jaccard of members from which two topics of different granularity are the same thing."""
INSIDE = 0.6
MOST_OF_ONE_STORY = 0.5


@dataclass(frozen=True, slots=True)
class Pick:
    """One topic of one fit."""

    level: int
    topic: int
    stability: float
    support: float
    members: NDArray[np.bool_]

    @property
    def stable(self) -> bool:
        """Whether it returns in enough refits."""
        return self.stability >= STABLE


def needed_support(verdicts: Sequence[Verdict]) -> float:
    """Return the support that chance hardly ever gives to any topic of any fit."""
    if not verdicts:
        return LEAST_SUPPORT
    highest = np.max([verdict.chance for verdict in verdicts], axis=0)
    return max(LEAST_SUPPORT, float(np.quantile(highest, CHANCE)))


def pick(
    fits: Sequence[Topics], verdicts: Sequence[Verdict], stories: Labels, needed: float
) -> list[Pick]:
    """Choose candidates, the best first.

    Parameters
    ----------
    stories
        Story of each passage as a number, shape (n,).
    needed
        Support a topic must have; see :func:`needed_support`.
    """
    found = [
        Pick(
            level,
            topic,
            float(verdict.stability[topic]),
            float(verdict.support[topic]),
            fit.members[:, topic],
        )
        for level, (fit, verdict) in enumerate(zip(fits, verdicts, strict=True))
        for topic in range(fit.k)
        if verdict.support[topic] > needed and verdict.stability[topic] >= UNSURE
    ]
    spread = [item for item in found if _spread(stories[item.members], stories)]
    spread.sort(key=lambda item: (not item.stable, -item.support, item.level, item.topic))
    chosen: list[Pick] = []
    for item in spread:
        if all(_same(item, other) < SAME for other in chosen):
            chosen.append(item)
    return chosen


def parents(chosen: Sequence[Pick]) -> list[int | None]:
    """Return for each candidate the smallest one of a coarser fit that holds most of it."""
    result: list[int | None] = []
    for item in chosen:
        above = [
            place
            for place, other in enumerate(chosen)
            if other.level < item.level
            and (item.members & other.members).sum() >= INSIDE * item.members.sum()
        ]
        result.append(min(above, key=lambda place: chosen[place].members.sum(), default=None))
    return result


def _same(one: Pick, other: Pick) -> float:
    return float(jaccard(one.members[:, None], other.members[:, None])[0, 0])


def _spread(own: Labels, stories: Labels) -> bool:
    """Say whether passages come from enough stories to be more than one person's subject."""
    available = len(np.unique(stories))
    _, counts = np.unique(own, return_counts=True)
    if available < 10:
        return len(own) >= 3
    return len(counts) >= 3 and counts.max() <= MOST_OF_ONE_STORY * len(own)
