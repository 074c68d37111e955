"""Which names in the key stand in the stories of one participant and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.domain import Story
from pipeline.pseudonymise import Kind, Pseudonymiser, PseudonymKey
from pipeline.pseudonymise.key import canonical
from pipeline.store import Study

_NO_DIGITS = re.compile(r"[\s()-]")


class _Listening(PseudonymKey):
    """A key that remembers which names it was asked for, and is never saved."""

    asked: set[str]

    def pseudonym(self, kind: Kind, name: str) -> str:
        """Return the pseudonym of a name, and remember the name."""
        self.asked.add(canonical(name))
        return super().pseudonym(kind, name)

    def save(self) -> None:
        """Leave the file as it is."""


def names_only_in(
    study: Study, told: Sequence[Story], others: Iterable[Story]
) -> tuple[list[str], list[Story]]:
    """Return the names of ``told`` that no other story holds, and ``told`` without names.

    A name that others mention as well stays in the key, because their text keeps its pseudonym.

    Raises
    ------
    UserError
        If the key cannot be read.
    """
    if not study.settings.pseudonyms.enabled or not study.pseudonym_key.exists():
        return [], []
    key = _Listening.load(study.pseudonym_key)
    if not isinstance(key, _Listening):
        raise TypeError("the key forgot what it is")
    key.asked = set()
    replacer = Pseudonymiser(key, study.settings.pseudonyms.keep)
    without = [replacer.apply(story).story for story in told]
    elsewhere = [_haystack(story) for story in others]
    own = sorted(name for name in key.asked if not any(_holds(text, name) for text in elsewhere))
    return own, without


def _haystack(story: Story) -> str:
    labels = " ".join(turn.speaker for turn in story.turns)
    text = canonical(f"{story.text} {labels} {story.metadata.question}")
    return f"{text} {_NO_DIGITS.sub('', text)}"


def _holds(text: str, name: str) -> bool:
    if name not in text:
        return False
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None or name.isdigit()
