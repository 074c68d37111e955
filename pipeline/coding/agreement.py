"""How far coders agree, theme by theme, with intervals over stories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coding.coefficients import (
    Floats,
    Metric,
    alpha_of,
    cohen_kappa,
    coincidences,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percentage_agreement,
)
from pipeline.domain import Codebook, Decision
from pipeline.domain.tables import AGREEMENT

__all__ = [
    "ANY_THEME",
    "agreement_table",
    "alpha_interval",
    "cohen_kappa",
    "decisions",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "percentage_agreement",
]

ANY_THEME = "(any)"
"""Row for whether a passage carries any theme at all."""

DRAWS = 2000
"""Bootstrap draws: the bounds then move by less than .01 between seeds."""


def agreement_table(
    labels: pd.DataFrame,
    passages: pd.DataFrame,
    codebook: Codebook,
    pairs: Iterable[tuple[str, str]],
    seed: int,
) -> pd.DataFrame:
    """Return the agreement of pairs of coders on every theme, and on any theme.

    A passage that a coder read without giving it a theme counts as *absent*: agreement on
    silence is agreement. Passages that only one of the two read do not count, nor do questions
    of the interviewer, on which everyone agrees and nobody codes.

    Parameters
    ----------
    labels
        LABELS of all coders; a row with an empty theme says that the coder read the passage.
    passages
        PASSAGES.
    codebook
        Its themes, in its order.
    pairs
        Coders to compare; a model is a coder like any other.
    seed
        Of the bootstrap.

    Returns
    -------
    DataFrame
        AGREEMENT; a pair without a passage in common has no rows.
    """
    asked = passages.loc[~passages["is_question"].astype(bool)]
    rows: list[dict[str, object]] = []
    for number, pair in enumerate(pairs):
        values = decisions(labels, asked, codebook.ids, pair)
        both = ~np.isnan(values[:, :, 0]).any(axis=0)
        if not both.any():
            continue
        stories = asked["story_id"].to_numpy(dtype=str)[both]
        names = [*codebook.ids, ANY_THEME]
        for place, theme in enumerate(names):
            rated = values[:, both, place]
            rng = np.random.default_rng([seed, number, place])
            low, high = alpha_interval(rated, stories, "nominal", rng)
            rows.append(
                {
                    "theme": theme,
                    "coder_a": pair[0],
                    "coder_b": pair[1],
                    "n": int(both.sum()),
                    "alpha": krippendorff_alpha(rated),
                    "alpha_low": low,
                    "alpha_high": high,
                    "percent": percentage_agreement(rated),
                    "ac1": gwet_ac1(rated, categories=2),
                }
            )
    return AGREEMENT.conform(pd.DataFrame(rows)) if rows else AGREEMENT.empty()


def decisions(
    labels: pd.DataFrame, passages: pd.DataFrame, themes: Sequence[str], coders: Sequence[str]
) -> Floats:
    """Return what coders decided on every passage and theme, and on any theme.

    Returns
    -------
    ndarray, shape (coders, passages, themes + 1)
        1 present, 0 absent (said so, or read and silent), NaN not read; the last column is
        any theme.
    """
    ids = pd.Index(passages["passage_id"].astype(str))
    columns = pd.Index(list(themes))
    result = np.full((len(coders), len(ids), len(columns) + 1), np.nan)
    for place, coder in enumerate(coders):
        own = labels[labels["coder"] == coder]
        read = ids.isin(set(own["passage_id"]))
        result[place, read, :] = 0.0
        seen = own[own["decision"] == Decision.PRESENT.value]
        rows = ids.get_indexer(pd.Index(seen["passage_id"].astype(str)))
        themes_at = columns.get_indexer(pd.Index(seen["theme"].astype(str)))
        known = (rows >= 0) & (themes_at >= 0)
        result[place, rows[known], themes_at[known]] = 1.0
        result[place, rows[known], -1] = 1.0
    return result


def alpha_interval(
    values: Floats,
    stories: npt.NDArray[np.str_],
    metric: Metric,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> tuple[float, float]:
    """Return a 95% percentile bootstrap interval of alpha, whole stories drawn at a time.

    Passages of one story resemble each other; drawing passages would make the interval too
    narrow.

    Parameters
    ----------
    values
        Shape ``(coders, passages)``, NaN where missing.
    stories
        Shape ``(passages,)``: the story of each passage.
    metric
        As for ``krippendorff_alpha``.
    rng, draws
        Random generator and number of bootstrap samples.

    Returns
    -------
    low, high
        NaN when alpha cannot be computed, or in more than half of the samples cannot.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 13. Drawing
    clusters: Field and Welsh (2007), Journal of the Royal Statistical Society B 69, 369-390.
    """
    categories = np.unique(values[~np.isnan(values)])
    if len(categories) < 2:
        return float("nan"), float("nan")
    matrices = coincidences(values, categories)
    _, place = np.unique(stories, return_inverse=True)
    size = int(place.max()) + 1
    per_story = np.zeros((size, len(categories) ** 2))
    np.add.at(per_story, place, matrices.reshape(len(place), -1))
    times = rng.multinomial(size, np.full(size, 1 / size), size=draws)
    sums = (times @ per_story).reshape(draws, len(categories), len(categories))
    alphas = alpha_of(sums, categories, metric)
    known = alphas[~np.isnan(alphas)]
    if known.size < draws / 2:
        return float("nan"), float("nan")
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
