"""Agreement between coders: Krippendorff's alpha, Gwet's AC1, kappa, percentage.

All functions take ratings of shape ``(coders, units)``, NaN where a coder did not rate a unit.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Metric = Literal["nominal", "ordinal", "interval", "ratio"]


def krippendorff_alpha(values: Floats, metric: Metric = "nominal") -> float:
    """Return Krippendorff's alpha: one minus observed over expected disagreement.

    Parameters
    ----------
    values
        Shape ``(coders, units)``, NaN where missing. Any number of coders. Units rated by
        fewer than two do not count.
    metric
        How far two ratings are apart.

    Returns
    -------
    float
        1 is perfect, 0 is chance. NaN when there is nothing to disagree on: fewer than two
        ratings of one unit, or one value only.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, University of
    Pennsylvania; Krippendorff (2004), Content Analysis, 2nd edition, chapter 11.

    Examples
    --------
    >>> a = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    >>> b = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    >>> round(krippendorff_alpha(np.array([a, b], dtype=float)), 6)
    0.095238
    """
    categories = np.unique(values[~np.isnan(values)])
    return float(alpha_of(coincidences(values, categories).sum(axis=0), categories, metric))


def coincidences(values: Floats, categories: Floats) -> Floats:
    """Return each unit's coincidence matrix: its pairs of ratings by different coders.

    A unit with ``m`` ratings has ``m (m - 1)`` ordered pairs, each counting ``1 / (m - 1)``.

    Returns
    -------
    ndarray, shape (units, categories, categories)
    """
    counts = category_counts(values, categories)
    rated = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :]
    diagonal = np.arange(len(categories))
    pairs[:, diagonal, diagonal] -= counts
    weight = np.divide(1.0, rated - 1, out=np.zeros(len(rated)), where=rated > 1)
    matrix: Floats = pairs * weight[:, None, None]
    return matrix


def alpha_of(matrix: Floats, categories: Floats, metric: Metric = "nominal") -> Floats:
    """Return alpha of one or more coincidence matrices.

    Parameters
    ----------
    matrix
        Shape ``(..., categories, categories)``.
    categories
        The rating that each row and column stands for, in rising order.
    metric
        How far two ratings are apart.

    Returns
    -------
    ndarray, shape (...)
        NaN where nothing is expected to differ.
    """
    totals = matrix.sum(axis=-1)
    n = totals.sum(axis=-1)
    distance = _distance(totals, categories, metric)
    observed = np.sum(matrix * distance, axis=(-2, -1))
    expected = np.sum(totals[..., :, None] * totals[..., None, :] * distance, axis=(-2, -1))
    ratio = np.full(np.shape(n), np.nan)
    np.divide((n - 1) * observed, expected, out=ratio, where=expected > 0)
    alpha: Floats = 1 - ratio
    return alpha


def _distance(totals: Floats, categories: Floats, metric: Metric) -> Floats:
    """Return squared distances between categories, shape (..., categories, categories)."""
    a, b = categories[:, None], categories[None, :]
    if metric == "nominal":
        return np.asarray(a != b, dtype=np.float64)
    if metric == "interval":
        return np.asarray((a - b) ** 2)
    if metric == "ratio":
        total = a + b
        return np.asarray(np.divide(a - b, total, out=np.zeros_like(total), where=total != 0) ** 2)
    # Ordinal: all ratings from one category to the other, the two ends counted half.
    upto = np.cumsum(totals, axis=-1) - totals / 2
    return np.asarray((upto[..., :, None] - upto[..., None, :]) ** 2)


def category_counts(values: Floats, categories: Floats) -> Floats:
    """Return how many coders gave each unit each category, shape ``(units, categories)``."""
    return np.asarray((values[:, :, None] == categories).sum(axis=0), dtype=float)


def percentage_agreement(values: Floats) -> float:
    """Return the mean share of equal pairs of ratings per unit, 0 to 1.

    NaN if no unit was rated twice.

    Examples
    --------
    >>> percentage_agreement(np.array([[1.0, 0, 0, 1], [1, 0, 1, np.nan]])).__round__(4)
    0.6667
    """
    counts = category_counts(values, np.unique(values[~np.isnan(values)]))
    return _mean_agreement(counts)


def _mean_agreement(counts: Floats) -> float:
    rated = counts.sum(axis=1)
    twice = rated > 1
    if not twice.any():
        return float("nan")
    equal = np.sum(counts * (counts - 1), axis=1)[twice]
    return float(np.mean(equal / (rated[twice] * (rated[twice] - 1))))


def gwet_ac1(values: Floats, categories: int | None = None) -> float:
    """Return Gwet's AC1, which stays sensible when nearly all ratings are the same.

    Expected agreement is ``sum pi_k (1 - pi_k) / (q - 1)`` over ``q`` categories, ``pi_k`` being
    the mean share of ratings of category ``k`` per unit.

    Parameters
    ----------
    values
        Shape ``(coders, units)``, NaN where missing.
    categories
        Number of categories a coder could choose from; without it, those that occur.

    Returns
    -------
    float
        NaN if no unit was rated twice; 1 if only one category exists.

    References
    ----------
    Gwet (2008), British Journal of Mathematical and Statistical Psychology 61, 29-48; missing
    ratings as in Gwet (2014), Handbook of Inter-Rater Reliability, 4th edition, chapter 5.
    """
    counts = category_counts(values, np.unique(values[~np.isnan(values)]))
    observed = _mean_agreement(counts)
    size = categories or counts.shape[1]
    if np.isnan(observed) or size < 2:
        return observed
    rated = counts.sum(axis=1)
    share = np.mean(counts[rated > 0] / rated[rated > 0, None], axis=0)
    expected = float(np.sum(share * (1 - share))) / (size - 1)
    return (observed - expected) / (1 - expected)


def cohen_kappa(a: Floats, b: Floats) -> float:
    """Return Cohen's kappa of two coders on the units that both rated.

    NaN when chance alone makes them agree everywhere.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20, 37-46.
    """
    both = ~(np.isnan(a) | np.isnan(b))
    a, b = a[both], b[both]
    if not a.size:
        return float("nan")
    categories = np.unique(np.concatenate([a, b]))
    expected = float(sum(np.mean(a == k) * np.mean(b == k) for k in categories))
    observed = float(np.mean(a == b))
    return (observed - expected) / (1 - expected) if expected < 1 else float("nan")


def fleiss_kappa(counts: Floats) -> float:
    """Return Fleiss' kappa.

    Parameters
    ----------
    counts
        Shape ``(units, categories)``: how many coders gave each unit each category; the same
        number of coders for every unit.

    Raises
    ------
    ValueError
        If units differ in their number of ratings, or have fewer than two.

    References
    ----------
    Fleiss (1971), Psychological Bulletin 76, 378-382.
    """
    rated = counts.sum(axis=1)
    if not rated.size or rated.min() < 2 or rated.min() != rated.max():
        raise ValueError("every unit needs the same number of ratings, two or more")
    share = counts.sum(axis=0) / counts.sum()
    expected = float(np.sum(share**2))
    observed = _mean_agreement(counts)
    return (observed - expected) / (1 - expected) if expected < 1 else float("nan")
