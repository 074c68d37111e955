"""Themes and the codebook that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Polarity(StrEnum):
    """Whether a theme speaks of what helped or of what got in the way."""

    POSITIVE = "positive"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Theme:
    """One impact theme of a codebook.

    ``examples`` name the theme; ``implicit_examples`` carry it without naming it.
    """

    id: str
    label: str
    definition: str
    label_en: str = ""
    include: str = ""
    exclude: str = ""
    examples: tuple[str, ...] = ()
    implicit_examples: tuple[str, ...] = ()
    outcome_domains: tuple[str, ...] = ()
    polarity: Polarity = Polarity.POSITIVE
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Codebook:
    """Themes in the order coders read them, with a version that every coding refers to."""

    title: str
    version: int
    themes: tuple[Theme, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Theme ids in codebook order."""
        return tuple(theme.id for theme in self.themes)

    def theme(self, theme_id: str) -> Theme:
        """Return the theme with this id.

        Raises
        ------
        KeyError
            If the codebook has no such theme.
        """
        for theme in self.themes:
            if theme.id == theme_id:
                return theme
        raise KeyError(theme_id)
