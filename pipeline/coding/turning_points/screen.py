"""Which rules can stand in a text at all, seen from its words: the matchers are slow to say no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Test = Callable[[str], bool]
OPTIONAL = ("?", "*", "!")


class Screen:
    """Keeps from the matcher what no word of a text asks for.

    Parameters
    ----------
    patterns
        Token patterns by rule id. A pattern can stand in a text only if each of its tokens that
        may not be left out, and that says something of the lower-case form, has a word there.
    """

    def __init__(self, patterns: Mapping[str, Sequence[Sequence[Mapping[str, Any]]]]) -> None:
        self._tests: list[Test] = []
        self._asked: dict[str, list[frozenset[int]]] = {
            rule: [self._required(pattern) for pattern in several]
            for rule, several in patterns.items()
        }
        self._of_word: dict[str, frozenset[int]] = {}

    def possible(self, words: Iterable[str]) -> list[str]:
        """Return the ids of the rules that may stand in a text of these lower-case words."""
        met = frozenset[int]().union(*(self._met(word) for word in set(words)))
        return [
            rule
            for rule, several in self._asked.items()
            if any(required <= met for required in several)
        ]

    def _required(self, pattern: Sequence[Mapping[str, Any]]) -> frozenset[int]:
        numbers = set()
        for token in pattern:
            test = _test_of(token)
            if test is not None:
                numbers.add(len(self._tests))
                self._tests.append(test)
        return frozenset(numbers)

    def _met(self, word: str) -> frozenset[int]:
        if word not in self._of_word:
            self._of_word[word] = frozenset(
                number for number, test in enumerate(self._tests) if test(word)
            )
        return self._of_word[word]


def _test_of(token: Mapping[str, Any]) -> Test | None:
    """Return what a token asks of its lower-case form; ``None`` when it asks nothing of it."""
    asked = token.get("LOWER")
    how_often = str(token.get("OP", "1"))
    if asked is None or how_often in OPTIONAL or how_often.startswith("{0"):
        return None
    if isinstance(asked, str):
        return asked.__eq__
    if "IN" in asked:
        return frozenset(asked["IN"]).__contains__
    if "REGEX" in asked:
        compiled = re.compile(asked["REGEX"])
        return lambda word: compiled.search(word) is not None
    return None
