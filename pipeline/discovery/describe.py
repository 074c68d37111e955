"""Candidates as rows: name, words, size, novelty, and the role of each passage."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.discovery.naming import name_from_phrases, name_from_words
from pipeline.discovery.novelty import nearest_theme
from pipeline.discovery.picks import Pick, parents
from pipeline.discovery.roles import border, exemplars
from pipeline.discovery.space import Floats, Space, unit
from pipeline.discovery.topics import Topics, belongs
from pipeline.discovery.words import content_words
from pipeline.domain import Codebook
from pipeline.language import LanguageModel

PHRASE_PASSAGES = 60
"""Most central passages that noun phrases are read from."""
WORD_PASSAGES = 300
"""Most central passages in which the words of a name must be said."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was looked at and what was picked.

    Parameters
    ----------
    passages
        passage_id, story_id and text of all ``n`` passages looked at.
    vectors
        Shape (n, dimension).
    themes
        A unit vector per theme of the codebook.
    """

    passages: pd.DataFrame
    vectors: Floats
    space: Space
    fits: Sequence[Topics]
    picks: Sequence[Pick]
    codebook: Codebook
    themes: Floats


@dataclass(frozen=True, slots=True)
class Own:
    """The passages of one candidate.

    Parameters
    ----------
    rows
        Rows of the passages looked at, shape (m,).
    near
        Cosine to each centre of the fit it comes from, shape (m, k).
    points
        Shape (m, d).
    """

    rows: NDArray[np.intp]
    near: Floats
    points: Floats


def settle(found: Found) -> list[Own]:
    """Return the passages of each candidate, also those that were not fitted on."""
    points = found.space.points(found.vectors)
    near = {pick.level: points @ found.fits[pick.level].centres.T for pick in found.picks}
    settled = []
    for pick in found.picks:
        inside = belongs(near[pick.level], found.fits[pick.level].reach)
        rows = np.flatnonzero(inside[:, pick.topic])
        settled.append(Own(rows, near[pick.level][rows], points[rows]))
    return settled


def candidate_rows(
    found: Found, settled: Sequence[Own], language: LanguageModel | None
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the rows of CANDIDATES, best first, and the candidates' ids in the same order."""
    ids = [_identity(found.passages["text"].iloc[own.rows]) for own in settled]
    above = parents(found.picks)
    rows = []
    for place, (pick, own) in enumerate(zip(found.picks, settled, strict=True)):
        inside = own.rows
        centre = unit(found.space.centred(found.vectors[inside]).mean(axis=0, keepdims=True))[0]
        theme, novelty = nearest_theme(centre, found.codebook, found.themes)
        fit = found.fits[pick.level]
        parent = above[place]
        rows.append(
            {
                "candidate": ids[place],
                "rank": place + 1,
                "label": _name(found, pick, own, language),
                "words": ", ".join(word for word, _ in fit.words[pick.topic]),
                "n_passages": len(inside),
                "n_stories": found.passages["story_id"].iloc[inside].nunique(),
                "stability": pick.stability,
                "stable": pick.stable,
                "support": pick.support,
                "novelty": novelty,
                "nearest_theme": theme,
                "granularity": _granularity(pick.level, len(found.fits)),
                "topics": fit.k,
                "parent": "" if parent is None else ids[parent],
                "coverage": len(inside) / len(found.passages),
            }
        )
    return rows, ids


def member_rows(found: Found, settled: Sequence[Own], ids: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows of MEMBERS, per candidate with the exemplars first."""
    stories = pd.factorize(found.passages["story_id"])[0]
    rows: list[dict[str, Any]] = []
    for candidate, pick, own in zip(ids, found.picks, settled, strict=True):
        centrality = own.near[:, pick.topic].astype(np.float64)
        shown = exemplars(own.points, centrality, stories[own.rows])
        roles = dict.fromkeys(shown, "exemplar")
        roles.setdefault(border(own.near, pick.topic), "border")
        others = [int(place) for place in np.argsort(-centrality, kind="stable")]
        order = shown + [place for place in others if place not in set(shown)]
        passages = found.passages.iloc[own.rows[order]]
        pairs = zip(order, passages["passage_id"], passages["story_id"], strict=True)
        rows += [
            {
                "candidate": candidate,
                "passage_id": passage,
                "story_id": story,
                "centrality": centrality[place],
                "role": roles.get(place, "member"),
                "rank": rank,
            }
            for rank, (place, passage, story) in enumerate(pairs, start=1)
        ]
    return rows


def _identity(texts: pd.Series) -> str:
    digest = hashlib.sha256("\n".join(sorted(texts)).encode())
    return f"k{digest.hexdigest()[:12]}"


def _name(found: Found, pick: Pick, own: Own, language: LanguageModel | None) -> str:
    central = own.rows[np.argsort(-own.near[:, pick.topic], kind="stable")]
    words = dict(found.fits[pick.level].words[pick.topic])
    weights = _shared(words, found.passages.iloc[central[:WORD_PASSAGES]])
    if language is None:
        return name_from_words(list(weights))
    passages = found.passages.iloc[central[:PHRASE_PASSAGES]]
    texts, stories = passages["text"].tolist(), passages["story_id"].tolist()
    return name_from_phrases(weights, texts, stories, language)


def _shared(weights: dict[str, float], passages: pd.DataFrame) -> dict[str, float]:
    """Return the words that two of the stories have; all of them when there are none."""
    stories: dict[str, set[str]] = {word: set() for word in weights}
    for text, story in zip(passages["text"], passages["story_id"], strict=True):
        for word in stories.keys() & set(content_words(text)):
            stories[word].add(story)
    shared = {word: weight for word, weight in weights.items() if len(stories[word]) > 1}
    return shared or weights


def _granularity(level: int, levels: int) -> str:
    if level == 0:
        return "coarse"
    return "fine" if level == levels - 1 else "middle"
