"""What can be known by its shape: numbers, addresses of every sort, dates of birth.

Ages and ordinary dates are left alone: the analysis needs them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipeline.pseudonymise.kinds import Found, Kind

_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|"
    r"sept?(?:ember)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER_WORD = (
    r"(?:(?:een|één|twee|drie|vier|vijf|zestig|zestien|zes|zeventig|zeven|achtste|acht|negentig|"
    r"negen|tiende|tien|elfde|elf|twaalf|dertien|dertig|veertien|veertig|vijftig|twintig|tachtig|"
    r"honderd|duizend|eerste|derde|en|ën|de|ste)+\b)"
)
_YEAR = r"(?:['’]?\d{2}|\d{4})"
_DATE = (
    rf"(?:\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:e|ste|de)?\s+{_MONTH}(?:\s+(?:van\s+)?{_YEAR}\b)?|"
    rf"{_NUMBER_WORD}\s+{_MONTH}(?:\s+{_NUMBER_WORD}|\s+{_YEAR}\b)?)"
)
_DATE_WITH_YEAR = rf"(?:\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}|\d{{1,2}}\s+{_MONTH}\s+{_YEAR}\b)"
DATE_OF_BIRTH = re.compile(
    rf"(?:\b(?:geb(?:oren|\.d(?:at)?)?|geboorte(?:datum|dag)|verjaar(?:dag|t)?|jarig)\b[^\n\[\d]{{0,32}}?"
    rf"|(?<!\w)[°*]\s?)"
    rf"(?<![\d-])(?P<hit>{_DATE})(?![\d-])"
    rf"|\b(?:ik|hij|zij|ze|die)\s+(?:ben|is)\s+(?:er\s+(?:een|eentje)\s+)?van\s+"
    rf"(?P<from>{_DATE_WITH_YEAR})",
    re.IGNORECASE,
)
EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"'\])]*[^\s<>\"'\]).,;:!?]"
    r"|(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}\.(?:nl|be|com|org|net|eu|info|example)\b(?:/[^\s<>\"'\])]*)?",
    re.IGNORECASE,
)
HANDLE = re.compile(r"(?<![\w@])@[A-Za-z_][\w.]{1,29}\w")
PHONE = re.compile(
    r"(?<![\w/.,-])(?:(?:\+|00)[1-9]\d{0,2}[ .-]?(?:\(0\)[ .-]?)?\d|\(?0[1-9]\d{0,2}\)?)"
    r"(?:[ ./-]{0,3}\d){5,10}(?![\d-]|\.\d)"
)
IBAN = re.compile(
    r"\b[A-Z]{2}\d{2}[ ]?[A-Z]{4}(?:[ ]?\d){7,10}(?!\d)|\b[A-Z]{2}\d{2}(?:[ ]?\d{4}){4,5}\b"
)
PLATE = re.compile(
    r"\b(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}"
    r"|[A-Z]{2}-[A-Z]{2}-\d{2}|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}"
    r"|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}"
    r"|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)\b"
)
POSTCODE = re.compile(r"\b[1-9]\d{3} ?(?!SA|SD|SS)[A-Z]{2}\b")
CASE_WORD = re.compile(
    r"\b(?:(?:cl(?:i[eë]nt)?|dossier|casus|zaak|klant|polis|bsn|burgerservice|registratie|referentie|"
    r"lidmaatschaps?|patient|patiënt|deelnemers?|aanvraag|beschikkings?|contract|leerling|student|"
    r"factuur|rekening|kenteken|paspoort)[ .-]?"
    r"(?:nummer|nr|num|no)?|kenmerk|bsn|account|gebruikersnaam|username|insta(?:gram)?|snap(?:chat)?"
    r"|(?:mijn|onder|het|heb\s+ik)\s+nummer)\b\.?"
    r"(?:\s+(?:is|was|van|heet|nummer|nr\.?))?\s*[:#]?\s*"
    r"(?P<hit>(?!(?:is|was|van|nummer|nr)\b)(?=[\w./-]*\d|[\w./-]{1,6} \d{3})"
    r"[A-Za-z0-9]+(?:[-/.][A-Za-z0-9]+)*(?: \d{3,})?)",
    re.IGNORECASE,
)
CASE_NUMBER = re.compile(
    r"(?<![\w.,/-])[A-Z]{1,4}(?:-[A-Z0-9]{1,4})*[-/ ]?\d{2,4}[-/]\d{4,}(?![\w-])"
    r"|\b[A-Z]{1,4}-\d{4,}\b"
)
NINE_DIGITS = re.compile(r"(?<![\d-])\d{9}(?![\d-])|(?<![\d.])\d{4}\.\d{2}\.\d{3}(?![\d.])")


def find_shapes(text: str) -> Iterator[Found]:
    """Yield what is recognised by its shape alone, in no order; spans may overlap."""
    for kind, pattern, check in _SHAPES:
        for match in pattern.finditer(text):
            group = next((g for g in ("hit", "from") if _has(match, g)), 0)
            if check(match[group]):
                yield Found(*match.span(group), kind)


def _has(match: re.Match[str], group: str) -> bool:
    return group in match.re.groupindex and match[group] is not None


def is_bsn(digits: str) -> bool:
    """Say whether nine digits pass the eleven test of a Dutch citizen service number.

    The weights are 9 down to 2 and then -1 (Logisch Ontwerp BSN, RvIG).

    Examples
    --------
    >>> is_bsn("111222333"), is_bsn("111222334")
    (True, False)
    """
    values = [int(character) for character in digits if character.isdigit()]
    if len(values) != 9 or not any(values):
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * v for w, v in zip(weights, values, strict=True)) % 11 == 0


def _digits_between(low: int, high: int) -> Callable[[str], bool]:
    return lambda hit: low <= sum(character.isdigit() for character in hit) <= high


def _looks_like_case(hit: str) -> bool:
    digits = sum(character.isdigit() for character in hit)
    mixed = any(character.isalpha() for character in hit)
    return digits >= 4 or (mixed and digits >= 1 and len(hit) >= 4)


def _anything(_: str) -> bool:
    return True


_SHAPES: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.EMAIL, EMAIL, _anything),
    (Kind.LINK, LINK, _anything),
    (Kind.LINK, HANDLE, _anything),
    (Kind.PHONE, PHONE, _digits_between(9, 13)),
    (Kind.NUMBER, IBAN, _anything),
    (Kind.NUMBER, PLATE, _anything),
    (Kind.NUMBER, NINE_DIGITS, is_bsn),
    (Kind.NUMBER, CASE_WORD, _looks_like_case),
    (Kind.NUMBER, CASE_NUMBER, _anything),
    (Kind.ADDRESS, POSTCODE, _anything),
    (Kind.DATE_OF_BIRTH, DATE_OF_BIRTH, _anything),
)
