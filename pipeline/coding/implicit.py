"""Whether a theme is named in a passage, or only carried by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from pipeline.domain import Codebook, Theme

_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON_TEXT = (
    "aan alle alleen andere anders andersom beter bleef blijft blijven deed deze doen door "
    "doorgaan durft durven echt eigen geen geven goed haalt haar halen hebben heeft hier "
    "hoogstens houden houdt hulp iemand iets kind kinderen komen komt kunnen kunt leven maakt "
    "maar maken meer meestal mens mensen minder moment naar niet nieuwe ooit over paar plaats "
    "plek soms staan staat steeds tegen tijd toen uitblijven vaak vast vaste verteller vinden "
    "vindt voor waar waardoor wanneer wat weer weg welkom wie wist worden wordt zeggen zegt "
    "zelf zijn zonder zouden "
    "altijd avond daarop duidelijk elkaar gebeuren hoeven klein krijgen laat leggen maken nemen "
    "nieuw stellen tussen veel volgen weinig zetten zich zien zullen "
)
_COMMON = frozenset(_COMMON_TEXT.split())


Lemmatise = Callable[[Sequence[str]], list[tuple[str, ...]]]
"""Texts to the lower-case lemmas of their words."""


def plain_words(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the words as they stand in lower case: for where no Dutch pipeline is at hand."""
    return [tuple(word.lower() for word in _WORD.findall(text)) for text in texts]


def theme_text(theme: Theme) -> str:
    """Return the words of a theme's label, definition and what it includes."""
    return " ".join((theme.label, theme.definition, theme.include, theme.id.replace("_", " ")))


def named(
    texts: Sequence[str], codebook: Codebook, lemmatise: Lemmatise = plain_words
) -> np.ndarray:
    """Say for each text (rows) and theme (columns) whether a word of the theme stands in it.

    Parameters
    ----------
    lemmatise
        Gives the words of a text as lemmas, so that *schulden* is named by *schuld*.

    Returns
    -------
    np.ndarray
        Booleans of shape (texts, themes).
    """
    vocabularies = [
        _content(words) for words in lemmatise([theme_text(t) for t in codebook.themes])
    ]
    said = [_content(words) for words in lemmatise(texts)]
    return np.array(
        [[bool(words & own) for own in vocabularies] for words in said], dtype=bool
    ).reshape(len(texts), len(vocabularies))


def _content(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if _WORD.fullmatch(word) and word not in _COMMON)
