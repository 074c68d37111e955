"""Words of the same length in the place of pseudonyms, so that a parser reads a name as a name.

A pseudonym such as ``[naam 12]`` is four tokens that no parser was trained on. What stands in
for it here is only read, never shown: spans keep counting in the story's own code points.
"""

from __future__ import annotations

import re

PSEUDONYM = re.compile(r"\[([a-z][a-z-]+) [1-9]\d*\]")
PERSON = "naam"
_NAMES = {8: "Margriet", 9: "Alexander", 10: "Wilhelmina"}
_FILLER = "straatweglaanpleinhofdorpstad"


def readable(text: str) -> str:
    """Return a text with every pseudonym replaced by one capitalised word of its length.

    Examples
    --------
    >>> readable("Toen belde [naam 4] uit [plaats 1].")
    'Toen belde Margriet uit Plaatsstra.'
    """
    return PSEUDONYM.sub(_stand_in, text)


def _stand_in(match: re.Match[str]) -> str:
    length = len(match.group())
    word = match.group(1)
    if word == PERSON and length in _NAMES:
        return _NAMES[length]
    return (word.replace("-", "").capitalize() + _FILLER)[:length]
