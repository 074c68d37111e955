"""Words of a story with what the rules ask about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.pseudonymise.kinds import PSEUDONYM

TOKEN = re.compile(
    r"(?P<initials>(?<!\w)(?:(?:[A-ZÀ-ÖØ-Þ]|IJ|Ch|Th)\.[ -]?)+(?=\w|\s|$))"
    r"|(?P<word>(?:['’](?:s|t|n|m|k)\b)|[^\W\d_]+(?:(?:['’-]|\.(?=[^\W\d_]+\.))[^\W\d_]+)*)"
    r"|(?P<number>\d[\w.,/-]*)"
    r"|(?P<other>\S)"
)
ABBREVIATIONS = frozenset(
    ["mw", "mevr", "dhr", "hr", "dr", "drs", "ds", "prof", "mr", "ing", "ir", "st", "nr", "tel", "mob", "t.a.v", "tav", "o.a", "oa", "b.v", "bijv", "bv", "i.v.m", "ivm", "m.b.t", "mbt", "t.g.v", "d.d", "dd", "w.o", "wo", "incl", "excl", "ca", "evt", "resp", "cl", "clnr", "cliëntnr", "jr", "gesch", "fa", "gebr", "a.d", "v.d", "vd", "v", "n.a.v", "nav", "i.o", "io", "i.c", "ic", "m.i", "max", "min", "p.p", "pp", "fam", "gez", "gesp"]
)
_ENDS = ".!?…:•\n"
_SKIPPED = " \t(["
_QUOTES = "\"'“”„‘’«»‹›`*_"


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign.

    Parameters
    ----------
    start, end
        Half-open span in code points.
    kind
        ``word``, ``initials``, ``number``, ``pseudonym`` or ``other``.
    opens
        It stands where any word gets a capital: at the start of a sentence, line or quote.
    """

    text: str
    start: int
    end: int
    kind: str
    opens: bool

    @property
    def small(self) -> str:
        """The text, case folded."""
        return self.text.casefold()

    @property
    def capital(self) -> bool:
        """Whether it is a word that starts with a capital and is no abbreviation."""
        return self.kind == "word" and self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """Whether all its letters are capitals, as in UWV."""
        return self.kind == "word" and len(self.text) > 1 and self.text.isupper()


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text in order; a pseudonym counts as one token."""
    found: list[Token] = []
    position = 0
    for match in PSEUDONYM.finditer(text):
        found.extend(_plain(text, position, match.start()))
        found.append(Token(match[0], *match.span(), "pseudonym", _opens(text, match.start())))
        position = match.end()
    found.extend(_plain(text, position, len(text)))
    return found


def _plain(text: str, start: int, end: int) -> list[Token]:
    found = []
    for match in TOKEN.finditer(text, start, end):
        kind = match.lastgroup or "other"
        stop = match.end() - (len(match[0]) - len(match[0].rstrip(" -")))
        opens = kind != "other" and _opens(text, match.start())
        found.append(Token(text[match.start() : stop], match.start(), stop, kind, opens))
    return found


def _opens(text: str, start: int) -> bool:
    """Say whether a word at this place gets a capital whatever it is."""
    position = start - 1
    while position >= 0 and text[position] in _SKIPPED:
        position -= 1
    if position < 0:
        return True
    sign = text[position]
    if sign in _QUOTES:
        return position == 0 or not text[position - 1].isalnum() or text[position - 1] in _ENDS
    if sign == ".":
        return not _is_abbreviation(text, position)
    if sign in "-–—":
        return position == 0 or text[position - 1] in " \n"
    return sign in _ENDS or _is_emoji(sign)


def _is_abbreviation(text: str, stop: int) -> bool:
    begin = stop
    while begin > 0 and (text[begin - 1].isalpha() or text[begin - 1] == "."):
        begin -= 1
    word = text[begin:stop].casefold()
    return word in ABBREVIATIONS


def _is_emoji(sign: str) -> bool:
    return ord(sign) >= 0x2600 and not sign.isalnum()
