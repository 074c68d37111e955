"""Evidence of a language model: a literal part of the passage, or nothing."""

from __future__ import annotations

import re

EDGES = " \t\r\n\"'`“”„‟‘’‚‛«»‹›"
"""What a model puts round a quote; stripped at its edges only."""


def find_quote(quote: str, words: str) -> tuple[int, int] | None:
    """Return where a quote stands in a passage, in code points; None if it is not in it.

    The quote is looked up as given, then without whitespace and quotation marks at its edges.
    An occurrence of whole words goes before one inside a word. A quote without any letter or
    digit is no evidence.

    Examples
    --------
    >>> find_quote("“was er”", "Zij was er.")
    (4, 10)
    >>> find_quote("was eer", "Zij was er.") is None
    True
    """
    for candidate in (quote, quote.strip(EDGES)):
        if not any(letter.isalnum() for letter in candidate):
            return None
        whole = re.search(rf"(?<!\w){re.escape(candidate)}(?!\w)", words)
        if whole:
            return whole.span()
        start = words.find(candidate)
        if start >= 0:
            return start, start + len(candidate)
    return None
