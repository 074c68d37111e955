"""Lemmas of a study's texts, computed once per text and language model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.coding import Lemmatise
from pipeline.language import ModelIdentity, lemmas, load_language
from pipeline.run.keys import code_key
from pipeline.store import Cache, content_key


def lemmatiser(wanted: str, model: ModelIdentity, cache: Cache) -> Lemmatise:
    """Return a function from texts to lemmas that keeps its answers in the cache.

    The pipeline is loaded at the first question that the cache cannot answer.

    Parameters
    ----------
    wanted
        The pipeline that the study asks for; empty: the best that is there.
    model
        What ``identify_language(wanted)`` says.
    """

    def lemmatise(texts: Sequence[str]) -> list[tuple[str, ...]]:
        key = content_key(
            list(texts), model.name, model.version, model.sha256, code_key("language.py")
        )
        found: Any = cache.value("lemmas", key, lambda: lemmas(load_language(wanted), texts))
        return [tuple(words) for words in found]

    return lemmatise
