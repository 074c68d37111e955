"""The JSON in what a model wrote, read strictly."""

from __future__ import annotations

import json
import re
from typing import Any

_THOUGHT = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


class BrokenAnswerError(Exception):
    """An answer that cannot be used. Carries no text of it."""


def read_json(content: str) -> tuple[Any, int]:
    """Return the JSON object in an answer, and where it starts in ``content``.

    Thinking aloud before it, a code fence and remarks around it are left out. A name that
    occurs twice in one object, or NaN, makes the answer broken.

    Raises
    ------
    BrokenAnswerError
        If there is no such object.
    """
    thought = _THOUGHT.match(content)
    start = content.find("{", thought.end() if thought else 0)
    end = content.rfind("}")
    value = _parsed(content[start : end + 1]) if 0 <= start < end else None
    if value is None:
        raise BrokenAnswerError
    return value, start


def _parsed(text: str) -> Any:
    """Return the value; None where it is broken: json's own error would carry the text along."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a name occurs twice")
    return named


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
