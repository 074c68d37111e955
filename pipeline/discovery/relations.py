"""Which themes stand together in a story, and which follows which."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import fisher_exact
from statsmodels.stats.multitest import multipletests

from pipeline.domain.discovered import COOCCURRENCE, SEQUENCES

PERMUTATIONS = 999


def cooccurrence(
    present: pd.DataFrame, story_ids: Sequence[str], themes: Sequence[str]
) -> pd.DataFrame:
    """Count in how many stories two themes stand together, against what chance gives.

    Parameters
    ----------
    present
        Columns story_id and theme, a row wherever a theme (or candidate) is present.
    story_ids
        All stories, also those without any theme.
    themes
        Themes in the order that pairs are named in.

    Returns
    -------
    DataFrame
        COOCCURRENCE, a row per pair. ``expected`` is n_a * n_b / n; p is Fisher's exact
        test, missing for a theme of no story or of all.
    """
    stories = sorted(set(story_ids))
    inside = _incidence(present, stories, themes)
    rows = []
    for a, b in combinations(range(len(themes)), 2):
        both = int((inside[a] & inside[b]).sum())
        n_a, n_b, n = int(inside[a].sum()), int(inside[b].sum()), len(stories)
        expected = n_a * n_b / n if n else 0.0
        table = [[both, n_a - both], [n_b - both, n - n_a - n_b + both]]
        testable = 0 < n_a < n and 0 < n_b < n
        rows.append(
            {
                "theme_a": themes[a],
                "theme_b": themes[b],
                "n": n,
                "n_a": n_a,
                "n_b": n_b,
                "n_both": both,
                "expected": expected,
                "ratio": both / expected if expected else None,
                "p": float(fisher_exact(table)[1]) if testable else None,
            }
        )
    return COOCCURRENCE.conform(_with_q(pd.DataFrame(rows, columns=COOCCURRENCE.names)))


def sequences(
    present: pd.DataFrame, passages: pd.DataFrame, themes: Sequence[str], seed: int
) -> pd.DataFrame:
    """Count which theme comes after which, from one passage with a theme to the next.

    Passages without a theme are stepped over. The reference puts the passages with a theme
    of every story in random order, so that a theme that is frequent everywhere, or a story
    that is about one thing, gives no pattern of its own.

    Parameters
    ----------
    present
        Columns passage_id and theme, a row wherever a theme (or candidate) is present.
    passages
        PASSAGES; story_id and number give the order.
    themes
        Themes to look at.

    Returns
    -------
    DataFrame
        SEQUENCES, a row per ordered pair that happens or was expected to at least once.
    """
    order = passages.sort_values(["story_id", "number"])
    wanted = present[present["theme"].isin(list(themes))]
    order = order[order["passage_id"].isin(wanted["passage_id"])]
    story = pd.factorize(order["story_id"])[0].astype(np.int64)
    inside = _incidence(
        wanted[["passage_id", "theme"]].rename(columns={"passage_id": "story_id"}),
        list(order["passage_id"]),
        themes,
    ).T.astype(np.float64)
    observed = _steps(inside, story)
    rng = np.random.default_rng(seed)
    shuffled = np.array(
        [_steps(_reordered(inside, story, rng), story) for _ in range(PERMUTATIONS)]
    )
    expected = shuffled.mean(axis=0)
    above = (shuffled >= observed).sum(axis=0) + 1
    below = (shuffled <= observed).sum(axis=0) + 1
    p = np.minimum(1.0, 2 * np.minimum(above, below) / (PERMUTATIONS + 1))
    told = _stories_with(inside, story)
    rows = [
        {
            "before": themes[a],
            "after": themes[b],
            "n": int(observed[a, b]),
            "n_stories": int(told[a, b]),
            "expected": float(expected[a, b]),
            "ratio": float(observed[a, b] / expected[a, b]) if expected[a, b] else None,
            "p": float(p[a, b]),
        }
        for a in range(len(themes))
        for b in range(len(themes))
        if observed[a, b] or expected[a, b] >= 1
    ]
    return SEQUENCES.conform(_with_q(pd.DataFrame(rows, columns=SEQUENCES.names)))


def _incidence(
    present: pd.DataFrame, units: Sequence[str], themes: Sequence[str]
) -> NDArray[np.bool_]:
    """Return whether a theme is in a unit, shape (themes, units)."""
    place = {unit: number for number, unit in enumerate(units)}
    row = {theme: number for number, theme in enumerate(themes)}
    inside = np.zeros((len(themes), len(units)), dtype=bool)
    for unit, theme in zip(present["story_id"], present["theme"], strict=True):
        if unit in place and theme in row:
            inside[row[theme], place[unit]] = True
    return inside


def _steps(inside: NDArray[np.float64], story: NDArray[np.int64]) -> NDArray[np.float64]:
    """Count steps from theme to theme, shape (themes, themes)."""
    within = story[1:] == story[:-1]
    counted: NDArray[np.float64] = inside[:-1][within].T @ inside[1:][within]
    return counted


def _reordered(
    inside: NDArray[np.float64], story: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.float64]:
    return inside[np.lexsort((rng.random(len(story)), story))]


def _stories_with(inside: NDArray[np.float64], story: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count the stories that a step happens in, shape (themes, themes)."""
    k = inside.shape[1]
    told = np.zeros((k, k), dtype=np.int64)
    for number in np.unique(story):
        told += _steps(inside[story == number], story[story == number]) > 0
    return told


def _with_q(frame: pd.DataFrame) -> pd.DataFrame:
    p = frame["p"].astype("Float64")
    q = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    if p.notna().any():
        adjusted = multipletests(p.dropna().to_numpy(dtype=float), method="fdr_bh")[1]
        q[p.notna()] = adjusted
    return frame.assign(p=p, q=q)
