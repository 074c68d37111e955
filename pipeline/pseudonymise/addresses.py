"""Streets and house numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon

_CAP = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_HOUSE = (
    r"(?:,? (?:nummer|nr\.?|no\.?|huisnummer))? ?(?<= )\d{1,4}(?: ?[a-zA-Z](?!\w))?"
    r"(?:[-/ ]?(?:[IVX]{1,4}|\d{1,3}|[A-Z])(?!\w))?(?: (?:achter|boven|beneden|hs|huis|bis|zwart|rood))?\b"
)
_SPELLED = r",? (?:nummer|nr\.?|huisnummer) [a-zë]{3,}"
_END = (
    r"(?:straat|straatje|laan|laantje|weg|weggetje|kade|plein|pleintje|hof|hofje|steeg|steegje|dijk|"
    r"pad|paadje|gracht|singel|plantsoen|dreef|wal|vest|markt|boulevard|allee|dam|oord|haven|sluis|"
    r"brug|baan|erf|zoom|poort|kamp|veld|sloot|park|bos|waard|gang|plaats|rak|ring)"
)
STREET = re.compile(
    rf"\b(?P<hit>(?:(?:Korte|Lange|Oude|Nieuwe|Grote|Kleine|Eerste|Tweede|Derde|Achter|Burgemeester|"
    rf"Prins|Prinses|Koning|Koningin|Sint|Dokter|Dr\.|Pastoor|Professor|Prof\.|Van|Ds\.|Jan|Mr\.) "
    rf"(?:(?:van|der|den|de) )*(?:{_CAP} )?)?{_CAP}?(?<=\w){_END}(?:{_HOUSE}|{_SPELLED})?)(?!\w)"
)
NUMBERED = re.compile(
    rf"\b(?P<hit>(?P<name>(?:(?:Korte|Lange|Oude|Nieuwe|De|Het) )?[A-ZÀ-ÖØ-Þ][a-zà-ÿ-]{{3,}})(?:{_HOUSE}))(?![\d.:,]\d| ?(?:uur|euro|jaar|%))"
)
BARE = re.compile(
    rf"\b(?i:straat|laan|weg|kade|plein|hof|steeg|dijk)(?:{_HOUSE})(?![.:,]\d| ?(?:uur|euro|jaar|%|keer|mensen))"
)
_LEFT_PLACE = re.compile(
    r"(?:\b(?:op|in|aan|van|naar|woont|woon|woonde|adres:?|achter|bij|om|de|het|uit|,|\(|:)|[,(:.]|^)\s*$",
    re.IGNORECASE,
)
_COUNTED = frozenset(
    ["week", "lijn", "groep", "klas", "niveau", "bus", "tram", "lokaal", "kamer", "artikel", "fase", "stap", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december", "halte", "blok", "deel", "hoofdstuk", "pagina", "kanaal", "route", "top", "leerjaar", "contact", "gesprek", "sessie", "bijeenkomst", "dag", "ronde", "team", "versie", "formule", "zaterdag", "zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "rond", "circa", "ongeveer", "ruim", "bijna", "vanaf", "totaal", "sinds"]
)


def find_addresses(text: str, words: Lexicon) -> Iterator[Found]:
    """Yield streets with or without a house number; spans may overlap."""
    for match in STREET.finditer(text):
        if _is_street(match, text, words):
            yield Found(*match.span("hit"), Kind.ADDRESS)
    for match in NUMBERED.finditer(text):
        name = match["name"].casefold()
        ordinary_opening = words.is_ordinary(name) and _opens(text, match.start())
        if name not in _COUNTED and not words.is_public(name) and not ordinary_opening:
            if match["name"] not in words.first_names:
                yield Found(*match.span("hit"), Kind.ADDRESS)
    for match in BARE.finditer(text):
        yield Found(*match.span(), Kind.ADDRESS)


def _is_street(match: re.Match[str], text: str, words: Lexicon) -> bool:
    name = match["hit"].split()[0]
    numbered = any(character.isdigit() for character in match["hit"])
    if numbered or " " in match["hit"]:
        return True
    return not (_opens(text, match.start()) and words.is_ordinary(name)) and not words.is_public(
        name
    )


def _opens(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'‘“(")
    return not before or before[-1] in ".!?:\n"
