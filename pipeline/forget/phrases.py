"""Words in a row that only one participant used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.domain import Story

WORDS = 5
"""Five words in a row are seldom the same in two stories."""
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def own_phrases(told: Sequence[Story], others: Sequence[Story]) -> list[str]:
    """Return every stretch of five words that no other story holds, in order.

    Words are lower case with single spaces between them; see :func:`plain_words`.
    """
    elsewhere = {phrase for story in others for phrase in _phrases(plain_words(story.text))}
    found = dict.fromkeys(phrase for story in told for phrase in _phrases(plain_words(story.text)))
    return [phrase for phrase in found if phrase not in elsewhere]


def plain_words(text: str) -> str:
    r"""Return the words of a text in lower case, with single spaces between them.

    Examples
    --------
    >>> plain_words("Ik zei: \"Ja,\n dát is fijn.\"")
    'ik zei ja dát is fijn'
    """
    return " ".join(_WORD.findall(text.casefold()))


def _phrases(words: str) -> Iterator[str]:
    parts = words.split()
    for start in range(max(0, len(parts) - WORDS + 1)):
        yield " ".join(parts[start : start + WORDS])
