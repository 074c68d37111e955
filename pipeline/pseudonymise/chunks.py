"""Runs of words with a capital: which words make up one name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.pseudonymise.lexicon import Lexicon, own_list, small_words
from pipeline.pseudonymise.tokens import Token

INFIXES = small_words("infixes")
ARTICLES = small_words("articles")
_MAX_ABBREVIATION = 5
_MAX_INFIXES = 3


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens that may be one name, with their neighbours."""

    tokens: tuple[Token, ...]
    left: Token | None
    right: Token | None
    after_right: Token | None = None

    @property
    def opens(self) -> bool:
        """Whether it stands where any word gets a capital."""
        return self.tokens[0].opens


class Chunker:
    """Cuts a story's tokens into what may be names.

    Parameters
    ----------
    words
        The lists to look up in.
    """

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._roles = own_list("role_words")
        self._organisations = own_list("organisation_words")

    def chunks(self, run: Sequence[Token]) -> Iterator[Chunk]:
        """Yield what may be names, in order and without overlap."""
        index = 0
        while index < len(run):
            stop = self._stop(run, index)
            if stop == index:
                index += 1
                continue
            start = index + self._front(run, index, stop)
            after = [*run[stop : stop + 2], None, None]
            start -= self._infixes_before(run, start)
            left = run[start - 1] if start else None
            yield Chunk(tuple(run[start:stop]), left, after[0], after[1])
            index = stop

    def _stop(self, run: Sequence[Token], start: int) -> int:
        """Return where the run of name-like tokens from ``start`` ends; ``start`` if none."""
        index = start
        while index < len(run) and self._may_be_name(run, index):
            if index > start and run[index].opens and run[index - 1].kind != "initials":
                break
            index += 1
            if self._is_family_firm(run, index):
                return index + 2
            index += self._bridge(run, start, index)
        return index

    def _infixes_before(self, run: Sequence[Token], start: int) -> int:
        """Return how many small words after a title belong to the surname: *mevrouw van Dalen*."""
        length = 0
        while length < min(_MAX_INFIXES, start) and run[start - length - 1].small in INFIXES:
            length += 1
        title = run[start - length - 1].small if start > length else ""
        titled = title.rstrip(".") in small_words("surname_titles")
        return length if titled and not self._words.is_plain_first_name(run[start].text) else 0

    def _may_be_name(self, run: Sequence[Token], index: int) -> bool:
        token = run[index]
        after = run[index + 1] if index + 1 < len(run) else None
        if token.kind == "initials":
            return self._are_initials(token, run[index - 1] if index else None, after)
        if not token.capital or len(token.text) < 2 or self._is_abbreviation(token, after):
            return False
        if token.small in self._organisations and after and after.capital and not after.opens:
            return not self._words.is_public(after.text)
        if self._words.is_public(token.text):
            return self._is_month_name(run, index)
        if token.small in self._roles or _singular(token.small) in self._roles:
            return False
        if token.shouted:
            long_enough = len(token.text) > _MAX_ABBREVIATION
            return long_enough and not self._words.looks_ordinary(token.small)
        return True

    def _is_abbreviation(self, token: Token, after: Token | None) -> bool:
        followed = after is not None and after.text == "." and after.start == token.end
        return followed and token.small in small_words("abbreviations")

    def _are_initials(self, token: Token, before: Token | None, after: Token | None) -> bool:
        words = self._words
        if before and before.capital and words.is_plain_first_name(before.text):
            return True
        if token.small in small_words("not_initials") or after is None:
            return False
        several = token.text.count(".") > 1
        surname = several or after.text in words.surnames or not words.is_ordinary(after.text)
        starts = after.small in INFIXES or (after.capital and len(after.text) > 1)
        return starts and (surname or after.small in INFIXES)

    def _is_month_name(self, run: Sequence[Token], index: int) -> bool:
        """Say whether a month with a capital inside a sentence is a name, as in "moeder, Mei"."""
        token, before = run[index], run[index - 1] if index else None
        if token.small not in small_words("months") or token.opens or before is None:
            return False
        timed = before.kind == "number" or before.small in small_words("time_words")
        return self._words.is_first_name(token.text) and not timed

    def _is_family_firm(self, run: Sequence[Token], index: int) -> bool:
        """Say whether "en Zoon" follows, as in the name of a firm."""
        return (
            index + 1 < len(run)
            and run[index].small in {"en", "&"}
            and run[index + 1].capital
            and run[index + 1].small in small_words("family_firm")
        )

    def _bridge(self, run: Sequence[Token], start: int, index: int) -> int:
        """Return how many small words join the run to a name after them."""
        length = 0
        while (
            index + length < len(run)
            and length < _MAX_INFIXES
            and (
                run[index + length].text == "&"
                or (run[index + length].small in INFIXES and not run[index + length].capital)
            )
        ):
            length += 1
        after = index + length
        if not length or after >= len(run) or run[after].opens:
            return 0
        if not run[after].capital or not self._may_be_name(run, after):
            return 0
        if run[index].text == "&":
            return length
        return length if self._is_full_name(run[start], run[after]) else 0

    def _is_full_name(self, first: Token, surname: Token) -> bool:
        words = self._words
        named = words.is_first_name(first.text) or first.kind == "initials"
        if not named or words.is_first_name(surname.text):
            return False
        return surname.text in words.surnames or not words.looks_ordinary(surname.text)

    def _front(self, run: Sequence[Token], start: int, stop: int) -> int:
        """Return 1 when the first word only has its capital from opening a sentence."""
        first = run[start]
        if not first.opens or first.kind != "word" or stop - start < 2:
            return 0
        words, after = self._words, run[start + 1]
        if first.small in ARTICLES:
            return int(words.is_plain_first_name(after.text))
        if first.small in INFIXES:
            name = next((t for t in run[start:stop] if t.small not in INFIXES), after)
            return int(words.is_first_name(name.text) or name.text not in words.surnames)
        if first.small in self._organisations or words.is_plain_first_name(first.text):
            return 0
        if words.is_first_name(first.text) and self._is_surname(run, start + 1, stop):
            return 0
        return int(words.looks_ordinary(first.text))

    def _is_surname(self, run: Sequence[Token], start: int, stop: int) -> bool:
        last = run[stop - 1].text
        unknown = not self._words.looks_ordinary(last) and not self._words.is_first_name(last)
        return stop - start > 1 or last in self._words.surnames or unknown


def _singular(small: str) -> str:
    return small.removesuffix("'s").removesuffix("s")


def bare_text(token: Token, words: Lexicon) -> str:
    """Return a name without the s of possession.

    ``Anna's`` is Anna; ``Rachids`` is Rachid, because only that is on the list of names.
    """
    text = token.text
    for ending in ("'s", "’s", "'", "’"):
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text[: -len(ending)]
    possessive = text.endswith("s") and len(text) > 3 and words.is_plain_first_name(text[:-1])
    known = text in words.first_names or text in words.surnames or words.is_ordinary(text)
    return text[:-1] if possessive and not known else text
