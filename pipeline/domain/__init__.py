"""Domain types: the words this project thinks in. Imports nothing but pandas."""

from pipeline.domain.codebook import Codebook, Polarity, Theme
from pipeline.domain.errors import Problem, Severity, UserError
from pipeline.domain.evidence import Decision, Direction, Indicator, Level, QuoteRole, Strength
from pipeline.domain.stories import Metadata, Passage, Story, Turn
from pipeline.domain.tables import TABLES, Column, Table

__all__ = [
    "TABLES",
    "Codebook",
    "Column",
    "Decision",
    "Direction",
    "Indicator",
    "Level",
    "Metadata",
    "Passage",
    "Polarity",
    "Problem",
    "QuoteRole",
    "Severity",
    "Story",
    "Strength",
    "Table",
    "Theme",
    "Turn",
    "UserError",
]
