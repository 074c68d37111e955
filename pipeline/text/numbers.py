"""Numbers and dates as Dutch and English readers write them."""

from __future__ import annotations

import datetime as dt
import math

from pipeline.text.catalogue import Language, texts

NON_BREAKING_MINUS = "\u2212"


def number(value: float, decimals: int = 0, language: Language = "nl") -> str:
    """Return a number with the language's separators.

    Examples
    --------
    >>> number(1234.5, 1)
    '1.234,5'
    >>> number(-0.04, 1)
    '0,0'
    """
    rounded = round(value, decimals)
    written = f"{abs(rounded):,.{decimals}f}"
    if language == "nl":
        written = written.translate(str.maketrans(",.", ".,"))
    return f"{NON_BREAKING_MINUS}{written}" if rounded < 0 else written


def percent(share: float, decimals: int = 0, language: Language = "nl") -> str:
    """Return a share (0 to 1) as a percentage.

    Examples
    --------
    >>> percent(0.285)
    '28%'
    """
    return f"{number(100 * share, decimals, language)}%"


def interval(low: float, high: float, decimals: int = 0, language: Language = "nl") -> str:
    """Return two shares (0 to 1) as a range of percentages.

    Examples
    --------
    >>> interval(0.12, 0.31)
    '12 tot 31%'
    """
    word = texts(language)("common.to")
    return f"{number(100 * low, decimals, language)} {word} {percent(high, decimals, language)}"


def p_value(value: float, language: Language = "nl") -> str:
    """Return a p- or q-value: three decimals, or below .001 as such.

    Examples
    --------
    >>> p_value(0.0001)
    '< 0,001'
    """
    if math.isnan(value):
        return "–"
    if value < 0.001:
        return f"< {number(0.001, 3, language)}"
    return number(value, 3, language)


def date_text(day: dt.date, language: Language = "nl") -> str:
    """Return a date in words.

    Examples
    --------
    >>> date_text(dt.date(2025, 3, 1))
    '1 maart 2025'
    """
    month = texts(language)(f"common.month.{day.month}")
    return f"{day.day} {month} {day.year}"
