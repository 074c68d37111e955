"""Where the form of a text gives names away: speakers, salutations, signatures, introductions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, own_list

_NAME = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*"
_INFIX = r"(?:(?:van|de|der|den|het|ter|ten|te|in|el|al|bin|ben) )"
_FULL = rf"(?:(?:[A-Z]\. ?)*{_INFIX}*{_NAME}(?:[ ]{_INFIX}*(?:{_NAME}|[A-Z]\.))*)"
_ANY_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"

LABEL = re.compile(
    rf"^(?P<hit>{_ANY_WORD}\.?(?: {_ANY_WORD}\.?){{0,2}})(?= ?:(?: |$))", re.MULTILINE
)
TITLE = (
    r"(?:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|hr\.?|de heer|heer|juf|juffrouw|meester|"
    r"dokter|dr\.?|tante|oom|ome|oma|opa|buurvrouw|buurman)"
)
GREETING = re.compile(
    rf"^[ \t]*(?i:beste|lieve|liefste|hoi|hallo|hey|hé|hee|ha|dag|hai|geachte|waarde|dear|salam|yo)"
    rf" (?:(?i:{TITLE}) )?(?P<hit>{_FULL})"
    rf"(?:(?:, | en |, en | & )(?:(?i:{TITLE}) )?(?P<second>{_FULL}))?(?= ?[,!.:\n]|$)",
    re.MULTILINE,
)
GOODBYE = re.compile(
    r"(?:^|(?<=[.!?] ))[ \t]*(?i:(?:met )?(?:vriendelijke |hartelijke |warme |lieve |de )*"
    r"(?:groet|groeten|groetjes|groetjes van|groeten van|groet van)|m\.?v\.?g\.?|(?:veel )?liefs|"
    r"(?:dikke )?kus(?:jes)?|knuffel|hoogachtend|namens|ondertekend|getekend|x+|doei|tot gauw|"
    r"(?:heel )?(?:erg )?bedankt|dank u wel|uw)"
    rf"[^\S\n]*[,.!]?\s{{0,3}}(?i:van )?(?:(?i:{TITLE}) )?(?P<hit>{_FULL})"
    rf"(?:(?:, | en )(?P<second>{_FULL}))?(?=[ \t]*(?:[,.(!\n–-]|$))",
    re.MULTILINE,
)
INTRODUCTION = re.compile(
    rf"\b(?i:(?:ik|hij|zij|ze|die|dat|wie) (?:heet|heette|heten)|(?:heet|heette) (?:ik|hij|zij|ze)|"
    rf"heet|heette|genaamd|(?:mijn|m'n|me|zijn|z'n|haar|d'r|de) (?:voor|achter|roep|bij)?naam (?:is|was)|"
    rf"u spreekt met|je spreekt met|met) (?P<hit>{_FULL})"
)
_SURE = (LABEL, GREETING, GOODBYE, INTRODUCTION)
SIGNED = re.compile(rf"(?:^|\n)[ \t]*(?P<hit>{_FULL}),?[ \t]*(?=\n|$)")
CHAT_NAME = re.compile(
    r"\b(?:heet|heette|ik ben|naam is|(?:mijn|m'n|me|zijn|haar|die|onze) (?:maat|zus|zusje|broer|broertje|"
    r"vriend|vriendin|zoon|dochter|buurvrouw|buurman|collega|nicht|neef|tante|oom|coach|mentor)|"
    rf"hoi|hey|hallo|beste|lieve|groetjes|groeten|gr|liefs) ,?(?P<hit>{_ANY_WORD})"
)


class LetterReader:
    """Finds names by the form of the text.

    Parameters
    ----------
    words
        The lists to look up in.
    """

    def __init__(self, words: Lexicon) -> None:
        self._words = words
        self._roles = own_list("speaker_roles") | own_list("role_words")

    def find(self, text: str, speakers: Iterable[str] = ()) -> Iterator[Found]:
        """Yield names of people; spans may overlap."""
        yield from self._labels(text, frozenset(speakers))
        for pattern in (GREETING, GOODBYE):
            yield from self._groups(pattern, text, self._addressee)
        yield from self._groups(INTRODUCTION, text, self._introduced)
        yield from self._groups(CHAT_NAME, text, self._small_name)
        if GREETING.search(text) or GOODBYE.search(text):
            yield from self._groups(SIGNED, text, self._known)

    def is_role(self, label: str) -> bool:
        """Say whether a speaker's label is a role, such as I, R2 or Begeleider."""
        stripped = re.sub(r"[\s\d._-]+$", "", label.casefold())
        return len(stripped) <= 1 or stripped in self._roles

    def _labels(self, text: str, speakers: frozenset[str]) -> Iterator[Found]:
        matches = list(LABEL.finditer(text))
        counts = Counter(match["hit"] for match in matches)
        for match in matches:
            label = match["hit"]
            if self.is_role(label):
                continue
            if label in speakers or self._label_is_name(label, counts[label]):
                yield from self._without_roles(match, "hit")

    def _label_is_name(self, label: str, count: int) -> bool:
        words, first = self._words, label.split()[0]
        listed = first.title() in words.first_names or first in words.surnames
        if words.is_ordinary(first) or words.is_public(first):
            return listed and count >= 2 and first.title() in words.first_names
        return listed or (count >= 2 and first[0].isupper())

    def _groups(self, pattern, text, accept):  # type: ignore[no-untyped-def]
        for match in pattern.finditer(text):
            for group in ("hit", "second"):
                if group in pattern.groupindex and match[group] and accept(match[group]):
                    yield from self._without_roles(match, group)

    def _without_roles(self, match: re.Match[str], group: str) -> Iterator[Found]:
        """Leave a role or title before the name where it is."""
        start, end = match.span(group)
        parts = list(re.finditer(r"\S+", match[group]))
        while parts and parts[0].group().rstrip(".").casefold() in self._roles:
            parts.pop(0)
        if parts:
            yield Found(start + parts[0].start(), end, Kind.PERSON)

    def _addressee(self, name: str) -> bool:
        first = name.split()[0].rstrip(".")
        if first in self._words.first_names:
            return True
        return not (self._words.is_ordinary(first) or self._words.is_public(first)) or (
            len(name.split()) == 1 and first in self._words.surnames
        )

    def _introduced(self, name: str) -> bool:
        first = name.split()[0]
        return not self._words.is_public(first) or first in self._words.first_names

    def _small_name(self, name: str) -> bool:
        return name.title() in self._words.first_names and not self._words.is_ordinary(name)

    def _known(self, name: str) -> bool:
        first = name.split()[0]
        return first in self._words.first_names or bool(re.match(r"[A-Z]\.", name))
