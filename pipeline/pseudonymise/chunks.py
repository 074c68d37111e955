"""Runs of words with a capital, and what kind of name each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, own_list
from pipeline.pseudonymise.tokens import Token

INFIXES = frozenset(
    ["van", "von", "de", "der", "den", "het", "'t", "’t", "ter", "ten", "te", "in", "op", "aan", "la", "le", "du", "di", "da", "dos", "del", "el", "al", "ben", "bin", "bint", "ibn", "abu", "abd"]
)
ARTICLES = frozenset({"de", "het", "'t", "’t"})
_DETERMINERS = frozenset(["de", "het", "een", "die", "dat", "deze", "dit", "onze", "ons", "mijn", "'t", "d'n", "den"])
_PLACE_PREPOSITIONS = frozenset(
    ["in", "te", "uit", "naar", "vanuit", "rond", "richting", "binnen", "buiten", "omgeving"]
)
_MAX_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Chunk:
    """A run of tokens that may be a name, with its neighbours."""

    tokens: tuple[Token, ...]
    left: Token | None
    right: Token | None

    @property
    def opens(self) -> bool:
        """Whether it stands where any word gets a capital."""
        return self.tokens[0].opens


class ChunkReader:
    """Finds names among words with a capital.

    Parameters
    ----------
    words
        The lists to look up in.
    """

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._roles = own_list("role_words")
        self._verbs = own_list("verbs_after_names")
        self._organisations = own_list("organisation_words")

    def find(self, run: Sequence[Token]) -> Iterator[Found]:
        """Yield names of people, places and organisations, without overlap."""
        index = 0
        while index < len(run):
            stop = self._stop(run, index)
            if stop == index:
                index += 1
                continue
            for chunk in self._cut(run, index, stop):
                kind = self.kind(chunk)
                if kind:
                    yield Found(
                        chunk.tokens[0].start, bare_end(chunk.tokens[-1], self._words), kind
                    )
            index = stop

    # -- which tokens go together

    def _stop(self, run: Sequence[Token], start: int) -> int:
        """Return where a run of name-like tokens from ``start`` ends; ``start`` if none."""
        index = start
        while index < len(run) and self._may_be_name(run, index):
            if index > start and run[index].opens and run[index - 1].kind != "initials":
                break
            index += 1
            bridge = self._bridge(run, start, index)
            index += bridge
        return index

    def _may_be_name(self, run: Sequence[Token], index: int) -> bool:
        token = run[index]
        if token.kind == "initials":
            return (
                (index + 1 < len(run)
                and run[index + 1].capital)
                or (index > 0 and run[index - 1].capital and not run[index - 1].opens)
            )
        if not token.capital or len(token.text) < 2:
            return False
        small = token.small.rstrip(".")
        if small in self._roles or self._words.is_public(small):
            return False
        if token.shouted and small not in self._organisations:
            return len(token.text) > _MAX_ABBREVIATION and not self._words.is_ordinary(small)
        return True

    def _bridge(self, run: Sequence[Token], start: int, index: int) -> int:
        """Return how many small words join the run to the name after them."""
        length = 0
        while (
            index + length < len(run)
            and run[index + length].small in INFIXES
            and not run[index + length].capital
            and length < 3
        ):
            length += 1
        if index < len(run) and run[index].text == "&":
            length = 1
        elif index + 1 < len(run) and run[index].small == "en":
            last = run[index + 1].small
            return (
                1 if run[index + 1].capital and last in {"zoon", "zonen", "zn", "dochters"} else 0
            )
        after = index + length
        if not length or after >= len(run) or run[after].opens or not run[after].capital:
            return 0
        if run[index].text == "&":
            return length
        first = run[start]
        if first.text not in self._words.first_names and first.kind != "initials":
            return (
                length
                if not first.opens and length > 1 and not self._looks_known(run[after])
                else 0
            )
        return length if self._may_follow_infix(run[after], length) else 0

    def _may_follow_infix(self, token: Token, length: int) -> bool:
        words = self._words
        if words.is_public(token.text) or token.text in words.first_names:
            return False
        return token.text in words.surnames or not words.is_ordinary(token.text)

    def _looks_known(self, token: Token) -> bool:
        return token.text in self._words.first_names or self._words.is_public(token.text)

    def _cut(self, run: Sequence[Token], start: int, stop: int) -> Iterator[Chunk]:
        """Cut what only has its capital from opening a sentence off the front."""
        first = run[start]
        if first.opens and first.kind == "word" and stop - start > 1:
            after = run[start + 1]
            if self._goes_alone(first, after):
                start += 1
        left = run[start - 1] if start else None
        right = run[stop] if stop < len(run) else None
        yield Chunk(tuple(run[start:stop]), left, right)

    def _goes_alone(self, first: Token, after: Token) -> bool:
        words = self._words
        if first.small in ARTICLES:
            return after.text in words.first_names and not words.is_ordinary(after.text)
        if first.small in INFIXES:
            return after.text in words.first_names or after.text not in words.surnames
        if first.small in self._organisations:
            return False
        return words.is_ordinary(first.text)

    # -- what a chunk is

    def kind(self, chunk: Chunk) -> Kind | None:
        """Return the kind of name a chunk is, or ``None`` when it is none."""
        left = chunk.left.small.rstrip(".") if chunk.left and not chunk.opens else ""
        if chunk.left and chunk.left.small.rstrip(".") in self._roles:
            left = chunk.left.small.rstrip(".")
        if left in self._roles:
            return Kind.PERSON
        if self._names_organisation(chunk):
            return Kind.ORGANISATION
        person = self._known_person(chunk, left)
        if person:
            return person
        if chunk.tokens[0].small in ARTICLES and len(chunk.tokens) > 1:
            return Kind.PLACE if left in {"in", "op", "uit"} else Kind.ORGANISATION
        name = chunk.tokens[0].text
        if bare_text(
            chunk.tokens[0], self._words
        ) in self._words.places and not self._words.is_ordinary(name):
            return Kind.PLACE
        return self._opening(chunk) if chunk.opens else self._inside(chunk, left)

    def _names_organisation(self, chunk: Chunk) -> bool:
        if any(token.text == "&" for token in chunk.tokens):
            return True
        small = [token.small for token in chunk.tokens]
        several = len(small) > 1
        if several and (small[0] in self._organisations or small[-1] in self._organisations):
            return True
        alone = small[-1]
        return not chunk.opens and any(
            alone.endswith(word) and len(alone) > len(word) + 2
            for word in ("kerk", "college", "school", "bank", "zorg", "bode", "moskee", "huis")
        )

    def _known_person(self, chunk: Chunk, left: str) -> Kind | None:
        words, first = self._words, chunk.tokens[0]
        if first.kind == "initials":
            return Kind.PERSON
        name = bare_text(first, words)
        if name not in words.first_names:
            return None
        if left in _PLACE_PREPOSITIONS and name in words.places:
            return Kind.PLACE
        if not words.is_ordinary(name):
            return Kind.PERSON
        if chunk.opens:
            second = chunk.tokens[1] if len(chunk.tokens) > 1 else None
            return Kind.PERSON if second and second.text in words.surnames else None
        return None if left in _DETERMINERS else Kind.PERSON

    def _opening(self, chunk: Chunk) -> Kind | None:
        """Judge a name that opens a sentence: a capital proves nothing there."""
        words, first = self._words, chunk.tokens[0]
        if words.is_ordinary(first.text) and len(chunk.tokens) == 1:
            return None
        if len(chunk.tokens) > 1:
            return Kind.PERSON if first.text in words.surnames else Kind.ORGANISATION
        acts = chunk.right is not None and chunk.right.small in self._verbs
        name = bare_text(first, words)
        return Kind.PERSON if name in words.surnames or acts else None

    def _inside(self, chunk: Chunk, left: str) -> Kind | None:
        """Judge a name inside a sentence: there a capital means a name."""
        words, name = self._words, bare_text(chunk.tokens[0], self._words)
        if left in _PLACE_PREPOSITIONS:
            return Kind.PLACE
        if left in _DETERMINERS:
            return Kind.ORGANISATION
        if name in words.surnames or not words.is_ordinary(name):
            return Kind.PERSON
        return Kind.ORGANISATION


def bare_text(token: Token, words: Lexicon) -> str:
    """Return a name without the s of possession.

    ``Anna's`` is Anna; ``Rachids`` is Rachid, because only that is on the list of names.
    """
    text = token.text
    for ending in ("'s", "’s", "'", "’"):
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text[: -len(ending)]
    known = words.first_names
    if text.endswith("s") and len(text) > 3 and text not in known and text[:-1] in known:
        return text[:-1]
    return text


def bare_end(token: Token, words: Lexicon) -> int:
    """Return where a name ends without the s of possession."""
    return token.start + len(bare_text(token, words))
