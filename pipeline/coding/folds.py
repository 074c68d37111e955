"""Stories divided into folds, by their id alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np


def story_folds(stories: Iterable[str], folds: int, seed: int) -> np.ndarray:
    """Return the fold of each row's story, 0 to ``folds`` - 1.

    The order of stories follows a hash of seed and id, and folds are dealt round: equal in
    size, and the same whatever the order of rows or the labels are.
    """
    names = list(stories)
    ranked = sorted(set(names), key=lambda name: (_hash(name, seed), name))
    fold_of = {name: rank % folds for rank, name in enumerate(ranked)}
    return np.array([fold_of[name] for name in names], dtype=int)


def _hash(name: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
