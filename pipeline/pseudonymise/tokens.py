"""Words of a story with what the rules ask about them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.pseudonymise.kinds import PSEUDONYM
from pipeline.pseudonymise.lexicon import small_words

TOKEN = re.compile(
    r"(?P<initials>(?<!\w)(?:(?:[A-ZÀ-ÖØ-Þ]|IJ|Ch|Th)\.[ -]?)+)"
    r"|(?P<word>(?:['’](?:s|t|n|m|k)\b)|[^\W\d_]+(?:(?:['’-]|\.(?=[^\W\d_]+\.))[^\W\d_]+)*)"
    r"|(?P<number>\d[\w.,/-]*)"
    r"|(?P<other>\S)"
)
_ENDS = ".!?…:•"
_SKIPPED = " \t(["
_LOOK_BACK = 200
"""Further back nothing decides; whole paragraphs would make long lines slow."""
_REMARK = re.compile(r"[(\[][^()\[\]]{0,60}[)\]]$")
"""As in "I: (lacht) En toen?": what stands before it decides."""
_ARTICLE = re.compile(r"(?<!\w)['’][stn]$")
"""As in "'s Avonds": the next word has the capital."""
_LAST_WORD = re.compile(r"([^\W\d_.]?(?:[^\W\d_]|\.(?=[^\W\d_]))*)\.$")
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
    line_start = text.rfind("\n", 0, start) + 1
    line = text[max(line_start, start - _LOOK_BACK) : start]
    while True:
        line = line.rstrip(_SKIPPED)
        if not any(character.isalpha() for character in line):
            return True
        remark = _REMARK.search(line) or _ARTICLE.search(line)
        if not remark:
            return _ends_sentence(line)
        line = line[: remark.start()]


def _ends_sentence(line: str) -> bool:
    """Say whether what comes after this piece of a line starts anew."""
    sign, before = line[-1], line[-2:-1]
    if sign in _QUOTES:
        return not before.isalnum()
    if sign == ".":
        return not _is_abbreviation(line)
    if sign in "-–—":
        return before in ("", " ")
    return sign in _ENDS or _is_emoji(sign)


def _is_abbreviation(line: str) -> bool:
    return _LAST_WORD.search(line)[1].casefold() in small_words("abbreviations")  # type: ignore[index]


def _is_emoji(sign: str) -> bool:
    return ord(sign) >= 0x2600 and not sign.isalnum()
