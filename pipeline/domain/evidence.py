"""What is counted, linked and told: codings, indicators, associations and findings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Decision(StrEnum):
    """What a coder said about a theme in a passage. Silence is neither."""

    PRESENT = "present"
    ABSENT = "absent"


class Level(StrEnum):
    """The unit that an indicator is measured on."""

    PARTICIPANT = "participant"
    WIJK = "wijk"
    GEMEENTE = "gemeente"


class Direction(StrEnum):
    """Which way an indicator is better."""

    HIGHER = "higher_is_better"
    LOWER = "lower_is_better"
    NEUTRAL = "neutral"


class Strength(IntEnum):
    """How much a finding can bear. Only a person may set ``CONTRIBUTION``."""

    TOO_LITTLE_DATA = 0
    PATTERN_SEEN = 1
    ASSOCIATION_HOLDS = 2
    FITS_THE_COURSE = 3
    CONTRIBUTION = 4


@dataclass(frozen=True, slots=True)
class Indicator:
    """A quantitative outcome: what it means, where it comes from, which way is better.

    Parameters
    ----------
    unit
        Unit of the value, such as ``"%"`` or ``"weken"``.
    simulated
        True for data made to go with fictional stories; shown wherever the value is.
    lag
        Periods between theme and outcome, declared before looking. 0: same period.
    trend_breaks
        Periods from which the definition or the counting changed.
    """

    id: str
    label: str
    label_en: str
    definition: str
    unit: str
    level: Level
    direction: Direction
    source: str
    simulated: bool
    lag: int = 0
    trend_breaks: tuple[str, ...] = ()
    outcome_domain: str = ""


class QuoteRole(StrEnum):
    """Why a quote stands beside a finding."""

    CONFIRMS = "confirms"
    CONTRADICTS = "contradicts"
