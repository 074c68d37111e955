"""The colours of everything that is drawn, decided once.

Blue and orange stay apart for every common kind of colour blindness; each colour has a contrast
of at least 4.5 with its paper for text and 3 for marks (a test computes them, after WCAG 2.2).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

Mode = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode, as ``#rrggbb``."""

    paper: str
    """Background of a page."""
    card: str
    """Background of what lies on it."""
    ink: str
    """Text."""
    quiet: str
    """Text that may be overlooked."""
    line: str
    """Rules and borders."""
    count: str
    """What is counted; links."""
    count_soft: str
    """A margin around a number; a highlighted passage."""
    against: str
    """What goes against: barriers and counter-stories."""
    against_soft: str
    """The same, as a background."""


LIGHT = Palette(
    paper="#fbfaf6",
    card="#ffffff",
    ink="#1b2733",
    quiet="#566270",
    line="#dcd7cc",
    count="#1d5a96",
    count_soft="#cfe0f0",
    against="#a8480f",
    against_soft="#f8e2d2",
)
DARK = Palette(
    paper="#12181f",
    card="#1a222b",
    ink="#e9e6df",
    quiet="#a5afb9",
    line="#35404b",
    count="#8bbcf0",
    count_soft="#24425f",
    against="#f2a468",
    against_soft="#4a2f1c",
)
PALETTES: dict[Mode, Palette] = {"light": LIGHT, "dark": DARK}


def css_variables() -> str:
    """Return the colours as CSS custom properties that follow the page's colour scheme."""
    lines = (
        f"--tv-{field.name.replace('_', '-')}: "
        f"light-dark({getattr(LIGHT, field.name)}, {getattr(DARK, field.name)});"
        for field in fields(Palette)
    )
    return "\n".join(lines)
