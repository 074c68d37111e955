"""From the log-probabilities of tokens to the probability of "true" at each decision."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

CERTAIN = 1e-4
"""Probabilities stay this far from 0 and 1: a server shows only its likeliest tokens."""
MIN_MASS = 0.5
"""Below so much probability on "true" and "false" together, the tokens say nothing."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of an answer.

    Parameters
    ----------
    start, end
        Bytes of the answer that it takes.
    options
        Texts that could have stood here with their probabilities, itself included.
    """

    start: int
    end: int
    options: tuple[tuple[str, float], ...]


def read_tokens(raw: Any, content: str) -> list[Token]:
    """Return the tokens of an answer out of ``choices[0].logprobs``.

    Empty if the server gave none, or ones that do not make up ``content`` exactly.
    """
    listed = raw.get("content") if isinstance(raw, Mapping) else None
    if not isinstance(listed, list):
        return []
    tokens, place = [], 0
    whole = content.encode("utf-8", "surrogatepass")
    try:
        for entry in listed:
            piece = _bytes(entry)
            if whole[place : place + len(piece)] != piece:
                return []
            tokens.append(Token(place, place + len(piece), _options(entry)))
            place += len(piece)
    except (KeyError, TypeError, ValueError, AttributeError):
        return []
    return tokens if place == len(whole) else []


def _bytes(entry: Mapping[str, Any]) -> bytes:
    given = entry.get("bytes")
    if isinstance(given, list):
        return bytes(given)
    return str(entry["token"]).encode("utf-8", "surrogatepass")


def _options(entry: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    options = {str(entry["token"]): float(entry["logprob"])}
    for other in entry.get("top_logprobs") or []:
        options.setdefault(str(other["token"]), float(other["logprob"]))
    likely = ((text, math.exp(min(value, 0.0))) for text, value in options.items())
    return tuple((text, chance) for text, chance in likely if not math.isnan(chance))


def decision_chances(
    content: str, start: int, decisions: Sequence[tuple[str, bool]], tokens: Sequence[Token]
) -> list[float | None]:
    """Return the probability of ``true`` for each decision in the order of the answer.

    Parameters
    ----------
    content, start
        The answer, and where its JSON starts.
    decisions
        Every theme and value, as parsed, over all passages of the answer.

    Returns
    -------
    list of float or None
        None where the tokens do not tell: only what lines up exactly with the parsed answer
        counts.
    """
    names = sorted({re.escape(theme) for theme, _ in decisions}, key=len, reverse=True)
    pattern = re.compile(rf'"({"|".join(names)})"\s*:\s*(true|false)\b')
    matches = list(pattern.finditer(content, start))
    written = [(match[1], match[2] == "true") for match in matches]
    if not tokens or not decisions or written != list(decisions):
        return [None] * len(decisions)
    places, place, last = [], 0, 0
    for match in matches:
        place += len(content[last : match.start(2)].encode("utf-8", "surrogatepass"))
        last = match.start(2)
        places.append(place)
    return _chances(places, tokens)


def _chances(places: Sequence[int], tokens: Sequence[Token]) -> list[float | None]:
    """Walk through places (ascending, in bytes) and tokens together."""
    chances: list[float | None] = []
    number = 0
    for place in places:
        while tokens[number].end <= place:
            number += 1
        chances.append(_true_share(tokens[number].options))
    return chances


def _true_share(options: Sequence[tuple[str, float]]) -> float | None:
    mass = {"true": 0.0, "false": 0.0}
    for text, chance in options:
        start = text.lstrip(' \t\r\n:"').lower()
        for word in mass:
            if start and (word.startswith(start) or start.startswith(word)):
                mass[word] += chance
    total = mass["true"] + mass["false"]
    if total < MIN_MASS:
        return None
    return min(1 - CERTAIN, max(CERTAIN, mass["true"] / total))
