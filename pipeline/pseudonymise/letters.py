"""Where the form of a text gives names away: speakers, salutations, signatures, introductions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from pipeline.pseudonymise.kinds import Found, Kind
from pipeline.pseudonymise.lexicon import Lexicon, own_list, small_words

_WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_NAME = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*"
_INFIX = r"(?:(?:van|de|der|den|het|ter|ten|te|in|el|al|bin|ben) )"
_FULL = rf"(?:(?:[A-Z]\. ?)*{_INFIX}*{_NAME}(?:[ ]{_INFIX}*(?:{_NAME}|[A-Z]\.))*)"
_TITLE = (
    r"(?:mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|hr\.?|de heer|heer|juf|juffrouw|meester|"
    r"dokter|dr\.?|tante|oom|ome|oma|opa|buurvrouw|buurman)"
)
_TITLED = rf"(?:(?i:{_TITLE}) )?"
_MONTH = "(?i:" + "|".join(sorted(small_words("months"))) + ")"

LABEL = re.compile(rf"^(?P<hit>{_WORD}\.?(?: {_WORD}\.?){{0,2}})(?= ?:(?: |$))", re.MULTILINE)
GREETING = re.compile(
    rf"^[ \t]*(?i:beste|lieve|liefste|hoi|hallo|hey|hé|hee|ha|dag|hai|geachte|waarde|dear|salam|yo)"
    rf" {_TITLED}(?P<hit>{_FULL})(?:(?:, | en | & ){_TITLED}(?P<second>{_FULL}))?(?= ?[,!.:\n]|$)",
    re.MULTILINE,
)
GOODBYE = re.compile(
    r"(?:^|(?<=[.!?] ))[ \t]*(?i:(?:met )?(?:vriendelijke |hartelijke |warme |lieve |de )*"
    r"(?:groet|groeten|groetjes)|m\.?v\.?g\.?|(?:veel )?liefs|(?:dikke )?kus(?:jes)?|knuffel|"
    r"hoogachtend|namens|ondertekend|getekend)"
    rf"[^\S\n]*[,.!]?\s{{0,3}}(?i:van )?{_TITLED}(?P<hit>{_FULL})"
    rf"(?:(?:, | en ){_TITLED}(?P<second>{_FULL}))?(?=[ \t]*(?:[,.(!\n–-]|$))",
    re.MULTILINE,
)
INTRODUCTION = re.compile(
    r"\b(?i:heet|heette|heten|genaamd|(?:heet|heette) (?:ik|hij|zij|ze)|"
    r"(?:mijn|m'n|me|zijn|z'n|haar|d'r|de) (?:voor|achter|roep|bij)?naam (?:is|was)|"
    rf"(?:u|je|ge|jij) spreekt met) (?P<hit>{_FULL})"
)
SIGNED = re.compile(rf"(?:^|\n)[ \t]*(?P<hit>{_FULL}),?[ \t]*(?=\n|$)")
SMALL_NAME = re.compile(
    r"\b(?i:heet|heette|ik ben|naam is|(?:mijn|m'n|me|zijn|haar|die|onze) (?:maat|zus|zusje|broer|"
    r"broertje|vriend|vriendin|zoon|dochter|buurvrouw|buurman|collega|nicht|neef|tante|oom|coach|"
    rf"mentor)|hoi|hey|hallo|beste|lieve|groetjes|groeten|gr|liefs),? (?P<hit>{_WORD})"
)
ANY_SMALL = re.compile(rf"\b(?P<hit>{_WORD})")
SENTENCE_START = re.compile(r"(?:^|[.!?] )(?:\w{1,12}: )?(?P<first>[^\W\d_])", re.MULTILINE)
_CHAT_SHARE = 0.5
_SIGNATURE_REACH = 120
_MIN_LINES = 2
LETTERHEAD = re.compile(rf"^[ \t]*(?P<hit>{_FULL}), (?:de )?\d{{1,2}} {_MONTH}\b", re.MULTILINE)
QUOTED_TITLE = re.compile(
    r"\b(?i:heet|heette|genaamd|project|kookgroep|cursus|stichting|inloop|vereniging|groep),?"
    r" (?:nu )?"
    r"[\"“„'‘](?P<hit>[A-ZÀ-ÖØ-Þ][^\"”“'’\n]{1,30})[\"”'’]"
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
        """Yield names; spans may overlap."""
        yield from self._labels(text, frozenset(speakers))
        yield from self._hits(GREETING, text, self._is_unusual)
        yield from self._hits(GOODBYE, text, self._is_signature)
        yield from self._hits(INTRODUCTION, text, self._is_introduced)
        yield from self._hits(SMALL_NAME, text, self._is_small_name)
        yield from self._hits(LETTERHEAD, text, self._is_introduced, Kind.PLACE)
        yield from self._hits(QUOTED_TITLE, text, self._is_introduced, Kind.ORGANISATION)
        letter = GREETING.search(text) or GOODBYE.search(text)
        reach = 0 if letter else _last_lines(text)
        yield from self._hits(SIGNED, text, self._is_unusual, start=reach)
        if self._is_chat(text):
            yield from self._hits(ANY_SMALL, text, self._is_small_name)

    def _is_chat(self, text: str) -> bool:
        """Say whether most sentences start with a small letter."""
        starts = [str(match["first"]) for match in SENTENCE_START.finditer(text)]
        return sum(first.islower() for first in starts) > _CHAT_SHARE * len(starts)

    def is_role(self, label: str) -> bool:
        """Say whether a speaker's label is a role, such as I, R2 or Begeleider."""
        stripped = re.sub(r"[\s\d._-]+$", "", label.casefold())
        return len(stripped) <= 1 or stripped in self._roles

    def names_someone(self, label: str) -> bool:
        """Say whether a speaker's label is a name: *Roos*, not *I*, *R2* or *Wijkcoach*."""
        words, parts = self._words, label.split()
        if not parts or self.is_role(label):
            return False
        last = parts[-1].rstrip(".")
        if words.is_first_name(parts[0].title()) or last in words.surnames:
            return True
        return not words.looks_ordinary(last) and not words.is_public(last)

    def _labels(self, text: str, speakers: frozenset[str]) -> Iterator[Found]:
        matches = list(LABEL.finditer(text))
        counts = Counter(match["hit"] for match in matches)
        for match in matches:
            label = match["hit"]
            if self.is_role(label):
                continue
            if label in speakers or self._label_is_name(label, counts[label]):
                yield from self._without_roles(match, "hit", Kind.PERSON)

    def _label_is_name(self, label: str, count: int) -> bool:
        words, first = self._words, label.split()[0]
        listed = words.is_first_name(first.title())
        if words.looks_ordinary(first) or words.is_public(first):
            plain = listed and not words.is_ordinary(first) and not words.is_public(first)
            return plain or (listed and count >= 2)
        return listed or first in words.surnames or (count >= 2 and first[0].isupper())

    def _hits(
        self,
        pattern: re.Pattern[str],
        text: str,
        accept: Callable[[str], bool],
        kind: Kind = Kind.PERSON,
        start: int = 0,
    ) -> Iterator[Found]:
        for match in pattern.finditer(text, start):
            for group in pattern.groupindex:
                if match[group] and accept(match[group]):
                    yield from self._without_roles(match, group, kind)

    def _without_roles(self, match: re.Match[str], group: str, kind: Kind) -> Iterator[Found]:
        """Leave a role or title before the name where it is."""
        start, end = match.span(group)
        parts = list(re.finditer(r"\S+", match[group]))
        while parts and parts[0].group().rstrip(".").casefold() in self._roles:
            parts.pop(0)
        if parts:
            yield Found(start + parts[0].start(), end, kind)

    def _is_unusual(self, name: str) -> bool:
        """Say whether a name is no ordinary or public word, or a first name with a surname."""
        words, first = self._words, name.split()[0].rstrip(".")
        if words.is_first_name(first) and len(name.split()) > 1:
            return True
        if words.is_plain_first_name(first):
            return True
        return not words.looks_ordinary(first) and not words.is_public(first)

    def _is_signature(self, name: str) -> bool:
        return self._words.is_first_name(name.split()[0]) or self._is_unusual(name)

    def _is_introduced(self, name: str) -> bool:
        return not self._words.is_public(name.split()[0])

    def _is_small_name(self, name: str) -> bool:
        return self._words.is_plain_first_name(name.title())


def _last_lines(text: str) -> int:
    """Return where a signature may start in a text that is not plainly a letter."""
    several = text.count("\n") >= _MIN_LINES
    return max(0, len(text) - _SIGNATURE_REACH) if several else len(text)
