"""Once a word is a name in a story, it is one everywhere in that story."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.pseudonymise.chunks import INFIXES, bare_text
from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, own_list
from pipeline.pseudonymise.tokens import Token, tokens

_NAMES = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_NO_NAME_BEFORE = frozenset(
    ["je", "jij", "jullie", "u", "ik", "hij", "ze", "zij", "we", "wij", "men", "het", "de", "een", "dat", "dit", "er", "'t", "iemand", "niemand", "niet", "maar", "dus", "die", "mijn", "m'n", "ook"]
)
"""After these a word that opens a sentence is a verb or an adjective: "Wil je koffie?"."""


def everywhere(
    text: str, run: Sequence[Token], found: Iterable[Found], words: Lexicon
) -> Iterator[Found]:
    """Yield every further place in the story where a found name stands on its own."""
    names = _known_names(text, found, words)
    for index, token in enumerate(run):
        if token.kind != "word":
            continue
        for written in {token.text, bare_text(token, words), _undone(token.text)}:
            kind = names.get(written) or names.get(_as_name(token, written, words))
            after = run[index + 1] if index + 1 < len(run) else None
            if kind and _may_stand(token, written, after, words):
                yield Found(token.start, token.start + len(written), kind)


def _known_names(text: str, found: Iterable[Found], words: Lexicon) -> dict[str, Kind]:
    known: dict[str, Kind] = {}
    public_parts = own_list("organisation_words") | INFIXES
    for one in sorted(found, key=lambda f: (_NAMES.index(f.kind) if f.kind in _NAMES else 9, f)):
        if one.kind not in _NAMES:
            continue
        for part in tokens(text[one.start : one.end]):
            if part.kind != "word" or len(part.text) < 2 or part.small in public_parts:
                continue
            lonely = one.kind is Kind.PERSON or not words.is_ordinary(part.text)
            if (part.capital and lonely and not words.is_public(part.text)) or (one.kind is Kind.PERSON and not words.is_ordinary(part.text)):
                known.setdefault(part.text, one.kind)
    return known


def _undone(text: str) -> str:
    return text[:-1] if text.endswith("s") and len(text) > 4 else text


def _as_name(token: Token, written: str, words: Lexicon) -> str:
    """Return a small or shouted word as a name, when it is no ordinary word."""
    if (
        len(written) < 3
        or words.is_ordinary(written)
        or not (token.text.islower() or token.shouted)
    ):
        return written
    return written.title()


def _may_stand(token: Token, written: str, after: Token | None, words: Lexicon) -> bool:
    if not words.is_ordinary(written) and not words.is_public(written):
        return True
    if not token.capital:
        return False
    return not token.opens or after is None or after.small not in _NO_NAME_BEFORE
