"""How well names are found, against stories in which people listed what identifies.

Strict: a listed string counts as found in one place only when every word of it is replaced
there, titles (*mevrouw*) and small words (*van*, *de*) in it aside. Any kind of pseudonym will
do: what matters is that the words are gone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.pseudonymise.kinds import Found
from pipeline.pseudonymise.lexicon import own_list, small_words


@dataclass(frozen=True, slots=True)
class Listed:
    """A string that a person listed as identifying, with its type."""

    text: str
    type: str


@dataclass(frozen=True, slots=True)
class Recall:
    """Places where a type of string occurs, and in how many of them it is gone."""

    occurrences: int
    found: int

    @property
    def share(self) -> float:
        """Share found, 0 to 1; 1 when there was nothing to find."""
        return self.found / self.occurrences if self.occurrences else 1.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found and what was replaced without being listed.

    Parameters
    ----------
    recall
        By type.
    replaced, false_alarms
        Replaced spans, and those of them that touch nothing listed.
    words
        Words in all stories, split at white space.
    """

    recall: Mapping[str, Recall]
    replaced: int
    false_alarms: int
    words: int

    @property
    def precision(self) -> float:
        """Share of replaced spans that touch something listed, 0 to 1."""
        return 1 - self.false_alarms / self.replaced if self.replaced else 1.0

    @property
    def false_alarms_per_1000_words(self) -> float:
        """False alarms for every thousand words of text."""
        return 1000 * self.false_alarms / self.words if self.words else 0.0


def measure(
    stories: Iterable[tuple[str, Sequence[Listed]]], find: Callable[[str], Sequence[Found]]
) -> Measured:
    """Hold what ``find`` replaces against what people listed.

    Parameters
    ----------
    stories
        Text and list of each story.
    find
        Such as ``Pseudonymiser.find``.
    """
    occurrences: dict[str, int] = defaultdict(int)
    hits: dict[str, int] = defaultdict(int)
    replaced = false_alarms = words = 0
    for text, listed in stories:
        found = find(text)
        places = [(span, one.type) for one in listed for span in _places(text, one.text)]
        for span, kind in places:
            occurrences[kind] += 1
            hits[kind] += _is_gone(text, span, found)
        replaced += len(found)
        false_alarms += sum(not _touches(one, [span for span, _ in places]) for one in found)
        words += len(text.split())
    recall = {kind: Recall(occurrences[kind], hits[kind]) for kind in sorted(occurrences)}
    return Measured(recall, replaced, false_alarms, words)


def _places(text: str, listed: str) -> list[tuple[int, int]]:
    """Return where a string stands as whole words, an s of possession after it allowed."""
    pattern = rf"(?<!\w){re.escape(listed)}(?=s?(?!\w))"
    return [match.span() for match in re.finditer(pattern, text)]


def _is_gone(text: str, span: tuple[int, int], found: Sequence[Found]) -> bool:
    may_stay = own_list("role_words") | small_words("infixes")
    for word in re.finditer(r"\w+", text[slice(*span)]):
        start, end = span[0] + word.start(), span[0] + word.end()
        whole = word.group() == text[slice(*span)]
        if not whole and word.group() in may_stay:
            continue
        if not any(one.start <= start and end <= one.end for one in found):
            return False
    return True


def _touches(one: Found, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < one.end and one.start < end for start, end in spans)
