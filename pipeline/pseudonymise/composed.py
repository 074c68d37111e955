"""Letters with separate marks (as some systems write *ë*) read as one letter, and back."""

from __future__ import annotations

import re
import unicodedata

_CLUSTER = re.compile(r"\w[\u0300-\u036f]+")


def composed(text: str) -> tuple[str, list[int]]:
    """Return a text with marks joined to their letters, and where each character came from.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    tuple
        The composed text of n characters, and n + 1 positions in ``text``: where each
        character starts, and the end. What could not be joined counts with its letter.

    Examples
    --------
    >>> composed("Zoe\u0308!")
    ('Zoë!', [0, 1, 2, 4, 5])
    """
    parts: list[str] = []
    origins: list[int] = []
    position = 0
    for match in _CLUSTER.finditer(text):
        joined = unicodedata.normalize("NFC", match[0])
        rest = [match.end()] * (len(joined) - 1)
        origins += [*range(position, match.start()), match.start(), *rest]
        parts += [text[position : match.start()], joined]
        position = match.end()
    origins += range(position, len(text) + 1)
    return "".join([*parts, text[position:]]), origins
