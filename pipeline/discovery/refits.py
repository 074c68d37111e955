"""Whether a topic returns when the corpus is a little different, and passages bear it out.

Each topic is looked for again in refits on the stories of four fifths of the corpus and on
reshuffled passages. What a refit did not see serves as a test: a passage's words are dealt
over two halves, the first half says which topic it is nearest to, and the second half must be
near that topic too. In text without meaning the halves have nothing to do with each other,
so that random text bears out no topic, however stable its clusters are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.discovery.space import Floats
from pipeline.discovery.topics import (
    Labels,
    Members,
    Topics,
    clusterer,
    telling_words,
    topics_from,
)

REPEATS = 2
FOLDS = 5
SHUFFLES = 3
SAME_MEMBERS = 0.5
"""Jaccard of members from which a topic counts as returned. Below it a cluster is dissolved:
Hennig (2007), Cluster-wise assessment of cluster stability, CSDA 52, 258-271."""
SAME_WORDS = 0.2
"""Jaccard of the ten most telling words: at least four in common."""
_MATCHES = 0.2
PERMUTATIONS = 199
_STRATA = 5


@dataclass(frozen=True, slots=True)
class Halves:
    """The two halves of every passage as points, and its length in words."""

    first: Floats
    second: Floats
    n_words: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What refits say of one fit's topics.

    Parameters
    ----------
    stability
        Share of refits in which each topic returns, shape (k,).
    support
        z of the second halves, shape (k,); 0 where it could not be tested.
    chance
        The highest support of any topic in each permutation, shape (permutations,).
    """

    stability: NDArray[np.float64]
    support: NDArray[np.float64]
    chance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Test:
    """Passages that one refit did not see, the shortest first."""

    repeat: int
    topic: Labels  # topic of the main fit that each is nearest to by its first half, or -1
    column: Labels  # the same as a column of ``near``
    near: Floats  # second halves to the refit's centres, in standard deviations
    stratum: Labels  # by length


def judge(
    topics: Topics,
    points: Floats,
    halves: Halves,
    counts: Any,
    stories: Labels,
    seed: int,
) -> Verdict:
    """Refit, and hold every topic against what the refits find.

    Parameters
    ----------
    points
        Shape (n, d).
    counts
        Sparse word counts, shape (n, words).
    stories
        Story of each passage as a number, shape (n,).
    """
    rng = np.random.default_rng(seed)
    words = telling_words(counts, topics.labels, topics.k)
    returned: list[NDArray[np.bool_]] = []
    tests: list[_Test] = []
    for number, (repeat, held_out) in enumerate(_plan(stories, rng)):
        fit = np.flatnonzero(~held_out)
        fit = rng.permutation(fit)
        refit = _refit(points[fit], topics.k, seed + 1 + number)
        again = telling_words(counts[fit], refit.labels, refit.k)
        same = jaccard(topics.members[fit], refit.members)
        shared = np.array([[_overlap(a, b) for b in again] for a in words])
        found = (same >= SAME_MEMBERS) & (shared >= SAME_WORDS)
        returned.append(np.asarray(found.any(axis=1)))
        if held_out.any():
            tests.append(_test(repeat, refit, same, halves, np.flatnonzero(held_out)))
    support = _support(tests, topics.k, None)
    chance = [_support(tests, topics.k, rng).max() for _ in range(PERMUTATIONS)]
    return Verdict(np.mean(returned, axis=0), support, np.array(chance))


def jaccard(one: Members, other: Members) -> NDArray[np.float64]:
    """Return the Jaccard index of every pair of columns, shape (columns, columns).

    Examples
    --------
    >>> a = np.array([[True], [True], [False]])
    >>> jaccard(a, np.array([[True, False], [False, False], [False, True]]))
    array([[0.5, 0. ]])
    """
    a, b = one.astype(np.float64), other.astype(np.float64)
    both = a.T @ b
    either = a.sum(axis=0)[:, None] + b.sum(axis=0)[None, :] - both
    index: NDArray[np.float64] = np.divide(both, either, out=np.zeros_like(both), where=either > 0)
    return index


def _plan(stories: Labels, rng: np.random.Generator) -> Sequence[tuple[int, Members]]:
    """Return what each refit leaves out: whole stories, or passages where stories are few."""
    kinds = np.unique(stories)
    groups = stories if len(kinds) >= 2 * FOLDS else np.arange(len(stories))
    plan: list[tuple[int, Members]] = []
    for repeat in range(REPEATS):
        names = rng.permutation(np.unique(groups))
        fold_of = np.zeros(int(groups.max()) + 1, dtype=np.int64)
        fold_of[names] = np.arange(len(names)) % FOLDS
        plan += [(repeat, fold_of[groups] == fold) for fold in range(FOLDS)]
    nothing = np.zeros(len(stories), dtype=bool)
    return plan + [(-1, nothing)] * SHUFFLES


def _refit(points: Floats, k: int, seed: int) -> Topics:
    labels = clusterer(k, len(points), seed).fit_predict(points).astype(np.int64)
    return topics_from(labels, points, ())


def _test(
    repeat: int,
    refit: Topics,
    same: NDArray[np.float64],
    halves: Halves,
    unseen: NDArray[np.int64],
) -> _Test:
    unseen = unseen[halves.n_words[unseen].argsort(kind="stable")]
    matched = np.where(same.max(axis=0) >= _MATCHES, same.argmax(axis=0), -1)
    column = (halves.first[unseen] @ refit.centres.T).argmax(axis=1)
    near = halves.second[unseen] @ refit.centres.T
    spread = near.std(axis=0)
    near = (near - near.mean(axis=0)) / np.where(spread > 0, spread, 1)
    stratum = np.arange(len(unseen)) * _STRATA // max(len(unseen), 1)
    return _Test(repeat, matched[column], column, near, stratum)


def _support(
    tests: Sequence[_Test], k: int, rng: np.random.Generator | None
) -> NDArray[np.float64]:
    """Return each topic's z; with ``rng``, with second halves dealt to other passages."""
    total, count = np.zeros((REPEATS, k)), np.zeros((REPEATS, k))
    for test in tests:
        values = test.near[_dealt(test.stratum, rng), test.column]
        used = test.topic >= 0
        total[test.repeat] += np.bincount(test.topic[used], values[used], minlength=k)
        count[test.repeat] += np.bincount(test.topic[used], minlength=k)
    z: NDArray[np.float64] = np.divide(
        total, np.sqrt(count), out=np.zeros_like(total), where=count >= 3
    ).mean(axis=0)
    return z


def _dealt(stratum: Labels, rng: np.random.Generator | None) -> NDArray[np.intp]:
    """Return rows as they are; with ``rng``, every row another of about its own length."""
    if rng is None:
        return np.arange(len(stratum))
    return np.argsort(stratum + rng.random(len(stratum)))


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    either = len(one | other)
    return len(one & other) / either if either else 0.0
