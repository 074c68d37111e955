"""Any recipe as coders that leave out some folds, and the built-in coder in the same form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.coding.defaults import default_coders, default_version
from pipeline.coding.fitting import ALWAYS, FoldModels
from pipeline.coding.labels import Truth
from pipeline.coding.material import codebook_material
from pipeline.coding.protocol import Coder, CoderRecipe, Fits
from pipeline.coding.thresholds import RIGHT
from pipeline.domain import Codebook


@dataclass(frozen=True)
class Material:
    """What a study has to learn from.

    Parameters
    ----------
    frame
        All prepared passages of the study.
    coded
        Which of them belong to a story with decisions.
    truth, folds
        What is known of the coded passages, and the fold of each.
    """

    frame: pd.DataFrame
    coded: np.ndarray
    truth: Truth
    folds: np.ndarray
    codebook: Codebook

    @classmethod
    def nothing(cls, codebook: Codebook) -> Material:
        """Return the material of no study: a codebook alone."""
        frame, truth = codebook_material(codebook)
        none = np.zeros(0, dtype=int)
        return cls(frame.iloc[:0], none.astype(bool), truth.rows(none), none, codebook)

    def with_codebook(
        self, learned: tuple[str, ...] = ()
    ) -> tuple[pd.DataFrame, Truth, np.ndarray]:
        """Return coded passages, truth and folds with the codebook's own texts below them."""
        extra, known = codebook_material(self.codebook, learned)
        frame = pd.concat([self.frame[self.coded], extra], ignore_index=True)
        folds = np.concatenate([self.folds, np.full(len(extra), ALWAYS)])
        return frame, self.truth.with_rows(known), folds


Fitting = Callable[[Material], tuple[Fits, dict[str, object]]]
"""Makes coders of a study's material, and says what else the manifest keeps."""


@dataclass(frozen=True)
class RecipeFits:
    """Coders of any recipe; each is fitted anew on what is left."""

    recipe: CoderRecipe
    frame: pd.DataFrame
    truth: Truth
    folds: np.ndarray

    def fit(self, left_out: frozenset[int] = frozenset()) -> Coder:
        """Return a coder that has seen nothing of the stories in the folds ``left_out``."""
        keep = ~np.isin(self.folds, sorted(left_out))
        return self.recipe(self.frame[keep], self.truth.rows(keep), self.folds[keep])


def recipe_fitting(recipe: CoderRecipe) -> Fitting:
    """Return how a recipe learns from a study: from its codings and its codebook's texts."""

    def fitting(material: Material) -> tuple[Fits, dict[str, object]]:
        return RecipeFits(recipe, *material.with_codebook()), {}

    return fitting


def builtin_fitting(models: Path | None = None, right: float = RIGHT) -> Fitting:
    """Return how the built-in coder learns: on top of the default, if that never saw the study.

    Parameters
    ----------
    models
        Folder of the program's models; None: where the program keeps them.
    right
        Share of sure suggestions that must be right.
    """

    def fitting(material: Material) -> tuple[Fits, dict[str, object]]:
        defaults = default_coders(models)
        prior, name = defaults.for_study(material.frame) if defaults else (None, "")
        frame, truth, folds = material.with_codebook(prior.themes if prior else ())
        fits = FoldModels(frame, truth, folds, material.codebook.ids, prior, right=right)
        return fits, {"builds_on": name, "default_version": default_version(models)}

    return fitting
