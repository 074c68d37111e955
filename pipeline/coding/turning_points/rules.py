"""The rules by which turning points are found: data with an example and a near miss each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from spacy.matcher import DependencyMatcher, Matcher

from pipeline.coding.turning_points.screen import Screen

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

PARTS = {
    "actors": "actor",
    "moments": "moment",
    "acts": "act",
    "steps": "step",
    "bars": "bar",
    "frames": "frame",
}
"""Files in ``rules/`` and the part of a turning point that their rules find."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule.

    Parameters
    ----------
    id
        File and name, such as ``"moments.brink"``.
    part
        ``"actor"``, ``"moment"``, ``"act"``, ``"step"``, ``"bar"`` or ``"frame"``.
    patterns
        Of spaCy's ``DependencyMatcher`` when ``depend``, else of its ``Matcher``. The first
        token of a dependency pattern is the verb of the clause.
    weight
        What it adds to a turning point's score, in the units of ``score.py``.
    match, near_miss
        A sentence in which it must be found, and one in which it must not.
    kind
        For an actor: who that is. For a bar or a frame: what it is about.
    scope
        For a bar: ``"clause"``, ``"sentence"`` or ``"passage"``.
    """

    id: str
    part: str
    patterns: tuple[Any, ...]
    weight: float
    match: str
    near_miss: str
    kind: str = ""
    scope: str = ""
    depend: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule found at ``doc[start:end]``; ``anchor`` is the verb's place for a dependency rule."""

    rule: Rule
    start: int
    end: int
    anchor: int


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the files and as written there."""
    folder = resources.files("pipeline.coding.turning_points").joinpath("rules")
    found = []
    for file, part in PARTS.items():
        text = folder.joinpath(f"{file}.toml").read_text(encoding="utf-8")
        for name, entry in tomllib.loads(text).items():
            found.append(
                Rule(
                    id=f"{file}.{name}",
                    part=part,
                    patterns=tuple(entry["patterns"]),
                    weight=float(entry.get("weight", 0.0)),
                    match=entry["match"],
                    near_miss=entry["near_miss"],
                    kind=entry.get("kind", entry.get("part", "")),
                    scope=entry.get("scope", ""),
                    depend=bool(entry.get("depend", part == "act")),
                )
            )
    return tuple(found)


class RuleMatcher:
    """spaCy's matchers over all rules.

    Parameters
    ----------
    vocab
        Of the pipeline whose docs are searched.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._rules = {rule.id: rule for rule in rules()}
        self._strings = vocab.strings
        self._trees = DependencyMatcher(vocab)
        self._tokens: dict[str, Matcher] = {}
        for rule in self._rules.values():
            if rule.depend:
                self._trees.add(rule.id, list(rule.patterns))
            else:
                self._tokens[rule.id] = Matcher(vocab)
                self._tokens[rule.id].add(rule.id, list(rule.patterns), greedy="LONGEST")
        self._screen = Screen({name: self._rules[name].patterns for name in self._tokens})

    def find(self, doc: Doc) -> list[Hit]:
        """Return every place where a rule stands, in reading order.

        Token rules give their longest matches that do not overlap; tree rules give each verb
        once.
        """
        hits: dict[tuple[str, int], Hit] = {}
        for name in self._screen.possible(token.lower_ for token in doc):
            for _, start, end in self._tokens[name](doc):
                hits[name, start] = Hit(self._rules[name], start, end, start)
        if doc.has_annotation("DEP"):
            for key, tokens in self._trees(doc):
                name = self._strings[key]
                first, last = min(tokens), max(tokens) + 1
                hits[name, tokens[0]] = Hit(self._rules[name], first, last, tokens[0])
        return sorted(hits.values(), key=lambda hit: (hit.start, hit.end, hit.rule.id))
