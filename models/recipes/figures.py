"""Write figures, and say so when they moved away from the ones that were there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

UNSTEADY = ("speed", "size_mb")
"""Depends on the machine, or is no score: written, never compared."""


def flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """Yield (dotted name, value) for every number below ``tree``."""
    for key, value in tree.items():
        if key in UNSTEADY:
            continue
        if isinstance(value, Mapping):
            yield from flat(value, f"{prefix}{key}.")
        elif isinstance(value, int | float):
            yield f"{prefix}{key}", float(value)


def moved(
    before: Mapping[str, Any], after: Mapping[str, Any], tolerance: float
) -> dict[str, tuple[float, float]]:
    """Return the figures that differ by more than ``tolerance``, or are in one only.

    Examples
    --------
    >>> moved({"a": {"b": 0.5}}, {"a": {"b": 0.52}}, 0.01)
    {'a.b': (0.5, 0.52)}
    """
    old, new = dict(flat(before)), dict(flat(after))
    missing = float("nan")
    pairs = {key: (old.get(key, missing), new.get(key, missing)) for key in {**old, **new}}
    return {key: (a, b) for key, (a, b) in pairs.items() if not abs(a - b) <= tolerance}


def save(path: Path, found: Mapping[str, Any], tolerance: float | None) -> None:
    """Write the figures as JSON.

    Raises
    ------
    SystemExit
        If a tolerance is given and a figure moved further; the old file then stays.
    """
    if tolerance is not None and path.is_file():
        before = json.loads(path.read_text(encoding="utf-8"))
        changes = moved(before, found, tolerance)
        if changes:
            lines = [f"{key}: {a} was, {b} is" for key, (a, b) in sorted(changes.items())]
            raise SystemExit("\n".join([f"{path}: moved more than {tolerance}", *lines]))
    path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
