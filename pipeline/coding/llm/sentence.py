"""Passages as vectors of any sentence-transformers model, under the project's linear models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.coding.calibration import Sigmoids, fit_sigmoids
from pipeline.coding.evidence import sentences
from pipeline.coding.labels import Truth
from pipeline.coding.linear import Linear, fit_linear
from pipeline.coding.protocol import Contribution, Suggestions
from pipeline.coding.thresholds import RIGHT, fit_sure, fit_thresholds
from pipeline.domain import Problem, Severity, UserError
from pipeline.embedding import Embedder, load_embedder

BLOCKS = (("words", 1.0), ("before", 0.5))
"""Columns that are embedded, with their weight: the same as in the built-in coder."""


@dataclass(frozen=True)
class SentenceTransformerCoder:
    """A fitted coder on passage vectors; ``SentenceTransformerRecipe`` makes one.

    Parameters
    ----------
    themes
        Theme ids, the order of all columns.
    sure
        From which probability it is right often enough.
    n_present
        Present examples per theme that it learned from.
    """

    themes: tuple[str, ...]
    embedder: Embedder
    linear: Linear
    sigmoids: Sigmoids
    thresholds: np.ndarray
    sure: float
    n_present: np.ndarray
    literal: ClassVar[bool] = False

    @property
    def examples(self) -> np.ndarray:
        """Present examples per theme that it learned from."""
        return self.n_present

    def suggest(self, frame: pd.DataFrame) -> Suggestions:
        """Return calibrated probabilities and thresholds."""
        scores = score(self.linear, vectors(self.embedder, frame))
        return Suggestions(self.sigmoids.probabilities(scores), self.thresholds)

    def explain(self, frame: pd.DataFrame, theme: str) -> list[list[Contribution]]:
        """Return per sentence how much the score drops when that sentence is left out.

        A vector is made of all words together, so no exact share of a word exists.
        """
        column = self.themes.index(theme)
        whole = score(self.linear, vectors(self.embedder, frame))[:, column].tolist()
        spans = [sentences(text) for text in frame["words"]]
        numbers = [row for row, found in enumerate(spans) for _ in found]
        without = frame.iloc[numbers].copy()
        cuts = [span for found in spans for span in found]
        pairs = zip(without["words"].tolist(), cuts, strict=True)
        without["words"] = [f"{text[:start]}{text[end:]}".strip() for text, (start, end) in pairs]
        rest = score(self.linear, vectors(self.embedder, without))[:, column].tolist()
        offsets = frame["offset"].tolist()
        words: list[list[Contribution]] = [[] for _ in spans]
        for row, (start, end), left in zip(numbers, cuts, rest, strict=True):
            shift = offsets[row]
            words[row].append(Contribution(shift + start, shift + end, whole[row] - left))
        return words

    def describe(self) -> dict[str, object]:
        """Return which model, and what it learned from."""
        return {
            "coder": "sentence_transformer",
            "model": self.embedder.name,
            "model_sha256": self.embedder.sha256,
            "dimension": self.embedder.dimension,
            "thresholds": dict(zip(self.themes, self.thresholds.round(3).tolist(), strict=True)),
            "sure_from": round(self.sure, 3),
            "examples": dict(zip(self.themes, self.n_present.tolist(), strict=True)),
        }


def vectors(embedder: Embedder, frame: pd.DataFrame) -> sparse.csr_matrix:
    """Return the vectors of passage and context side by side, (passages, 2 * dimension)."""
    parts = [weight * embedder.encode(frame[name].tolist()) for name, weight in BLOCKS]
    return sparse.csr_matrix(np.hstack(parts))


def head(features: sparse.csr_matrix, truth: Truth) -> Linear:
    """Return the project's linear models on these features alone, without an earlier model."""
    return fit_linear(features, np.zeros(truth.known.shape), truth)


def score(linear: Linear, features: sparse.csr_matrix) -> np.ndarray:
    """Return uncalibrated scores, shape (passages, themes)."""
    return linear.score(features, np.zeros((features.shape[0], len(linear.intercepts))))


@dataclass(frozen=True)
class SentenceTransformerRecipe:
    """Fits the coder on coded passages."""

    themes: tuple[str, ...]
    embedder: Embedder
    right: float = RIGHT

    def __call__(
        self, frame: pd.DataFrame, truth: Truth, folds: np.ndarray
    ) -> SentenceTransformerCoder:
        """Fit on the decided passages; folds below 0 are learned from, never calibrated on."""
        features = vectors(self.embedder, frame)
        read = np.asarray(truth.known.any(axis=1))
        scores = np.zeros(truth.known.shape)
        inner = sorted({fold for fold in folds[read].tolist() if fold >= 0})
        for fold in inner:
            learn, rows = np.asarray(read & (folds != fold)), folds == fold
            scores[rows] = score(head(features[learn], truth.rows(learn)), features[rows])
        use = read & (folds >= 0)
        sigmoids = fit_sigmoids(scores[use], truth.rows(use))
        unseen = sigmoids.probabilities(scores[use])
        thresholds = fit_thresholds(unseen, truth.rows(use))
        sure = fit_sure(unseen, truth.rows(use), self.right)
        linear = head(features[read], truth.rows(read))
        n_present = (truth.present & truth.known).sum(axis=0)
        return SentenceTransformerCoder(
            self.themes, self.embedder, linear, sigmoids, thresholds, sure, n_present
        )


def sentence_transformer_recipe(
    model: str, themes: tuple[str, ...], right: float = RIGHT
) -> SentenceTransformerRecipe:
    """Return a recipe on a model by name or path. Nothing is downloaded.

    A model that SetFit tuned is such a model too: its body gives the vectors, and the linear
    models on top are the project's own, because those can leave out the story they judge.

    Raises
    ------
    UserError
        If no model is named, it is not on this computer, or the package is missing; the problem
        gives the command that gets it.
    """
    if not model:
        raise UserError(Problem("coding.no_model", Severity.BLOCKS, "study.toml"))
    return SentenceTransformerRecipe(themes, load_embedder(model), right)
