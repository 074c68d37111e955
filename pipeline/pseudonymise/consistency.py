"""Once a word is a name in a story, it is one everywhere in that story.

Whole words only: *Jan* in *Januari* stays. A name that is an ordinary word as well (*Wil*,
*Roos*) is replaced where it has a capital that its place in the sentence does not explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipeline.pseudonymise.chunks import INFIXES, bare_text
from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, own_list, small_words
from pipeline.pseudonymise.tokens import Token, tokens

_NAMES = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_MIN_SMALL = 3
_MIN_POSSESSIVE = 5


def everywhere(
    text: str, run: Sequence[Token], found: Iterable[Found], words: Lexicon
) -> Iterator[Found]:
    """Yield every further place in the story where a found name stands on its own."""
    names = _known_names(text, found, words)
    for index, token in enumerate(run):
        if token.kind != "word":
            continue
        after = run[index + 1] if index + 1 < len(run) else None
        for written in _readings(token, words):
            kind = names.get(written) or names.get(_as_name(written, words))
            if kind and _may_stand(token, written, after, words):
                yield Found(token.start, token.start + len(written), kind)


def _known_names(text: str, found: Iterable[Found], words: Lexicon) -> dict[str, Kind]:
    """Return the words of found names that are names by themselves; people come first."""
    known: dict[str, Kind] = {}
    names = [one for one in found if one.kind in _NAMES]
    for one in sorted(names, key=lambda one: (_NAMES.index(one.kind), one)):
        for part in tokens(text[one.start : one.end]):
            if _stands_alone(part, one.kind, words):
                known.setdefault(part.text, one.kind)
    return known


def _stands_alone(part: Token, kind: Kind, words: Lexicon) -> bool:
    """Say whether a word of a name is one: not *De* or *Bakkerij* of *De Bakkerij Vos*."""
    if part.kind != "word" or len(part.text) < 2:
        return False
    if part.small in INFIXES or part.small in own_list("organisation_words"):
        return False
    if words.is_public(part.text):
        return kind is Kind.PERSON and words.is_first_name(part.text)
    if not words.is_ordinary(part.text):
        return True
    return kind is Kind.PERSON and part.capital


def _readings(token: Token, words: Lexicon) -> set[str]:
    """Return a word as written and without the s of possession."""
    readings = {token.text, bare_text(token, words)}
    if token.text.endswith("s") and len(token.text) >= _MIN_POSSESSIVE:
        readings.add(token.text[:-1])
    return readings


def _as_name(written: str, words: Lexicon) -> str:
    """Return a small or shouted word as a name, when a list has it and it is no other word."""
    if len(written) < _MIN_SMALL or not (written.islower() or written.isupper()):
        return written
    name = written.title()
    listed = words.is_first_name(name) or name in words.surnames
    return name if listed and not words.is_ordinary(written) else written


def _may_stand(token: Token, written: str, after: Token | None, words: Lexicon) -> bool:
    if not words.is_ordinary(written) and not words.is_public(written):
        return True
    if not token.capital:
        return False
    return not token.opens or after is None or after.small not in small_words("after_verbs")
