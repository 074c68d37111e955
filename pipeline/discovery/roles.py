"""Which passages show what a candidate is: central and different ones, and one on the border."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.discovery.space import Floats
from pipeline.discovery.topics import Labels

EXEMPLARS = (3, 5)
_CENTRAL = 0.6
"""Weight of being central against being unlike the passages already chosen."""
_POOL = 0.5
"""Exemplars come from the most central half."""


def exemplars(points: Floats, centrality: NDArray[np.float64], stories: Labels) -> list[int]:
    """Choose three to five passages, of different stories where that can be.

    Maximal marginal relevance: Carbonell and Goldstein (1998), SIGIR 21, 335-336.

    Parameters
    ----------
    points
        Unit vectors of the members, shape (m, d).
    centrality
        Cosine to the centre, shape (m,).
    stories
        Story of each member as a number, shape (m,).

    Returns
    -------
    list of int
        Places among the members, in the order they were chosen.
    """
    least, most = EXEMPLARS
    wanted = min(len(points), int(np.clip(len(points) // 8, least, most)))
    size = max(wanted, int(len(points) * _POOL))
    pool = [int(place) for place in np.argsort(-centrality, kind="stable")[:size]]
    chosen: list[int] = []
    while len(chosen) < wanted:
        told = {int(stories[place]) for place in chosen}
        rest = [place for place in pool if place not in chosen]
        fresh = [place for place in rest if int(stories[place]) not in told] or rest
        chosen.append(max(fresh, key=lambda place: _worth(place, chosen, points, centrality)))
    return chosen


def border(near: Floats, topic: int) -> int:
    """Return the place of the member that is almost as near to another topic.

    Parameters
    ----------
    near
        Cosine of each member to each centre, shape (m, k), k at least 2.
    """
    others = np.delete(near, topic, axis=1).max(axis=1)
    return int(np.argmin(near[:, topic] - others))


def _worth(place: int, chosen: list[int], points: Floats, centrality: NDArray[np.float64]) -> float:
    like = max((float(points[place] @ points[other]) for other in chosen), default=0.0)
    return _CENTRAL * float(centrality[place]) - (1 - _CENTRAL) * like
