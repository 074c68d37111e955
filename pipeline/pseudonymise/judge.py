"""What kind of name a run of words with a capital is, from its words and its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.pseudonymise.chunks import ARTICLES, INFIXES, Chunk, Chunker, bare_text
from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, own_list, small_words
from pipeline.pseudonymise.tokens import Token

_NO_PERSON_AFTER = small_words("articles") | {"een"}


class ChunkReader:
    """Finds names among words with a capital.

    Parameters
    ----------
    words
        The lists to look up in.
    """

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._chunker = Chunker(words)
        self._roles = own_list("role_words")
        self._verbs = own_list("verbs_after_names")
        self._organisations = own_list("organisation_words")

    def find(self, run: Sequence[Token]) -> Iterator[Found]:
        """Yield names of people, places and organisations, without overlap."""
        for chunk in self._chunker.chunks(run):
            kind = self.kind(chunk)
            if kind:
                yield Found(chunk.tokens[0].start, self._end(chunk), kind)

    def _end(self, chunk: Chunk) -> int:
        """Leave the s of possession, except after a title: *mevrouw Salomons*."""
        last = chunk.tokens[-1]
        if _left(chunk) in small_words("surname_titles"):
            return last.end
        return last.start + len(bare_text(last, self._words))

    def kind(self, chunk: Chunk) -> Kind | None:
        """Return the kind of name a chunk is, or ``None`` when it is none."""
        left = _left(chunk)
        if all(self._is_infix(token) for token in chunk.tokens):
            return None
        if left in self._roles:
            return Kind.PERSON
        if self._names_organisation(chunk):
            return Kind.ORGANISATION
        person = self._known_person(chunk, left)
        if person:
            return person
        if chunk.tokens[0].small in ARTICLES and len(chunk.tokens) > 1:
            return Kind.PLACE if left in {"in", "op", "uit"} else Kind.ORGANISATION
        name = bare_text(chunk.tokens[0], self._words)
        if name in self._words.places and not self._words.is_ordinary(name):
            return Kind.PLACE
        return self._opening(chunk) if chunk.opens else self._inside(chunk, left)

    def _is_infix(self, token: Token) -> bool:
        """Say whether it is *van* or *de*, and not a name such as *Ben* inside a sentence."""
        name = self._words.is_first_name(token.text) and not token.opens
        return token.small in INFIXES and not name

    def _names_organisation(self, chunk: Chunk) -> bool:
        small = [token.small for token in chunk.tokens]
        several = len(small) > 1
        if several and ("&" in small or self._organisations & {small[0], small[-1]}):
            return True
        last = small[-1]
        return not chunk.opens and any(
            last.endswith(word) and len(last) > len(word) + 2
            for word in small_words("organisation_endings")
        )

    def _known_person(self, chunk: Chunk, left: str) -> Kind | None:
        """Judge by the list of first names."""
        words, first = self._words, chunk.tokens[0]
        if first.kind == "initials":
            return Kind.PERSON
        name = bare_text(first, words)
        if not words.is_first_name(name):
            return None
        if left in small_words("place_prepositions") and name in words.places:
            return Kind.PLACE
        if words.is_plain_first_name(name):
            return Kind.PERSON
        if chunk.opens:
            acts = self._acts(chunk, small_words("common_verbs"))
            return Kind.PERSON if len(chunk.tokens) > 1 or acts else None
        return None if left in _NO_PERSON_AFTER else Kind.PERSON

    def _acts(self, chunk: Chunk, too_common: frozenset[str] = frozenset()) -> bool:
        """Say whether the chunk is the subject of a verb after it: *Roos zat*, not *Pas zat ik*."""
        after = chunk.after_right.small if chunk.after_right else ""
        verb = chunk.right is not None and chunk.right.small in self._verbs - too_common
        return (
            verb
            and after not in small_words("subjects")
            and chunk.tokens[0].small not in small_words("adverbs")
        )

    def _is_answer(self, chunk: Chunk) -> bool:
        """Say whether a chunk is all that a speaker says, as in *R: Semhar*."""
        ends = chunk.right is None or chunk.right.text in ".,!?" or chunk.right.opens
        return ends and chunk.left is not None and chunk.left.text == ":"

    def _opening(self, chunk: Chunk) -> Kind | None:
        """Judge a name that opens a sentence: a capital proves nothing there."""
        words, first = self._words, chunk.tokens[0]
        if len(chunk.tokens) > 1:
            return Kind.PERSON if first.text in words.surnames else Kind.ORGANISATION
        name = bare_text(first, words)
        if words.is_ordinary(name):
            return None
        if name in words.surnames:
            return Kind.PERSON
        if words.looks_ordinary(name):
            return None
        return Kind.PERSON if self._is_answer(chunk) or self._acts(chunk) else None

    def _inside(self, chunk: Chunk, left: str) -> Kind | None:
        """Judge a name inside a sentence: there a capital means a name."""
        words, name = self._words, bare_text(chunk.tokens[0], self._words)
        ordinary = words.is_ordinary(name) or words.looks_ordinary(name)
        if left in small_words("subject_headings") and ordinary:
            return None
        if left in small_words("place_prepositions"):
            return Kind.PLACE
        if left in small_words("determiners"):
            return Kind.ORGANISATION
        if name in words.surnames or not ordinary:
            return Kind.PERSON
        return Kind.ORGANISATION


def _left(chunk: Chunk) -> str:
    """Return the word before a chunk, if it belongs to the same sentence."""
    return chunk.left.small.rstrip(".") if chunk.left and not chunk.opens else ""
