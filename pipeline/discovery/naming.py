"""Dutch names for candidates, from noun phrases and telling words. A suggestion only."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.discovery.words import NEGATIONS, content_words, stop_words
from pipeline.language import LanguageModel, stream

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

PHRASE_STORIES = 2
"""A phrase must be said in so many stories; else it is one person's words."""
MAX_PHRASE = 4
WORDS_IN_NAME = 3


def name_from_words(words: Sequence[str], taken: Sequence[str] = ()) -> str:
    """Return a name of the most telling words that do not repeat each other.

    Parameters
    ----------
    words
        Best first.
    taken
        Words that the name has already.

    Examples
    --------
    >>> name_from_words(["schuld", "schulden", "brief", "deurwaarder"])
    'Schuld, brief, deurwaarder'
    """
    chosen = list(taken)
    for word in words:
        if len(chosen) == WORDS_IN_NAME:
            break
        if not any(_alike(word, part) for other in chosen for part in other.split()):
            chosen.append(word)
    name = ", ".join(chosen)
    return name[:1].upper() + name[1:]


def name_from_phrases(
    weights: Mapping[str, float],
    texts: Sequence[str],
    story_ids: Sequence[str],
    language: LanguageModel,
) -> str:
    """Return a name that opens with the noun phrase that tells most.

    Parameters
    ----------
    weights
        Telling words with their weight, best first.
    texts, story_ids
        Passages of the candidate.
    """
    said: dict[str, set[str]] = defaultdict(set)
    phrases = stream(language, texts, _phrases)
    for story, found in zip(story_ids, phrases, strict=True):
        for phrase in found:
            said[phrase].add(story)
    scores = {
        phrase: _weight(phrase, weights) * len(stories) ** 0.5
        for phrase, stories in said.items()
        if len(stories) >= PHRASE_STORIES
    }
    best = max(sorted(scores), key=lambda phrase: scores[phrase], default="")
    opening = [best] if best and scores[best] > 0 else []
    return name_from_words(list(weights), opening)


def _phrases(doc: Doc) -> list[str]:
    return [text for chunk in doc.noun_chunks if (text := _phrase(chunk))]


def _phrase(chunk: Span) -> str:
    """Return a noun phrase with its head as a lemma, without article or possessive before it."""
    stops = stop_words()
    tokens = [token for token in chunk if token.is_alpha]
    while tokens and (tokens[0].lower_ in stops or tokens[0].pos_ in ("DET", "PRON")):
        if tokens[0].lower_ in NEGATIONS:
            break
        tokens = tokens[1:]
    if not tokens or len(tokens) > MAX_PHRASE or tokens[-1].pos_ != "NOUN":
        return ""
    if tokens[-1].lower_ in stops or len(tokens[-1]) < 3:
        return ""
    words = [token.lower_ for token in tokens]
    if len(words) == 1:
        words = [tokens[0].lemma_.casefold()]
    return " ".join(words)


def _weight(phrase: str, weights: Mapping[str, float]) -> float:
    parts = content_words(phrase)
    values = [
        max((value for word, value in weights.items() if _alike(word, part)), default=0.0)
        for part in parts
    ]
    return sum(values) / max(1.0, math.sqrt(len(parts)))


def _alike(one: str, other: str) -> bool:
    """Say whether two words are forms of the same one, by their first letters."""
    if one == other:
        return True
    short = min(len(one), len(other))
    return short >= 5 and one[: short - 1] == other[: short - 1]
