"""Concrete situations that carry themes: which of them stand in a text, and where.

The situations are data (``lexicon/*.toml``); what they mean for a theme is learned from codings.
A term is one or more words. ``schuld*`` begins so, ``*schuld`` ends so, ``*schuld*`` has it
anywhere; ``...`` leaves room for up to three words; ``#`` is a number, in digits or in words.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

_TOKEN = re.compile(r"['’]s\b|\w+(?:['’\-]\w+)*")
GAP = "..."
GAP_WORDS = 3
KEPT_TEXTS = 20_000
NUMBER = "#"
_NUMBER_TEXT = (
    "een één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien "
    "zestien zeventien achttien negentien anderhalf anderhalve paar"
)
_NUMBER_WORDS = frozenset(_NUMBER_TEXT.split())
_TENS = "twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig"
_NUMBER = re.compile(rf"\d+[\d.,]*e?|(?:\w+[eë]n)?(?:{_TENS})|\w*honderd|\w*duizend")


@dataclass(frozen=True, slots=True)
class Concept:
    """A situation, the terms it is told by, and an example and a near miss that test them."""

    id: str
    terms: tuple[str, ...]
    match: str
    near_miss: str


@dataclass(frozen=True, slots=True)
class Place:
    """A concept found at ``text[start:end]``."""

    concept: int
    start: int
    end: int


@cache
def concepts() -> tuple[Concept, ...]:
    """Return the concepts of the program, sorted by file and as written there."""
    folder = resources.files("pipeline.coding").joinpath("lexicon")
    files = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    return tuple(
        Concept(name, tuple(entry["terms"]), entry["match"], entry["near_miss"])
        for file in files
        if file.name.endswith(".toml")
        for name, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
    )


class Lexicon:
    """Finds concepts in texts.

    Terms are indexed by their first word, and what a word may begin is kept per word, so that
    time grows with the text and hardly with the number of terms.
    """

    def __init__(self, entries: Sequence[Concept]) -> None:
        self.names = tuple(entry.id for entry in entries)
        self._begins: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        self._prefixes: dict[str, list[tuple[int, tuple[str, ...]]]] = defaultdict(list)
        self._patterns: list[tuple[str, int, tuple[str, ...]]] = []
        self._of_text: dict[str, list[int]] = {}
        self._of_word: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for number, entry in enumerate(entries):
            for term in entry.terms:
                first, *rest = term.lower().replace("’", "'").split()
                if first.endswith("*") and not first.startswith("*"):
                    self._prefixes[first[:-1]].append((number, tuple(rest)))
                elif "*" in first or first == NUMBER:
                    self._patterns.append((first, number, tuple(rest)))
                else:
                    self._begins[first].append((number, tuple(rest)))

    def find(self, text: str) -> list[Place]:
        """Return every place where a concept stands, in order; a term may overlap another."""
        tokens = [
            (match.group().lower().replace("’", "'"), *match.span())
            for match in _TOKEN.finditer(text)
        ]
        words = [token for token, _, _ in tokens]
        found = []
        for place, (word, start, _) in enumerate(tokens):
            for number, rest in self._starting(word):
                last = _follow(words, place, rest) if rest else place
                if last is not None:
                    found.append(Place(number, start, tokens[last][2]))
        return found

    def presence(self, texts: Iterable[str]) -> np.ndarray:
        """Return 1 where a concept (column) stands in a text (row), else 0."""
        rows = [self._concepts(text) for text in texts]
        result = np.zeros((len(rows), len(self.names)))
        for row, columns in enumerate(rows):
            result[row, columns] = 1
        return result

    def _concepts(self, text: str) -> list[int]:
        """Return the concepts of a text; kept, for a coder and its prior ask for the same."""
        if text not in self._of_text:
            if len(self._of_text) >= KEPT_TEXTS:
                self._of_text.clear()
            self._of_text[text] = sorted({place.concept for place in self.find(text)})
        return self._of_text[text]

    def _starting(self, word: str) -> list[tuple[int, tuple[str, ...]]]:
        """Return the terms whose first word fits this word."""
        if word not in self._of_word:
            fitting = [
                (number, rest) for first, number, rest in self._patterns if _fits(word, first)
            ]
            for length in range(1, len(word) + 1):
                fitting += self._prefixes.get(word[:length], ())
            self._of_word[word] = [*self._begins.get(word, ()), *fitting]
        return self._of_word[word]


@cache
def default_lexicon() -> Lexicon:
    """Return the program's lexicon, read once."""
    return Lexicon(concepts())


def _fits(word: str, pattern: str) -> bool:
    if pattern == NUMBER:
        return word in _NUMBER_WORDS or _NUMBER.fullmatch(word) is not None
    bare = pattern.strip("*")
    if pattern.startswith("*") and pattern.endswith("*"):
        return bare in word
    if pattern.endswith("*"):
        return word.startswith(bare)
    if pattern.startswith("*"):
        return word.endswith(bare)
    return word == bare


def _follow(words: Sequence[str], place: int, rest: Sequence[str]) -> int | None:
    """Return the place of the term's last word when the rest follows, else None."""
    for number, part in enumerate(rest):
        if part == GAP:
            return _after_gap(words, place, rest[number + 1 :])
        place += 1
        if place >= len(words) or not _fits(words[place], part):
            return None
    return place


def _after_gap(words: Sequence[str], place: int, rest: Sequence[str]) -> int | None:
    for skipped in range(GAP_WORDS + 1):
        last = _follow(words, place + skipped, rest)
        if last is not None:
            return last
    return None
