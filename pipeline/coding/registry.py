"""The coders that a study can choose, by name."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from pipeline.coding.fits import Fitting, builtin_fitting, recipe_fitting
from pipeline.coding.thresholds import RIGHT
from pipeline.config import CodingSection, LlmSection
from pipeline.domain import Codebook, Problem, Severity, UserError


@dataclass(frozen=True)
class Wish:
    """What a study asks of its coder.

    Parameters
    ----------
    answers
        Folder where a language model's answers are kept; None: only in memory.
    api_key
        For a server that asks for one.
    progress
        Called with passages done and to do, by a coder that takes long.
    models
        Folder of the program's models; None: where the program keeps them.
    """

    codebook: Codebook
    coding: CodingSection
    llm: LlmSection
    answers: Path | None = None
    api_key: str = ""
    progress: Callable[[int, int], None] | None = None
    models: Path | None = None

    @property
    def right(self) -> float:
        """Share of sure suggestions that must be right."""
        return self.coding.precision or RIGHT


def _builtin(wish: Wish) -> Fitting:
    return builtin_fitting(wish.models, wish.right)


def _llm(wish: Wish) -> Fitting:
    # Reaching a server takes packages that no other coder needs.
    from pipeline.coding.llm import (
        FolderCache,
        LanguageModelRecipe,
        LanguageModelSettings,
        language_model_coder,
    )

    if not wish.llm.model:
        raise UserError(Problem("llm.no_model", Severity.BLOCKS, "study.toml"))
    settings = LanguageModelSettings(**wish.llm.model_dump(), api_key=SecretStr(wish.api_key))
    cache = FolderCache(wish.answers) if wish.answers else None
    coder = language_model_coder(settings, wish.codebook, cache, wish.progress)
    return recipe_fitting(LanguageModelRecipe(coder, wish.right))


def _sentence_transformer(wish: Wish) -> Fitting:
    from pipeline.coding.llm import sentence_transformer_recipe

    themes = wish.codebook.ids
    return recipe_fitting(sentence_transformer_recipe(wish.coding.model, themes, wish.right))


CODERS: Mapping[str, Callable[[Wish], Fitting]] = {
    "builtin": _builtin,
    "llm": _llm,
    "sentence_transformer": _sentence_transformer,
}
PACKAGES = {"sentence_transformer": "sentence_transformers"}
"""Packages that a coder needs besides those of the program."""


def choose_coder(wish: Wish) -> Fitting:
    """Return how the coder that a study asks for learns from it.

    Raises
    ------
    UserError
        If there is no coder of that name, it lacks a model or a package (the problem says
        what to install), or stories may not go to its server.
    """
    check_name(wish.coding.coder)
    return CODERS[wish.coding.coder](wish)


def check_name(name: str) -> None:
    """Refuse a name that no coder has.

    Raises
    ------
    UserError
        It names the coders that there are.
    """
    if name not in CODERS:
        values = {"name": name, "names": ", ".join(CODERS)}
        raise UserError(Problem("coding.no_such_coder", Severity.BLOCKS, values=values))


def coder_names() -> dict[str, bool]:
    """Return the names of all coders, and whether each has the packages that it needs."""
    return {
        name: name not in PACKAGES or importlib.util.find_spec(PACKAGES[name]) is not None
        for name in CODERS
    }
