"""The space that topics are looked for in: a few directions in which passages differ."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

Floats = NDArray[np.float32]
DIMENSIONS = 20
"""Enough for the themes of a codebook; more directions made topics return less often."""


@dataclass(frozen=True, slots=True)
class Space:
    """A way from passage vectors to points of length one.

    Parameters
    ----------
    mean
        Mean passage vector, shape (dimension,).
    axes
        Principal directions, shape (d, dimension).
    """

    mean: Floats
    axes: Floats

    def centred(self, vectors: Floats) -> Floats:
        """Return unit vectors without what all passages share, shape (n, dimension).

        The direction of the mean is taken out whole, not only the mean: how far a passage
        lies along it tells how long it is, not what it is about.
        """
        moved = vectors - self.mean
        length = float(np.linalg.norm(self.mean))
        if length > 1e-6:
            direction = self.mean / length
            moved = moved - np.outer(moved @ direction, direction)
        return unit(moved)

    def points(self, vectors: Floats) -> Floats:
        """Return points of length one, shape (n, d)."""
        return unit(self.centred(vectors) @ self.axes.T)


def fit_space(vectors: Floats) -> Space:
    """Find the directions in which these passages differ most.

    Parameters
    ----------
    vectors
        Shape (n, dimension), n at least 3.
    """
    mean: Floats = vectors.mean(axis=0)
    bare = Space(mean, np.zeros((0, vectors.shape[1]), dtype=np.float32))
    centred = bare.centred(vectors)
    d = min(DIMENSIONS, vectors.shape[1] - 1, max(2, len(vectors) // 3))
    axes = PCA(d, svd_solver="full").fit(centred).components_
    return Space(mean, axes.astype(np.float32))


def unit(rows: Floats) -> Floats:
    """Return rows of length one; a row of zeros stays so."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = np.divide(rows, length, out=np.zeros_like(rows), where=length > 1e-6)
    return scaled
