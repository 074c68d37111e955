"""How much is covered, and whether more stories would bring new themes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaln

from pipeline.domain.discovered import SATURATION

BEYOND = 2.0
"""The curve goes on to so many times the stories there are; farther is guesswork: Colwell et
al. (2012), J. Plant Ecology 5, 3-21."""
_POINTS = 25


@dataclass(frozen=True, slots=True)
class Coverage:
    """What share is covered, 0 to 1.

    Parameters
    ----------
    codebook, together
        Share of the passages people told with a theme of the codebook; with a theme or a
        candidate.
    stories_codebook, stories_together
        The same for stories.
    passages, stories
        How many there are.
    """

    codebook: float
    together: float
    stories_codebook: float
    stories_together: float
    passages: int
    stories: int


def coverage(
    passages: pd.DataFrame, codings: pd.DataFrame | None, members: pd.DataFrame
) -> Coverage:
    """Return how much of what people told the codebook covers, alone and with candidates.

    Parameters
    ----------
    passages
        PASSAGES; questions are left out.
    codings
        CODINGS, or ``None``.
    members
        MEMBERS of the candidates that count.
    """
    told = passages[~passages["is_question"].astype(bool)]
    themed: set[str] = set()
    if codings is not None:
        themed = set(codings.loc[codings["present"].astype(bool), "passage_id"])
    together = themed | set(members["passage_id"])
    shares = []
    for covered in (themed, together):
        inside = told["passage_id"].isin(covered)
        stories = told.loc[inside, "story_id"].nunique()
        shares.append((_share(int(inside.sum()), len(told)), stories))
    n = told["story_id"].nunique()
    return Coverage(
        shares[0][0],
        shares[1][0],
        _share(shares[0][1], n),
        _share(shares[1][1], n),
        len(told),
        n,
    )


def saturation_curve(present: pd.DataFrame, story_ids: Sequence[str]) -> pd.DataFrame:
    """Return how many different themes so many stories bring, and would bring.

    Up to the stories there are: the exact mean over all ways to choose them. Beyond:
    Chao2's estimate of the themes not seen yet (Colwell et al. 2012, equations 17 and 18).
    Bounds: 1.96 standard errors over 200 bootstrap samples of stories.

    Parameters
    ----------
    present
        Columns story_id and theme (or candidate), a row wherever one is present.
    story_ids
        All stories, also those without any theme.

    Returns
    -------
    DataFrame
        SATURATION.
    """
    stories = sorted(set(story_ids))
    n = len(stories)
    if n == 0:
        return SATURATION.empty()
    table = pd.crosstab(present["theme"], present["story_id"]).reindex(
        columns=stories, fill_value=0
    )
    inside = table.to_numpy() > 0
    sizes = np.unique([*np.linspace(1, BEYOND * n, _POINTS).round().astype(int), n])
    rng = np.random.default_rng(n)
    draws = [rng.integers(0, n, n) for _ in range(200)]
    curves = np.array([_curve(inside[:, draw].sum(axis=1), n, sizes) for draw in draws])
    mean = _curve(inside.sum(axis=1), n, sizes)
    error = curves.std(axis=0)
    return SATURATION.conform(
        pd.DataFrame(
            {
                "n_stories": sizes,
                "themes": mean,
                "low": np.maximum(0, mean - 1.96 * error),
                "high": mean + 1.96 * error,
                "beyond": sizes > n,
            }
        )
    )


def new_themes(curve: pd.DataFrame, n: int, more: int) -> Mapping[str, float]:
    """Return how many new themes ``more`` stories on top of ``n`` would bring.

    Parameters
    ----------
    curve
        SATURATION, as :func:`saturation_curve` gives it.

    Returns
    -------
    Mapping
        ``seen``, ``new`` and ``beyond`` (1 when the curve does not reach so far).
    """
    x, y = curve["n_stories"].to_numpy(float), curve["themes"].to_numpy(float)
    seen, later = np.interp([n, n + more], x, y)
    return {"seen": float(seen), "new": float(later - seen), "beyond": float(n + more > x.max())}


def _curve(found: NDArray[np.int64], n: int, sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the expected number of themes in so many stories.

    Parameters
    ----------
    found
        Number of stories with each theme.
    """
    counts = found[found > 0]
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    shrink = (n - 1) / n
    unseen = shrink * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
    return np.array([_expected(counts, n, int(size), once, unseen) for size in sizes])


def _expected(counts: NDArray[np.int64], n: int, size: int, once: int, unseen: float) -> float:
    if size <= n:
        return float(len(counts) - np.exp(_log_absent(counts, n, size)).sum())
    if unseen <= 0:
        return float(len(counts))
    rate = once / (once + n * unseen)
    return float(len(counts) + unseen * (1 - (1 - rate) ** (size - n)))


def _log_absent(counts: NDArray[np.int64], n: int, size: int) -> NDArray[np.float64]:
    """Return the log of the chance that none of ``size`` stories has a theme."""
    possible = n - counts >= size
    rest = np.where(possible, n - counts, size)
    log = gammaln(rest + 1) - gammaln(rest - size + 1) - gammaln(n + 1) + gammaln(n - size + 1)
    result: NDArray[np.float64] = np.where(possible, log, -np.inf)
    return result


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
