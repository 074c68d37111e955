"""A story in, the same story without names out, with the way back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
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
        """Return the story with pseudonyms for names, in its text, speakers and question.

        Looking is repeated on the result until nothing more is found, so that applying it to
        its own result changes nothing.
        """
        detector = self._detector
        speakers = {t.speaker for t in story.turns if detector.names_someone(t.speaker)}
        found = detector.find(story.text, speakers)
        beside = [name for label in speakers for name in self._names_in(label)]
        while True:
            identities = Identities(story.text, found, beside)
            text, rows = self._rewritten(story.text, found, identities)
            offsets = OffsetMap(rows)
            more = detector.find(text, speakers)
            if not more:
                break
            spans = [(*offsets.span_to_source(one.start, one.end), one.kind) for one in more]
            found = sorted([*found, *(Found(*span) for span in spans)])
        turns = [self._turn(turn, story.text, text, offsets, identities) for turn in story.turns]
        question = story.metadata.question
        question, _ = self._rewritten(question, detector.find(question), identities)
        metadata = replace(story.metadata, question=question)
        new = replace(story, text=text, turns=tuple(turns), metadata=metadata)
        return Pseudonymised(new, rows, offsets)

    def _rewritten(
        self, text: str, found: Sequence[Found], identities: Identities
    ) -> tuple[str, tuple[Replacement, ...]]:
        parts: list[str] = []
        rows: list[Replacement] = []
        position = length = 0
        for one in found:
            name = identities.name(one.kind, text[one.start : one.end])
            word = self._key.pseudonym(one.kind, name)
            before = text[position : one.start]
            start = length + len(before)
            length = start + len(word)
            rows.append(Replacement(one.kind, one.start, one.end, start, length, word))
            parts += [before, word]
            position = one.end
        return "".join([*parts, text[position:]]), tuple(rows)

    def _turn(
        self, turn: Turn, old: str, new: str, offsets: OffsetMap, identities: Identities
    ) -> Turn:
        start, end = offsets.span_to_pseudonymised(turn.start, turn.end)
        label_end = turn.start + len(turn.speaker)
        if old[turn.start : label_end] == turn.speaker:
            speaker = new[slice(*offsets.span_to_pseudonymised(turn.start, label_end))]
        else:
            speaker, _ = self._rewritten(turn.speaker, self._in_label(turn.speaker), identities)
        return replace(turn, start=start, end=end, speaker=speaker)

    def _in_label(self, label: str) -> list[Found]:
        """Return the names in a speaker's label; a role before a name is none."""
        speakers = {label} if self._detector.names_someone(label) else set()
        found = self._detector.find(f"{label}: ", speakers)
        return [one for one in found if one.end <= len(label)]

    def _names_in(self, label: str) -> list[str]:
        return [label[one.start : one.end] for one in self._in_label(label)]
