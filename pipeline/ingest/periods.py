"""Periods and yes-or-no as people write them in a table."""

from __future__ import annotations

import datetime as dt
import re

_QUARTER = re.compile(r"(?P<year>\d{4})[ -]?[KQ](?P<quarter>[1-4])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"[KQ](?P<quarter>[1-4])[ -](?P<year>\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})")
_ISO = re.compile(r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:[T ].*)?")
_DUTCH = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})")
_WORDS = re.compile(r"(?:(?P<day>\d{1,2}) )?(?P<name>[a-z]{3,9})\.? (?P<year>\d{4})", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_OTHER_MONTHS = {"maa": 3, "mar": 3, "may": 5, "oct": 10}
_YEARS = range(1900, 2101)
_CONSENT = {
    True: frozenset({"ja", "j", "yes", "y", "true", "waar", "1"}),
    False: frozenset({"nee", "n", "no", "false", "onwaar", "0"}),
}


def parse_period(value: str) -> str | None:
    """Return a quarter such as ``2024K1``; ``None`` when the value is no quarter or date.

    Day comes before month, as Dutch people write it. A year alone is no quarter.

    Examples
    --------
    >>> parse_period("14-02-2024"), parse_period("2024-Q3"), parse_period("maart 2023")
    ('2024K1', '2024K3', '2023K1')
    >>> parse_period("31-02-2024") is None
    True
    """
    value = " ".join(value.split())
    match = _QUARTER.fullmatch(value) or _QUARTER_FIRST.fullmatch(value)
    if match:
        year = int(match["year"])
        return f"{year}K{match['quarter']}" if year in _YEARS else None
    for pattern in (_ISO, _DUTCH, _MONTH, _WORDS):
        match = pattern.fullmatch(value)
        if match:
            return _quarter(match)
    return None


def _quarter(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = _month_number(parts["name"]) if "name" in parts else int(parts["month"])
    try:
        day = dt.date(int(parts["year"]), month, int(parts.get("day") or 1))
    except ValueError:
        return None
    return f"{day.year}K{(day.month + 2) // 3}" if day.year in _YEARS else None


def _month_number(name: str) -> int:
    """Return 1 to 12, or 0 for no month."""
    short = name.casefold()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else _OTHER_MONTHS.get(short, 0)


def parse_consent(value: str) -> bool | None:
    """Return consent as yes or no.

    Raises
    ------
    ValueError
        If the value is neither, nor empty.

    Examples
    --------
    >>> parse_consent("Ja"), parse_consent("nee"), parse_consent("")
    (True, False, None)
    """
    plain = value.strip().casefold()
    if not plain:
        return None
    for answer, words in _CONSENT.items():
        if plain in words:
            return answer
    raise ValueError(value)
