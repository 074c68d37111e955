"""The words that topics are named by: content words, and negations with what they deny."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import resources

from sklearn.feature_extraction.text import CountVectorizer

NEGATIONS = frozenset({"niet", "geen", "nooit", "zonder", "alleen", "niemand", "niets", "niks"})
"""Joined to the content word that follows (``geen geld``): alone they name nothing, and
leaving them out turns the meaning round."""
_NUMBER = re.compile(
    r"\w*(?:(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig|honderd|duizend)(?:ste)?"
    r"|(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien)(?:de|ste)?"
)
_REACH = 2
"""A negation reaches over one word without content (``niet zo aardig``)."""
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")


@cache
def stop_words() -> frozenset[str]:
    """Return the words that never name a topic."""
    text = resources.files("pipeline.discovery").joinpath("stopwords.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())


def content_words(text: str) -> list[str]:
    """Return the words of a text that can name a topic, lower case, in order.

    Examples
    --------
    >>> content_words("Ik had toen geen geld meer voor de school.")
    ['geen geld', 'school']
    """
    stops = stop_words()
    found: list[str] = []
    denied, reach = "", 0
    for match in _WORD.finditer(text.casefold()):
        word = match.group()
        if word in NEGATIONS:
            denied, reach = word, _REACH
        elif word in stops or len(word) < 3 or _NUMBER.fullmatch(word):
            reach -= 1
        else:
            found.append(f"{denied} {word}" if denied and reach > 0 else word)
            denied = ""
    return found


def vocabulary(texts: Sequence[str], story_ids: Sequence[str]) -> list[str]:
    """Return the words that count, sorted: those of several stories.

    A word of one story is mostly a name or a thing of that story. In a large corpus a word
    must be in more stories. When nothing is shared, every word counts.
    """
    stories: dict[str, set[str]] = {}
    for text, story in zip(texts, story_ids, strict=True):
        for word in set(content_words(text)):
            stories.setdefault(word, set()).add(story)
    needed = int(min(5, max(2, len(set(story_ids)) // 40)))
    shared = sorted(word for word, found in stories.items() if len(found) >= needed)
    return shared or sorted(stories)


def vectorizer(words: Sequence[str]) -> CountVectorizer:
    """Return a counter of exactly these words."""
    return CountVectorizer(analyzer=content_words, vocabulary=list(words))
