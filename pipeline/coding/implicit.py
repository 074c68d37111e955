"""Whether a theme is named in a passage, or only carried by it."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from pipeline.domain import Codebook, Theme

_WORD = re.compile(r"[^\W\d_]{4,}")
_ENDINGS = re.compile(r"(?:heden|heid|eren|ende|end|ing|en|er|te|de|e|t|s)$")
_COMMON_TEXT = (
    "aan alle alleen andere anders andersom beter bleef blijft blijven deed deze doen door "
    "doorgaan durft durven echt eigen geen geven goed haalt haar halen hebben heeft hier "
    "hoogstens houden houdt hulp iemand iets kind kinderen komen komt kunnen kunt leven maakt "
    "maar maken meer meestal mens mensen minder moment naar niet nieuwe ooit over paar plaats "
    "plek soms staan staat steeds tegen tijd toen uitblijven vaak vast vaste verteller vinden "
    "vindt voor waar waardoor wanneer wat weer weg welkom wie wist worden wordt zeggen zegt "
    "zelf zijn zonder zouden "
)
_COMMON = frozenset(_COMMON_TEXT.split())


def stem(word: str) -> str:
    """Return a rough stem: lower case, a common ending off, double vowels and consonants single.

    Examples
    --------
    >>> stem("schulden"), stem("Schuld"), stem("scholen"), stem("school")
    ('schuld', 'schuld', 'schol', 'schol')
    """
    low = word.lower()
    cut = _ENDINGS.sub("", low)
    base = cut if len(cut) >= 4 else low
    return re.sub(r"(.)\1", r"\1", base)


def theme_words(theme: Theme) -> frozenset[str]:
    """Return the stems that name a theme: of its label, definition and what it includes."""
    text = " ".join((theme.label, theme.definition, theme.include, theme.id.replace("_", " ")))
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in _COMMON)


def named(texts: Sequence[str], codebook: Codebook) -> np.ndarray:
    """Say for each text (rows) and theme (columns) whether a word of the theme stands in it."""
    vocabularies = [theme_words(theme) for theme in codebook.themes]
    stems = [frozenset(stem(word) for word in _WORD.findall(text)) for text in texts]
    return np.array(
        [[bool(words & own) for own in vocabularies] for words in stems], dtype=bool
    ).reshape(len(texts), len(vocabularies))
