"""The features of a passage: its own words, and more lightly those around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.coding.bags import Bag


@dataclass(frozen=True, slots=True)
class Block:
    """One column of text made into one group of features.

    Parameters
    ----------
    column
        Column of the prepared frame.
    analyser
        Name of the analyser that the bag uses.
    weight
        Multiplies the group; its square is the group's share of the similarity.
    """

    column: str
    analyser: str
    weight: float
    min_texts: int = 2


BLOCKS = (
    Block("words", "words", 1.0),
    Block("words", "letters", 1.0, min_texts=3),
    Block("before", "words", 0.5),
    Block("after", "words", 0.5),
)
FEW_TEXTS = 200
"""With fewer texts every feature is kept, also those that occur once."""


@dataclass
class Features:
    """Groups of features side by side.

    Examples
    --------
    ``Features().fit(frame).transform(frame)`` has shape (passages, features).
    """

    blocks: Sequence[Block] = BLOCKS
    bags: list[Bag] = field(default_factory=list)

    def fit(self, frame: pd.DataFrame) -> Features:
        """Learn the vocabulary of every block from a prepared frame."""
        few = len(frame) < FEW_TEXTS
        self.bags = [
            Bag(block.analyser, 1 if few else block.min_texts).fit(frame[block.column].tolist())
            for block in self.blocks
        ]
        return self

    def transform(self, frame: pd.DataFrame) -> sparse.csr_matrix:
        """Return the features of a prepared frame."""
        parts = [
            bag.transform(frame[block.column].tolist()) * block.weight
            for block, bag in zip(self.blocks, self.bags, strict=True)
        ]
        return sparse.hstack(parts, format="csr")

    @property
    def starts(self) -> np.ndarray:
        """First column of each block, and the number of columns at the end."""
        return np.cumsum([0, *(len(bag.vocabulary) for bag in self.bags)])
