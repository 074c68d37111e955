"""Who told which story, and whether it may be quoted: invented, with a fixed seed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

SEED = 20260105
TOLD_TWICE = (
    ("A-002", "A-028"),
    ("D-019", "A-017"),
    ("C-032", "A-029"),
    ("A-018", "A-004"),
    ("B-022", "B-008"),
    ("D-020", "B-019"),
    ("C-001", "D-022"),
    ("C-005", "C-020"),
    ("C-019", "D-015"),
    ("B-015", "B-025"),
    ("D-018", "D-032"),
    ("B-013", "C-026"),
)
"""Stories that one person may have told, picked by reading: same wijk, an age that fits, and
nothing in the one that contradicts the other."""
REFUSED, UNRECORDED = 8, 5
"""Stories that may not be quoted, and stories for which nobody wrote down whether they may."""
GROUP = "groepsgesprek"


def participants(stories: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return the participant of each story id: ``P-`` for a person, ``G-`` for a group."""
    first = {later: earlier for earlier, later in TOLD_TWICE}
    alone = [s["id"] for s in stories if s["genre"] != GROUP and s["id"] not in first]
    numbers = np.random.default_rng(SEED).choice(np.arange(100, 10_000), len(alone), replace=False)
    ids = {story: f"P-{number:04}" for story, number in zip(alone, numbers, strict=True)}
    ids |= {later: ids[earlier] for later, earlier in first.items()}
    groups = [s["id"] for s in stories if s["genre"] == GROUP]
    return ids | {story: f"G-{number:02}" for number, story in enumerate(groups, start=1)}


def consents(stories: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Return ``ja``, ``nee`` or nothing per story id."""
    rng = np.random.default_rng(SEED + 1)
    drawn = rng.permutation([s["id"] for s in stories])[: REFUSED + UNRECORDED].tolist()
    answers = dict.fromkeys(drawn[:REFUSED], "nee") | dict.fromkeys(drawn[REFUSED:], "")
    return {s["id"]: answers.get(s["id"], "ja") for s in stories}
