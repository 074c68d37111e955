"""Everything in a story that tells who or where, as spans without overlap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from pipeline.pseudonymise.addresses import find_addresses
from pipeline.pseudonymise.composed import composed
from pipeline.pseudonymise.consistency import everywhere
from pipeline.pseudonymise.judge import ChunkReader
from pipeline.pseudonymise.kinds import PSEUDONYM, Found, Kind
from pipeline.pseudonymise.letters import LetterReader
from pipeline.pseudonymise.lexicon import Lexicon, lexicon
from pipeline.pseudonymise.patterns import find_shapes
from pipeline.pseudonymise.tokens import tokens

_NAMES = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION})
_STRENGTH = {
    kind: rank
    for rank, kind in enumerate(
        (
            Kind.EMAIL,
            Kind.LINK,
            Kind.DATE_OF_BIRTH,
            Kind.PHONE,
            Kind.NUMBER,
            Kind.ADDRESS,
            Kind.ORGANISATION,
            Kind.PERSON,
            Kind.PLACE,
        )
    )
}


class Detector:
    """Finds what identifies people.

    Parameters
    ----------
    keep
        Words or phrases that are never replaced, whatever their capitals.
    words
        The lists to look up in; the program's own when not given.
    """

    def __init__(self, keep: Collection[str] = (), words: Lexicon | None = None) -> None:
        self._words = words or lexicon()
        self._letters = LetterReader(self._words)
        self._chunks = ChunkReader(self._words)
        phrases = {phrase for phrase in keep if phrase.strip()}
        self._kept = _phrases(phrases)
        self._public = _phrases({word for word in self._words.public if " " in word} | phrases)

    def names_someone(self, label: str) -> bool:
        """Say whether a speaker's label is a name and not a role."""
        return self._letters.names_someone(label)

    def find(self, text: str, speakers: Iterable[str] = ()) -> list[Found]:
        """Return what to replace, in order and without overlap.

        Parameters
        ----------
        text
            A story; pseudonyms already in it are left alone.
        speakers
            Labels of speakers as the source gives them.
        """
        plain, origins = composed(text)
        found = self._find(plain, [composed(label)[0] for label in speakers])
        return [Found(origins[one.start], origins[one.end], one.kind) for one in found]

    def _find(self, text: str, speakers: Iterable[str]) -> list[Found]:
        run = tokens(text)
        found = [*find_shapes(text), *find_addresses(text, self._words)]
        found += self._letters.find(text, speakers)
        found += self._chunks.find(run)
        found = self._allowed(text, found)
        found += self._allowed(text, everywhere(text, run, found, self._words))
        return united(found)

    def _allowed(self, text: str, found: Iterable[Found]) -> list[Found]:
        """Drop what touches a pseudonym, is to be kept, or is public."""
        closed = [match.span() for match in PSEUDONYM.finditer(text)]
        kept = closed + [match.span() for match in self._kept.finditer(text)]
        public = [match.span() for match in self._public.finditer(text)]
        return [
            one
            for one in found
            if one.end > one.start
            and not _touches(one, kept)
            and not (one.kind in _NAMES and _inside(one, public))
        ]


def united(found: Iterable[Found]) -> list[Found]:
    """Join overlapping spans into one, of the kind that says most.

    Joining rather than choosing: what any rule wanted gone is gone.
    """
    result: list[Found] = []
    for one in sorted(found):
        if result and one.start < result[-1].end:
            last = result[-1]
            kind = min(last.kind, one.kind, key=lambda k: _STRENGTH[k])
            result[-1] = Found(last.start, max(last.end, one.end), kind)
        else:
            result.append(one)
    return result


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    joined = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


def _touches(one: Found, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < one.end and one.start < end for start, end in spans)


def _inside(one: Found, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= one.start and one.end <= end for start, end in spans)
