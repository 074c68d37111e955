"""A map of passages: near on the map means alike in words, distances mean nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from pipeline.discovery.space import Floats, fit_space
from pipeline.domain.discovered import MAP

MOST_TSNE = 5_000
"""Above this t-SNE takes minutes; the two main directions are shown instead."""
_LEAST = 5
_STEPS = 500
"""Half of scikit-learn's default: the other half moved no group, and took as long."""


def passage_map(vectors: Floats, seed: int) -> NDArray[np.float64]:
    """Return a place on a plane for each vector, shape (n, 2), between -1 and 1.

    t-SNE (van der Maaten and Hinton, 2008) up to ``MOST_TSNE`` passages, else the first two
    principal components. The order of the rows makes no difference beyond rounding.

    Parameters
    ----------
    vectors
        Passage vectors, shape (n, dimension).
    """
    n = len(vectors)
    if n < _LEAST:
        return np.column_stack([np.linspace(-1, 1, n) if n > 1 else np.zeros(n), np.zeros(n)])
    order = np.lexsort(np.asarray(vectors).T)
    ordered = vectors[order]
    points = fit_space(ordered).points(ordered)
    if n <= MOST_TSNE:
        perplexity = min(30.0, (n - 1) / 3)
        model = TSNE(2, perplexity=perplexity, init="pca", max_iter=_STEPS, random_state=seed)
        flat = model.fit_transform(points)
    else:
        flat = PCA(2, svd_solver="full").fit_transform(points)
    placed = np.empty((n, 2))
    placed[order] = flat
    placed -= placed.mean(axis=0)
    widest = float(np.abs(placed).max())
    result: NDArray[np.float64] = placed / widest if widest > 0 else placed
    return result


def map_table(passage_ids: Sequence[str], vectors: Floats, seed: int) -> pd.DataFrame:
    """Return MAP: each passage with its place."""
    placed = passage_map(vectors, seed)
    return MAP.conform(
        pd.DataFrame({"passage_id": list(passage_ids), "x": placed[:, 0], "y": placed[:, 1]})
    )
