"""Texts by key: one TOML file per area in ``nl/`` and ``en/``, the file's stem first in the key."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pipeline.domain import Problem

Language = Literal["nl", "en"]


class Texts:
    """The texts of one language.

    Parameters
    ----------
    language
        ``"nl"`` or ``"en"``.

    Examples
    --------
    >>> texts("nl")("config.no_toml", detail="regel 3")  # doctest: +ELLIPSIS
    'study.toml kan niet gelezen worden...'
    """

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._by_key = _load(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text under ``key`` with ``{placeholders}`` filled in.

        Raises
        ------
        KeyError
            If there is no such text, or a placeholder has no value.
        """
        return self._by_key[key].format(**values)

    def has(self, key: str) -> bool:
        """Say whether there is a text under ``key``."""
        return key in self._by_key

    def keys(self) -> frozenset[str]:
        """Return every key of this language."""
        return frozenset(self._by_key)


@cache
def texts(language: Language = "nl") -> Texts:
    """Return the texts of a language, read once."""
    return Texts(language)


def problem_sentence(problem: Problem, language: Language = "nl") -> str:
    """Return a problem as a sentence for people: where, what, and what to do."""
    catalogue = texts(language)
    where = problem.file
    if problem.row is not None:
        where = catalogue("common.file_and_row", file=problem.file, row=problem.row)
    message = catalogue(problem.code, **{"file": problem.file, **problem.values})
    return f"{where}: {message}" if where else message


def _load(language: Language) -> dict[str, str]:
    by_key: dict[str, str] = {}
    for entry in resources.files("pipeline.text").joinpath(language).iterdir():
        if entry.name.endswith(".toml"):
            tree = tomllib.loads(entry.read_text(encoding="utf-8"))
            by_key.update(_flatten(tree, entry.name.removesuffix(".toml")))
    return by_key


def _flatten(tree: dict[str, object], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{prefix}.{key}"))
        else:
            flat[f"{prefix}.{key}"] = str(value)
    return flat
