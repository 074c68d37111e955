"""From passages to candidate themes: choose, place, fit, judge, pick, describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pipeline.discovery.describe import Found, candidate_rows, member_rows, settle
from pipeline.discovery.material import Material, prepare, told_text
from pipeline.discovery.novelty import MIN_CODED, Embed, theme_vectors
from pipeline.discovery.picks import STABLE, needed_support, pick
from pipeline.discovery.refits import FOLDS, REPEATS, SHUFFLES, Halves, Verdict, judge
from pipeline.discovery.space import Floats, Space, fit_space
from pipeline.discovery.topics import Topics, fit_topics, granularities
from pipeline.discovery.words import vectorizer, vocabulary
from pipeline.domain import Codebook, Problem, Severity
from pipeline.domain.discovered import CANDIDATES, MEMBERS
from pipeline.language import LanguageModel

MIN_PASSAGES = 12
FEW_PASSAGES = 60
"""Below this only very outspoken themes can be borne out; the result says so."""
MAX_FIT = 10_000
"""Passages that topics are fitted on; the rest is assigned to what was found."""
MAX_CODED = 200
"""Coded passages per theme that say where the theme lies."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Candidate themes and how they were found.

    Parameters
    ----------
    candidates, members
        CANDIDATES and MEMBERS of :mod:`pipeline.domain.discovered`. Stable ones come first;
        an unstable candidate is to be shown as unsure. Both empty: nothing was found.
    description
        Plain values for the manifest: what was looked at, left out and required.
    problems
        Why there is nothing, or what to keep in mind.
    """

    candidates: pd.DataFrame
    members: pd.DataFrame
    description: Mapping[str, Any]
    problems: tuple[Problem, ...]


def discover(
    passages: pd.DataFrame,
    embed: Embed,
    codebook: Codebook,
    codings: pd.DataFrame | None,
    seed: int,
    residual: bool,
    *,
    language: LanguageModel | None = None,
    max_fit: int = MAX_FIT,
) -> Discovery:
    """Find candidate themes.

    A topic becomes a candidate when passages of several stories bear it out beyond what
    chance gives (see :mod:`pipeline.discovery.refits`), and is stable when it returns in at
    least ``STABLE`` of the refits. The order of the rows makes no difference.

    Parameters
    ----------
    passages
        PASSAGES.
    embed
        Gives one vector per text, shape (n, dimension), as an embedder's ``encode``.
    codebook
        Themes that are named already; it may have none.
    codings
        CODINGS, or ``None`` when nothing is coded.
    seed
        The same input and seed give the same result.
    residual
        Only look at passages in which no theme is present.
    language
        Dutch pipeline with tags, lemmas and a parse, for noun phrases in the names; without
        it names are made of telling words.
    max_fit
        Passages to fit on.
    """
    material, vectors = _known(prepare(passages, codings, residual=residual), embed)
    n = len(material.passages)
    description: dict[str, Any] = {
        "passages": n,
        "left_out": dict(material.left_out),
        "residual": residual,
        "seed": seed,
    }
    if n < MIN_PASSAGES:
        code = "discovery.too_few_uncovered" if residual else "discovery.too_few"
        values = {"n": n, "needed": MIN_PASSAGES}
        return _nothing(description, Problem(code, Severity.SKIPS, values=values))
    chosen = _sample(n, max_fit, seed)
    space = fit_space(vectors[chosen])
    fits, verdicts = _fit_and_judge(material, vectors, chosen, space, embed, seed)
    needed = needed_support(verdicts)
    stories = pd.factorize(material.passages["story_id"].iloc[chosen])[0]
    picks = pick(fits, verdicts, stories, needed)
    description |= _settings(space, fits, verdicts, needed, len(chosen))
    if not picks:
        return _nothing(description, *_remarks(n, len(chosen), none=True))
    lying = theme_vectors(codebook, codings, _coded_vectors(passages, codings, embed), embed, space)
    found = Found(material.passages, vectors, space, fits, picks, codebook, lying)
    settled = settle(found)
    rows, ids = candidate_rows(found, settled, language)
    scope = "residual" if residual else "all"
    candidates = CANDIDATES.conform(pd.DataFrame(rows).assign(scope=scope))
    members = MEMBERS.conform(pd.DataFrame(member_rows(found, settled, ids)))
    description["stability"] = round(float(candidates["stability"].mean()), 4)
    problems = _remarks(n, len(chosen), none=False)
    return Discovery(candidates, members, description, tuple(problems))


def _known(material: Material, embed: Embed) -> tuple[Material, Floats]:
    """Return the passages that the vectors know a word of, with their vectors."""
    frame = material.passages
    vectors = np.asarray(embed(frame["text"].tolist()), dtype=np.float32)
    known = np.linalg.norm(vectors, axis=1) > 1e-6 if len(frame) else np.zeros(0, dtype=bool)
    left_out = {**material.left_out, "unknown_words": int((~known).sum())}
    return Material(frame[known].reset_index(drop=True), left_out), vectors[known]


def _sample(n: int, most: int, seed: int) -> NDArray[np.int64]:
    if n <= most:
        return np.arange(n)
    return np.sort(np.random.default_rng(seed).choice(n, most, replace=False))


def _fit_and_judge(
    material: Material,
    vectors: Floats,
    chosen: NDArray[np.int64],
    space: Space,
    embed: Embed,
    seed: int,
) -> tuple[list[Topics], list[Verdict]]:
    frame = material.passages.iloc[chosen]
    texts = frame["text"].tolist()
    words = vocabulary(texts, frame["story_id"].tolist())
    if not words:
        return [], []
    counts = vectorizer(words).transform(texts)
    points = space.points(vectors[chosen])
    halves = _halves(texts, embed, frame["n_words"].to_numpy(), space)
    stories = pd.factorize(frame["story_id"])[0]
    fits, verdicts = [], []
    for level, k in enumerate(granularities(len(texts))):
        start = (seed + 1000 * level) % 2**31
        fit = fit_topics(texts, points, words, k, start)
        fits.append(fit)
        verdicts.append(judge(fit, points, halves, counts, stories, start))
    return fits, verdicts


def _halves(texts: Sequence[str], embed: Embed, n_words: NDArray[np.int64], space: Space) -> Halves:
    """Deal the words of each text over two halves: the odd and the even ones.

    Half a text lies farther from its topic than a whole one, by a mean of its own.
    """
    split = [text.split() for text in texts]
    points = []
    for start in (0, 1):
        half = [" ".join(words[start::2]) for words in split]
        vectors = np.asarray(embed(half), dtype=np.float32)
        mean: Floats = vectors.mean(axis=0)
        points.append(Space(mean, space.axes).points(vectors))
    return Halves(points[0], points[1], n_words)


def _coded_vectors(
    passages: pd.DataFrame, codings: pd.DataFrame | None, embed: Embed
) -> dict[str, Floats]:
    """Return vectors of passages with a theme, at most ``MAX_CODED`` per theme."""
    if codings is None:
        return {}
    present = codings[codings["present"].astype(bool)].sort_values("passage_id")
    present = present.groupby("theme").filter(lambda rows: len(rows) >= MIN_CODED)
    wanted = present.groupby("theme").head(MAX_CODED)["passage_id"]
    frame = passages[passages["passage_id"].isin(wanted)]
    pairs = zip(frame["text"], frame["speaker"], strict=True)
    vectors = np.asarray(embed([told_text(text, speaker) for text, speaker in pairs]))
    return dict(zip(frame["passage_id"], vectors, strict=True))


def _settings(
    space: Space, fits: Sequence[Topics], verdicts: Sequence[Verdict], needed: float, n: int
) -> dict[str, Any]:
    highest = max((float(verdict.support.max()) for verdict in verdicts), default=0.0)
    return {
        "fitted_on": n,
        "directions": len(space.axes),
        "topics": [fit.k for fit in fits],
        "refits": REPEATS * FOLDS + SHUFFLES,
        "stable_from": STABLE,
        "support_needed": round(needed, 3),
        "highest_support": round(highest, 3),
    }


def _remarks(n: int, fitted: int, *, none: bool) -> list[Problem]:
    remarks = []
    if none:
        remarks.append(Problem("discovery.none", Severity.NOTICE, values={"n": n}))
    if n < FEW_PASSAGES:
        remarks.append(Problem("discovery.few", Severity.NOTICE, values={"n": n}))
    if fitted < n:
        values = {"n": n, "fitted": fitted}
        remarks.append(Problem("discovery.sampled", Severity.NOTICE, values=values))
    return remarks


def _nothing(description: Mapping[str, Any], *problems: Problem) -> Discovery:
    return Discovery(CANDIDATES.empty(), MEMBERS.empty(), description, problems)
