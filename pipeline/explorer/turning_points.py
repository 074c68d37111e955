"""The turning points of a story: a timeline of exact words, and their marks in the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

import pandas as pd

from pipeline.domain import UserError
from pipeline.domain.tables import TURNING_POINTS
from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.findings import ReadPassage, Row

PARTS = ("moment", "act", "step")
LABELS = {"moment": "when", "act": "act", "step": "step"}
SURE = 0.8
"""Confidence from which much points to a turning point; below, readers are told to take care."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Words ``story.text[start:end]`` that belong to a part of a turning point."""

    start: int
    end: int
    part: str
    anchor: str


def turning_points(view: View, story_id: str) -> list[Row]:
    """Return the turning points of a story in reading order; results of before have none."""
    try:
        frame = view.tables[TURNING_POINTS.name]
    except UserError:
        # Published by a version that did not look for them; the next run will.
        frame = TURNING_POINTS.empty()
    mine = frame[frame["story_id"] == story_id].sort_values("number")
    return list(mine.to_dict("records"))


def marks(points: Sequence[Row]) -> list[Mark]:
    """Return the words to mark in the text, with the anchors that the timeline points at."""
    return [
        Mark(int(point[f"{part}_start"]), int(point[f"{part}_end"]), part, _anchor(point, part))
        for point in points
        for part in PARTS
        if not pd.isna(point[f"{part}_start"])
    ]


def timeline(view: View, points: Sequence[Row], text: str) -> str:
    """Return the timeline of a story that has turning points, as HTML.

    Parameters
    ----------
    text
        The story, in whose code points the spans count.
    """
    t = view.t
    items = "".join(_point(view, point, text) for point in points)
    legend = f'<p class="tv-small tv-quiet">{escape(t("turning.marked"))}</p>'
    return f"{ui.section(t('turning.title'), t('turning.lead'))}{items}{legend}"


def _point(view: View, point: Row, text: str) -> str:
    t = view.t
    steps = "".join(_step(view, point, part, text) for part in PARTS)
    name = escape(t("turning.nth", n=int(point["number"])))
    sure = "high" if point["confidence"] >= SURE else "low"
    below = f'<p class="tv-small tv-quiet">{escape(t(f"turning.sure.{sure}"))}</p>'
    return (
        f'<section class="tv-turning" aria-label="{name}"><h3>{name}</h3>'
        f'<ol class="tv-timeline">{steps}</ol>{below}</section>'
    )


def _step(view: View, point: Row, part: str, text: str) -> str:
    t = view.t
    label = escape(t(f"turning.{LABELS[part]}"))
    start, end = point[f"{part}_start"], point[f"{part}_end"]
    if pd.isna(start):
        words = f'<span class="tv-quiet">{escape(t("turning.no_moment"))}</span>'
        return f'<li><span class="tv-when">{label}</span>{words}</li>'
    quote = f"<q>{escape(text[int(start) : int(end)])}</q>"
    who = _who(view, point, text) if part == "act" else ""
    link = ui.link(t("turning.to_words"), f"#{_anchor(point, part)}")
    return (
        f'<li><span class="tv-when">{label}</span>{who}{quote}'
        f'<span class="tv-small">{link}</span></li>'
    )


def _who(view: View, point: Row, text: str) -> str:
    """Say what kind of person acted, with the words that name them where the act does not."""
    kind = view.t(f"turning.kind.{point['actor_kind']}")
    outside = not point["act_start"] <= point["actor_start"] < point["act_end"]
    words = text[int(point["actor_start"]) : int(point["actor_end"])]
    named = f": <q>{escape(words)}</q>" if outside else ""
    return f'<span class="tv-small tv-quiet">{escape(kind)}{named}</span>'


def _anchor(point: Row, part: str) -> str:
    return f"kantelpunt-{int(point['number'])}-{part}"


def marked_words(passage: ReadPassage, given: Sequence[Mark]) -> str:
    """Return a passage's words as HTML, evidence and turning points marked.

    Parameters
    ----------
    given
        Marks of the whole story, in its code points.
    """
    seen: set[str] = set()
    return "".join(
        _word_html(words, evidence, covering, seen)
        for words, evidence, covering in _cut(passage, given)
    )


def _cut(passage: ReadPassage, given: Sequence[Mark]) -> Iterator[tuple[str, bool, list[Mark]]]:
    """Cut the pieces of a passage at the borders of marks."""
    at = passage.start
    for piece in passage.pieces:
        end = at + len(piece.text)
        inside = {edge for mark in given for edge in (mark.start, mark.end) if at < edge < end}
        edges = [at, *sorted(inside), end]
        for first, last in pairwise(edges):
            covering = [mark for mark in given if mark.start <= first and last <= mark.end]
            yield piece.text[first - at : last - at], piece.evidence, covering
        at = end


def _word_html(words: str, evidence: bool, covering: Sequence[Mark], seen: set[str]) -> str:
    if not evidence and not covering:
        return escape(words)
    classes = ["tv-evidence"] if evidence else []
    if covering:
        classes += ["tv-turn", *sorted({f"tv-turn-{mark.part}" for mark in covering})]
    fresh = [mark.anchor for mark in covering if mark.anchor not in seen]
    seen.update(fresh)
    anchors = "".join(f'<span id="{escape(one, quote=True)}"></span>' for one in fresh)
    return f'{anchors}<mark class="{" ".join(classes)}">{escape(words)}</mark>'
