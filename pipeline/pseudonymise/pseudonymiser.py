"""A story in, the same story without names out, with the way back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.domain import Story, Turn
from pipeline.pseudonymise.detect import Detector
from pipeline.pseudonymise.identity import Identities
from pipeline.pseudonymise.key import PseudonymKey
from pipeline.pseudonymise.kinds import Found
from pipeline.pseudonymise.lexicon import deduce_version, lists_digest
from pipeline.pseudonymise.offsets import OffsetMap, Replacement

RULES = "1"
"""Raise when a rule changes: results made with other rules are then made again."""


@dataclass(frozen=True, slots=True)
class Pseudonymised:
    """A story without names.

    Parameters
    ----------
    story
        The story with its new text, its turns moved along.
    replacements
        What was replaced, in order. Holds places and pseudonyms, never a name.
    offsets
        The way between the two texts.
    """

    story: Story
    replacements: tuple[Replacement, ...]
    offsets: OffsetMap


class Pseudonymiser:
    """Replaces what identifies people by stable pseudonyms.

    A name has one pseudonym in a whole study. Within one story a first name or surname that
    fits exactly one full name in that story gets the pseudonym of the full name.

    Parameters
    ----------
    key
        Gives out pseudonyms; the caller saves it.
    keep
        Words or phrases that are never replaced.
    """

    def __init__(self, key: PseudonymKey, keep: Collection[str] = ()) -> None:
        self._key = key
        self._keep = tuple(sorted(keep))

    @cached_property
    def _detector(self) -> Detector:
        return Detector(self._keep)

    @cached_property
    def version(self) -> str:
        """Changes when rules, lists, kept words or the version of ``deduce`` change."""
        digest = hashlib.sha256(f"{lists_digest()} {self._keep!r}".encode()).hexdigest()
        return f"{RULES}-deduce{deduce_version()}-{digest[:12]}"

    def find(self, text: str) -> list[Found]:
        """Return what would be replaced in a text, in order and without overlap."""
        return self._detector.find(text)

    def apply(self, story: Story) -> Pseudonymised:
        """Return the story with pseudonyms for names.

        Looking is repeated on the result until nothing more is found, so that applying it to
        its own result changes nothing.
        """
        speakers = {t.speaker for t in story.turns if not self._detector.is_role(t.speaker)}
        found = self._detector.find(story.text, speakers)
        while True:
            done = self._replaced(story, found)
            more = self._detector.find(done.story.text, speakers)
            if not more:
                return done
            spans = [(*done.offsets.span_to_source(one.start, one.end), one.kind) for one in more]
            found = sorted([*found, *(Found(*span) for span in spans)])

    def _replaced(self, story: Story, found: list[Found]) -> Pseudonymised:
        identities = Identities(story.text, found)
        parts: list[str] = []
        rows: list[Replacement] = []
        position = length = 0
        for one in found:
            name = identities.of(one)
            word = self._key.pseudonym(one.kind, name)
            before = story.text[position : one.start]
            start = length + len(before)
            length = start + len(word)
            rows.append(Replacement(one.kind, one.start, one.end, start, length, word))
            parts += [before, word]
            position = one.end
        text = "".join([*parts, story.text[position:]])
        offsets = OffsetMap(rows)
        turns = tuple(self._turn(turn, offsets, identities) for turn in story.turns)
        return Pseudonymised(replace(story, text=text, turns=turns), tuple(rows), offsets)

    def _turn(self, turn: Turn, offsets: OffsetMap, identities: Identities) -> Turn:
        start, end = offsets.span_to_pseudonymised(turn.start, turn.end)
        return replace(turn, start=start, end=end, speaker=self._speaker(turn.speaker, identities))

    def _speaker(self, label: str, identities: Identities) -> str:
        if not label or self._detector.is_role(label):
            return label
        return self._key.pseudonym(*identities.of_speaker(label))
