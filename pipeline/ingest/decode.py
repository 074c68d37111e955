"""Bytes to text, without ever guessing letters into nonsense.

UTF-8 is read without remark. Any other encoding is named in a notice, because a person
should look whether names and accents came through.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from pipeline.domain import Problem, Severity
from pipeline.ingest.source import Source, line_feeds

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE = ("cp1252", "mac_roman", "cp850", "cp1254", "cp1250")
"""One-byte encodings that Dutch files arrive in, the most usual first."""
_EUROPEAN = (*_ONE_BYTE, "cp1251", "cp1253", "cp1257", "cp437", "cp852", "latin_1", "iso8859_15")
"""What is left when no reading looks Dutch: other European scripts. Asian encodings accept almost
any bytes."""
_COMMON = frozenset("éëïöüèêáóàç€‘’“”„…–ğışİŞ")
"""The characters beyond ASCII that Dutch text, Turkish names included, holds most of."""
_USUAL = frozenset(
    "áéíóúàèìòùäëïöüâêîôûãõñçÁÉÍÓÚÀÈÄËÏÖÜÇÑøåæßØÅÆğışİŞ€£§°²³½¼¾·•–—…‘’“”„«»´©®±×\u00a0\u00ad"
)
"""Characters beyond ASCII that Dutch text holds; any other is a sign of a wrong guess."""
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]|â€[\u0090-\u009d™œ˜“”¦]|\ufffd")
"""UTF-8 that an earlier program read as Windows-1252, or a lost character."""
WINDOWS_FIRST = 1.0
"""Head start of Windows-1252, by far the most usual: a single capital É is not an ellipsis."""
LIKE_DUTCH = 0.9
"""Below this likeness of its characters beyond ASCII to Dutch, 0 to 2, a reading is not trusted
and left to charset-normalizer."""
_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "DOS (cp850)"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with line feeds, and what a person should know about how it was read."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode(source: Source) -> Decoded:
    """Return the text of a file of plain text.

    Raises
    ------
    UserError
        If the bytes are no text in any encoding tried.
    """
    text, encoding = _decode(source)
    problems: list[Problem] = []
    if encoding != "utf-8":
        name = _NAMES.get(encoding, encoding.upper())
        problems.append(source.problem("encoding", Severity.NOTICE, encoding=name))
    damaged = len(_MOJIBAKE.findall(text))
    if damaged:
        problems.append(source.problem("damaged_characters", Severity.NOTICE, count=damaged))
    return Decoded(line_feeds(text), tuple(problems))


def _decode(source: Source) -> tuple[str, str]:
    data = source.data
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = _try(data, encoding)
            if text is None:
                raise source.unusable("not_text")
            return text.removeprefix("\ufeff"), encoding
    if b"\0" in data:
        return _without_mark(source)
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    return _mostly_utf8(data) or _one_byte(source)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _without_mark(source: Source) -> tuple[str, str]:
    """Read UTF-16 without a byte order mark: Latin letters have a zero byte on one side."""
    data = source.data
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _try(data, encoding)
    if text is None or "\0" in text or min(even, odd) > 0.05 * max(even, odd):
        raise source.unusable("not_text")
    return text, encoding


def _mostly_utf8(data: bytes) -> tuple[str, str] | None:
    """Read UTF-8 in which a few bytes of another encoding strayed.

    Read as Windows-1252 as a whole, every good accent would be spoilt to save a bad one.
    """
    good = len(re.findall("[^\x00-\x7f\ufffd]", data.decode("utf-8", errors="replace")))
    pieces: list[str] = []
    strays = 0
    while data:
        try:
            pieces.append(data.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            strays += 1
            if strays > good:
                return None
            pieces.append(data[: error.start].decode("utf-8"))
            pieces.append(data[error.start : error.end].decode("cp1252", errors="replace"))
            data = data[error.end :]
    return "".join(pieces), "UTF-8 + Windows-1252"


def _one_byte(source: Source) -> tuple[str, str]:
    """Choose the one-byte encoding whose letters are the most Dutch; Windows wins a tie."""
    best: tuple[str, str] | None = None
    best_likeness = 0.0
    for encoding in _ONE_BYTE:
        text = _try(source.data, encoding)
        if text is None:
            continue
        likeness = _likeness(text) + (WINDOWS_FIRST if encoding == "cp1252" else 0)
        if likeness > best_likeness:
            best, best_likeness = (text, encoding), likeness
    if best is not None and _likeness(best[0]) >= LIKE_DUTCH and _is_text(best[0]):
        return best
    guess = from_bytes(source.data, cp_isolation=list(_EUROPEAN)).best()
    if guess is None or not _is_text(str(guess)):
        raise source.unusable("not_text")
    return str(guess), guess.encoding


def _likeness(text: str) -> float:
    """Return how Dutch the characters beyond ASCII are: 2 for all common, 0 for none usual.

    A capital after a small letter, a mark between letters, or an opening quote or dash right
    after one, counts against a reading.
    """
    total, count = 0, 0
    for before, char, after in zip(f" {text[:-1]}", text, f"{text[1:]} ", strict=True):
        if ord(char) > 127:
            inside = before.isalpha() and after.isalpha() and not char.isalpha() and char != "’"
            misplaced = before.isalpha() and char in "‘“„–—"
            odd = inside or misplaced or (before.islower() and char.isupper())
            total += (char in _USUAL) + (char in _COMMON) - 2 * odd
            count += 1
    return total / count


def _is_text(text: str) -> bool:
    """Say whether control characters are rare enough for this to be writing."""
    controls = sum(ord(char) < 32 and char not in "\n\r\t\f\v" for char in text)
    return controls <= 0.001 * len(text)
