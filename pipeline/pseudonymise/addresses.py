"""Streets and house numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, small_words

_CAP = r"[A-ZÀ-ÖØ-Þ][\w'’-]{0,40}"
_HOUSE = (
    r"(?:,? (?:nummer|nr\.?|no\.?|huisnummer))? ?(?<= )\d{1,4}(?: ?[a-zA-Z](?!\w))?"
    r"(?:[-/ ]?(?:[IVX]{1,4}|\d{1,3}|[A-Z])(?!\w))?"
    r"(?: (?:achter|boven|beneden|hs|huis|bis|zwart|rood))?\b"
)
_SPELLED = r",? (?:nummer|nr\.?|huisnummer) [a-zë]{3,}"
_END = (
    r"(?:straat|straatje|laan|laantje|weg|weggetje|kade|plein|pleintje|hof|hofje|steeg|steegje|dijk|"
    r"pad|paadje|gracht|singel|plantsoen|dreef|wal|vest|markt|boulevard|allee|haven|sluis|brug)"
)
_FIRST_PART = (
    r"(?:Korte|Lange|Oude|Nieuwe|Grote|Kleine|Eerste|Tweede|Derde|Achter|Burgemeester|Prins|Prinses|"
    r"Koning|Koningin|Sint|Dokter|Dr\.|Pastoor|Professor|Prof\.|Van|Ds\.|Jan|Mr\.)"
)
_NOT_COUNTED = r"(?![\d.:,]\d| ?(?:uur|euro|jaar|keer|mensen|%))"
STREET = re.compile(
    rf"\b(?P<hit>(?:{_FIRST_PART} (?:(?:van|der|den|de) )*(?:{_CAP} )?)?"
    rf"{_CAP}?(?<=\w){_END}(?:{_HOUSE}|{_SPELLED})?)(?!\w)"
)
NUMBERED = re.compile(
    rf"\b(?P<hit>(?P<name>(?:(?:Korte|Lange|Oude|Nieuwe|De|Het) )?[A-ZÀ-ÖØ-Þ][a-zà-ÿ-]{{3,}})"
    rf"{_HOUSE}){_NOT_COUNTED}"
)
BARE = re.compile(rf"\b(?i:straat|laan|weg|kade|plein|hof|steeg|dijk){_HOUSE}{_NOT_COUNTED}")


def find_addresses(text: str, words: Lexicon) -> Iterator[Found]:
    """Yield streets with or without a house number; spans may overlap."""
    for match in STREET.finditer(text):
        if _is_street(match, text, words):
            yield Found(*match.span("hit"), Kind.ADDRESS)
    for match in NUMBERED.finditer(text):
        if _is_numbered(match, text, words):
            yield Found(*match.span("hit"), Kind.ADDRESS)
    for match in BARE.finditer(text):
        yield Found(*match.span(), Kind.ADDRESS)


def _is_street(match: re.Match[str], text: str, words: Lexicon) -> bool:
    name = match["hit"]
    if " " in name:
        return True
    opens = _opens(text, match.start())
    return not words.is_public(name) and not (opens and words.is_ordinary(name))


def _is_numbered(match: re.Match[str], text: str, words: Lexicon) -> bool:
    """Say whether a word with a number is an address: *Kapstander 3*, not *Niveau 2*."""
    name = match["name"]
    if (
        name.casefold() in small_words("counted")
        or words.is_public(name)
        or words.is_first_name(name)
    ):
        return False
    if not _opens(text, match.start()):
        return True
    goes_on = re.match(r" [a-z]", text[match.end() : match.end() + 2])
    return not words.is_ordinary(name) and not goes_on


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'‘“(")
    return not before or before[-1] in ".!?:\n"
