"""What is replaced, and the word that stands in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kind of an identifying stretch of text."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    NUMBER = "number"
    DATE_OF_BIRTH = "date_of_birth"
    LINK = "link"


WORDS: dict[Kind, str] = {
    Kind.PERSON: "naam",
    Kind.PLACE: "plaats",
    Kind.ORGANISATION: "organisatie",
    Kind.ADDRESS: "adres",
    Kind.PHONE: "telefoon",
    Kind.EMAIL: "e-mail",
    Kind.NUMBER: "nummer",
    Kind.DATE_OF_BIRTH: "geboortedatum",
    Kind.LINK: "link",
}
"""Dutch in every language of the program: a pseudonym is part of the story."""

PSEUDONYM = re.compile(rf"\[(?:{'|'.join(map(re.escape, WORDS.values()))}) [1-9]\d*\]")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A stretch of text to replace.

    Parameters
    ----------
    start, end
        Half-open span in code points.
    """

    start: int
    end: int
    kind: Kind


def pseudonym(kind: Kind, number: int) -> str:
    """Return the words that stand for the ``number``-th of a kind.

    Examples
    --------
    >>> pseudonym(Kind.PERSON, 12)
    '[naam 12]'
    """
    return f"[{WORDS[kind]} {number}]"
