"""Dates and steps that a Dutch text mentions, found by form."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)
_MONTH = "|".join(_MONTHS)
_WRITTEN = re.compile(rf"\b(?:(\d{{1,2}}) )?({_MONTH})(?: ((?:19|20)\d\d))?\b", re.IGNORECASE)
_NUMBERS = re.compile(r"(?<![\d-])(\d{1,2})-(\d{1,2})(?:-((?:19|20)?\d\d))?(?![\d-])")

_PAPER = r"\b(?:contract|formulier|plan|overeenkomst|regeling)\b"

STEPS = {
    "registered": r"\b(?:aangemeld|ingeschreven)\b",
    "applied": r"\b(?:aangevraagd|aanvraag (?:gedaan|ingediend))\b",
    "signed": rf"{_PAPER}.*\b(?:onder|ge)tekend\b|\b(?:onder|ge)tekend\b.*{_PAPER}",
    "arrangement": r"\b(?:betalings|schuld)regeling\b",
    "referred": r"\b(?:door)?verwezen naar\b",
    "graduated": r"\bdiploma\b.*\b(?:gehaald|binnen|op zak)\b|\bgeslaagd\b",
    "started": r"(?<!het is )\b(?:begonnen|gestart) (?:met|aan|bij|als)\b",
}
"""Steps by the words that tell them; names under ``outcomes.step`` in the texts. Precision before
recall: what is missed is typed by hand, what is wrong must be seen."""

_STEPS = {step: re.compile(pattern, re.IGNORECASE) for step, pattern in STEPS.items()}
_SENTENCE = re.compile(r"[^.!?\n]+")
_NOT = re.compile(r"\b(?:niet|niks|niets|nooit|geen|zonder|bijna|zou|als)\b", re.IGNORECASE)
"""Words with which a sentence does not tell of a step that was taken."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A value that stands in a text.

    Parameters
    ----------
    value
        ISO date or month, or a step.
    start, end
        Code points within the text that was searched.
    certain
        False where the year is not said but worked out.
    """

    value: str
    start: int
    end: int
    certain: bool


def dates_in(text: str, told: str = "") -> Iterator[Mention]:
    """Find dates and months.

    Parameters
    ----------
    text
        Any text.
    told
        Quarter in which the story was told, as 2024K2. A date without a year is taken for the
        last one before the end of it; without a quarter such dates are passed over.

    Examples
    --------
    >>> [mention.value for mention in dates_in("Op 3 maart 2024, in mei en op 24-05", "2025K1")]
    ['2024-03-03', '2024-05', '2024-05-24']
    """
    latest = _end_of(told)
    for match in _WRITTEN.finditer(text):
        month = _MONTHS.index(match[2].lower()) + 1
        yield from _mention(match, match[1], month, match[3], latest)
    for match in _NUMBERS.finditer(text):
        if 1 <= int(match[2]) <= 12:
            yield from _mention(match, match[1], int(match[2]), match[3], latest)


def steps_in(text: str) -> Iterator[Mention]:
    """Find sentences that tell of a step taken: registering, applying, starting.

    Examples
    --------
    >>> text = "Ze heeft me aangemeld bij de kookgroep. Niets aangevraagd."
    >>> [(step.value, text[step.start : step.end]) for step in steps_in(text)]
    [('registered', 'Ze heeft me aangemeld bij de kookgroep')]
    """
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        if _NOT.search(words):
            continue
        skipped = len(words) - len(words.lstrip())
        for step, pattern in _STEPS.items():
            if pattern.search(words):
                end = sentence.start() + len(words.rstrip())
                yield Mention(step, sentence.start() + skipped, end, certain=True)


def _mention(
    match: re.Match[str], day: str | None, month: int, year: str | None, latest: dt.date | None
) -> Iterator[Mention]:
    """Yield the date if it exists, with a year worked out where none is said."""
    if year is None and latest is None:
        return
    number = int(day) if day else 1
    if year is not None:
        full = int(year) if len(year) == 4 else 2000 + int(year)
    else:
        full = latest.year if latest is not None else 0
        if latest is not None and (month, number) > (latest.month, latest.day):
            full -= 1
    if not 1 <= number <= calendar.monthrange(full, month)[1]:
        return
    value = f"{full}-{month:02}" + (f"-{number:02}" if day else "")
    yield Mention(value, match.start(), match.end(), certain=year is not None)


def _end_of(quarter: str) -> dt.date | None:
    """Return the last day of a quarter written as 2024K2."""
    if not re.fullmatch(r"\d{4}K[1-4]", quarter):
        return None
    year, month = int(quarter[:4]), 3 * int(quarter[5])
    return dt.date(year, month, calendar.monthrange(year, month)[1])
