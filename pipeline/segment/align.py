"""Codings of spans brought to the passages they cover."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd

from pipeline.domain import Problem, Severity

COVERED = 0.5
"""A coding over several passages goes to each of which it covers more than this share."""


def align(codings: pd.DataFrame, passages: pd.DataFrame) -> tuple[pd.DataFrame, list[Problem]]:
    """Give each coding the passage or passages it is about.

    A coding goes to the passage it overlaps most, and to every passage of which it covers
    more than half. Evidence is cut to the passage, and dropped from passages it does not
    touch.

    Parameters
    ----------
    codings
        Columns set, story_id, start, end, theme, decision, evidence_start, evidence_end,
        sure; spans in the text as ingested. Columns file and row, if any, go into problems.
    passages
        The passages table, with source_start and source_end in the same text.

    Returns
    -------
    aligned : DataFrame
        The codings with ``passage_id`` first; one row per coding and passage.
    problems
        Codings that touch no passage; those are left out.
    """
    by_story = {
        story_id: list(group[["passage_id", "source_start", "source_end"]].itertuples(index=False))
        for story_id, group in passages.groupby("story_id", sort=False)
    }
    rows: list[dict[Hashable, Any]] = []
    problems: list[Problem] = []
    for coding in codings.to_dict("records"):
        hits = _hits(coding["start"], coding["end"], by_story.get(coding["story_id"], []))
        if not hits:
            problems.append(_problem(coding))
        rows += [_on_passage(coding, *hit) for hit in hits]
    columns = ["passage_id", *codings.columns]
    dtypes = {"passage_id": "string", **codings.dtypes.to_dict()}
    return pd.DataFrame(rows, columns=columns).astype(dtypes), problems


def _hits(start: int, end: int, passages: list[Any]) -> list[tuple[str, int, int]]:
    """Return id and span of the passages that a span belongs to, in reading order."""
    touched = [
        (min(end, right) - max(start, left), passage_id, left, right)
        for passage_id, left, right in passages
        if left < end and start < right
    ]
    if not touched:
        return []
    # max takes the first of equals: a coding halfway between two passages goes to the earlier.
    best = max(touched, key=lambda hit: hit[0])
    return [hit[1:] for hit in touched if hit is best or hit[0] > COVERED * (hit[3] - hit[2])]


def _on_passage(
    coding: dict[Hashable, Any], passage_id: str, left: int, right: int
) -> dict[Hashable, Any]:
    row = {**coding, "passage_id": passage_id}
    start, end = coding.get("evidence_start"), coding.get("evidence_end")
    if pd.isna(start) or pd.isna(end):
        return row
    start, end = max(start, left), min(end, right)
    kept = (start, end) if start < end else (pd.NA, pd.NA)
    return row | dict(zip(("evidence_start", "evidence_end"), kept, strict=True))


def _problem(coding: dict[Hashable, Any]) -> Problem:
    row = coding.get("row")
    return Problem(
        "segment.coding_without_passage",
        Severity.SKIPS,
        str(coding.get("file", "")),
        None if row is None or pd.isna(row) else int(row),
        {"id": str(coding["story_id"])},
    )
