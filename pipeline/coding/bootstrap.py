"""95% bounds of measures, whole stories drawn again: passages of one story resemble each other."""

from __future__ import annotations

import numpy as np

BINS = 10
RESAMPLES = 1000
RANKED_RESAMPLES = 200
"""For average precision, which orders all decisions anew: bounds then move by about .01."""

Bounds = tuple[float | None, float | None]


def bounds(
    probability: np.ndarray, said: np.ndarray, present: np.ndarray, story: np.ndarray, seed: int
) -> dict[str, float | None]:
    """Return percentile bounds of precision, recall, f1, average precision, Brier score and ECE.

    Parameters
    ----------
    probability, said, present
        Of every decision: the machine's probability and decision, and what people said, shape
        (decisions,).
    story
        Number of the story of each decision, from 0.

    Returns
    -------
    dict
        ``NAME_low`` and ``NAME_high``; None where a measure has no value in half of the draws.

    References
    ----------
    Drawing clusters: Field and Welsh (2007), Journal of the Royal Statistical Society B 69,
    369-390.
    """
    names = ("precision", "recall", "f1", "average_precision", "brier", "ece")
    if len(probability) == 0:
        return {f"{name}_{side}": None for name in names for side in ("low", "high")}
    stories = int(story.max()) + 1
    rng = np.random.default_rng(seed)
    draws = rng.multinomial(stories, np.full(stories, 1 / stories), RESAMPLES)
    hits, flagged, positives, n, missed = (
        draws @ np.bincount(story, weights=values, minlength=stories)
        for values in (
            said & present,
            said,
            present,
            np.ones(len(said)),
            (probability - present) ** 2,
        )
    )
    values = {
        "precision": _ratio(hits, flagged),
        "recall": _ratio(hits, positives),
        "f1": _ratio(2 * hits, flagged + positives),
        "average_precision": _ranked(draws[:RANKED_RESAMPLES], probability, present, story),
        "brier": _ratio(missed, n),
        "ece": _calibration(draws, probability, present, story, n),
    }
    result: dict[str, float | None] = {}
    for name, drawn in values.items():
        result[f"{name}_low"], result[f"{name}_high"] = _percentiles(drawn)
    return result


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    result = np.full(len(whole), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def _ranked(
    draws: np.ndarray, probability: np.ndarray, present: np.ndarray, story: np.ndarray
) -> np.ndarray:
    """Return the average precision of every draw, decisions weighted by how often drawn."""
    order = np.argsort(-probability, kind="stable")
    weights = draws[:, story[order]].astype(np.float32)
    found = weights * present[order]
    precision = np.cumsum(found, axis=1) / np.maximum(np.cumsum(weights, axis=1), 1)
    return _ratio((precision * found).sum(axis=1), found.sum(axis=1))


def _calibration(
    draws: np.ndarray,
    probability: np.ndarray,
    present: np.ndarray,
    story: np.ndarray,
    n: np.ndarray,
) -> np.ndarray:
    """Return the calibration error of every draw; stories are summed per bin once."""
    number = np.minimum((probability * BINS).astype(int), BINS - 1)
    gap = np.zeros((draws.shape[1], BINS))
    np.add.at(gap, (story, number), probability - present)
    return _ratio(np.abs(draws @ gap).sum(axis=1), n)


def _percentiles(drawn: np.ndarray) -> Bounds:
    known = drawn[~np.isnan(drawn)]
    if len(known) < len(drawn) / 2:
        return None, None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)
