"""Periods as the study writes them: ``2024K1`` for a quarter, ``2024`` for a year."""

from __future__ import annotations

import re

_QUARTER = re.compile(r"(\d{4})\s*[-_ ]?\s*(?:KW|K|Q)\s*0?([1-4])", re.IGNORECASE)
_QUARTER_WORDS = re.compile(r"(\d{4})\s*,?\s*([1-4])\s*e?\s*kwartaal", re.IGNORECASE)
_QUARTER_FIRST = re.compile(
    r"(?:([1-4])\s*e?\s*kwartaal|[KQ]([1-4]))\s*[-_ ]?(\d{4})", re.IGNORECASE
)
_YEAR = re.compile(r"(\d{4})(?:JJ00|\.0|\*{1,2})?", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*[/-]\s*(?:\d{4}|\d{2})")
_MONTH = re.compile(r"(\d{4})(?:MM|M|-)(0[1-9]|1[0-2])(?:-\d{2})?(?:[ T]00:00:00)?", re.IGNORECASE)
_DUTCH_DATE = re.compile(r"\d{1,2}[-/](\d{1,2})[-/](\d{4})")


def normal_period(text: str) -> str | None:
    """Return a period in the study's notation, or ``None`` if the text is no period.

    Knows quarters (``2024K1``, ``2024Q1``, CBS ``2024KW01``, ``2024 1e kwartaal``), years
    (``2024``, CBS ``2024JJ00``, provisional ``2024*``), months and dates (taken to their
    quarter) and DUO school years (``2023/24``, taken to the year in which they start).

    Examples
    --------
    >>> [normal_period(t) for t in ("2024KW03", "2024JJ00", "2023/'24", "2023-2024", "3-5-2024")]
    ['2024K3', '2024', '2023', '2023', '2024K2']
    >>> normal_period("Totaal") is None
    True
    """
    text = text.strip().replace("'", "")
    if match := _QUARTER.fullmatch(text) or _QUARTER_WORDS.fullmatch(text):
        return f"{match[1]}K{match[2]}"
    if match := _QUARTER_FIRST.fullmatch(text):
        return f"{match[3]}K{match[1] or match[2]}"
    if match := _YEAR.fullmatch(text):
        return match[1]
    if match := _MONTH.fullmatch(text):
        return f"{match[1]}K{(int(match[2]) + 2) // 3}"
    if (match := _DUTCH_DATE.fullmatch(text)) and 1 <= int(match[1]) <= 12:
        return f"{match[2]}K{(int(match[1]) + 2) // 3}"
    if match := _SCHOOL_YEAR.fullmatch(text):
        return match[1]
    return None


def is_year(period: str) -> bool:
    """Say whether a normal period is a whole year."""
    return len(period) == 4


def position(period: str) -> int:
    """Return the place of a normal period on a line of quarters, or of years.

    Examples
    --------
    >>> position("2024K3") - position("2023K4"), position("2024") - position("2022")
    (3, 2)
    """
    year = int(period[:4])
    return year if is_year(period) else 4 * year + int(period[5]) - 1


def year_of(period: str) -> str:
    """Return the year that a normal period lies in."""
    return period[:4]


def shift(period: str, steps: int) -> str:
    """Return the period so many quarters (or years) later.

    Examples
    --------
    >>> shift("2024K3", 2), shift("2024", -1)
    ('2025K1', '2023')
    """
    place = position(period) + steps
    return str(place) if is_year(period) else f"{place // 4}K{place % 4 + 1}"
