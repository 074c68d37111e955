"""Codings of passages as rows with spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

COLUMNS = ("story_id", "start", "end", "theme", "decision", "evidence", "sure")


def coder_rows(
    passages: Sequence[dict[str, Any]], codings: Mapping[str, dict[str, Any]]
) -> list[dict[str, object]]:
    """Return a coder's rows; a passage that was read and has no theme gives one row without.

    Parameters
    ----------
    passages
        In reading order, with ``passage_id``, ``story_id``, ``start`` and ``end``.
    codings
        By passage id: ``themes``, ``evidence`` and ``sure``.
    """
    rows: list[dict[str, object]] = []
    for passage in passages:
        coding = codings[passage["passage_id"]]
        if not coding["themes"]:
            rows.append(_row(passage, "", "", ""))
        rows += [
            _row(passage, theme, coding["evidence"], coding["sure"]) for theme in coding["themes"]
        ]
    return rows


def adjudicated_rows(
    passages: Sequence[dict[str, Any]],
    decided: Mapping[str, dict[str, Any]],
    coders: Sequence[Mapping[str, dict[str, Any]]],
) -> list[dict[str, object]]:
    """Return the decided rows; evidence and certainty are those of the first coder who saw it.

    Raises
    ------
    ValueError
        If a decided theme was seen by no coder.
    """
    rows: list[dict[str, object]] = []
    for passage in passages:
        themes = decided[passage["passage_id"]]["themes"]
        if not themes:
            rows.append(_row(passage, "", "", ""))
        for theme in themes:
            seen = [c[passage["passage_id"]] for c in coders]
            coding = next((c for c in seen if theme in c["themes"]), None)
            if coding is None:
                raise ValueError(f"{passage['passage_id']}: no coder saw {theme}")
            rows.append(_row(passage, theme, coding["evidence"], coding["sure"]))
    return rows


def _row(passage: dict[str, Any], theme: str, evidence: str, sure: object) -> dict[str, object]:
    """Return one row; evidence that is not literally in the passage is a mistake.

    Raises
    ------
    ValueError
        Where that is so.
    """
    if evidence not in passage["text"]:
        raise ValueError(f"{passage['passage_id']}: evidence is not in the passage")
    return {
        "story_id": passage["story_id"],
        "start": passage["start"],
        "end": passage["end"],
        "theme": theme,
        "decision": "present" if theme else "",
        "evidence": evidence,
        "sure": sure,
    }
