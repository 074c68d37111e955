"""Numbers with their margins as one SVG: sharp at any size, on screen and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from pipeline.charts.marks import Scale
from pipeline.charts.palette import LIGHT

LABEL_WIDTH = 250
AXIS_WIDTH = 400
VALUE_WIDTH = 190
ROW_HEIGHT = 34
AXIS_HEIGHT = 30
FONT = "Segoe UI, Helvetica Neue, Liberation Sans, Arial, sans-serif"
LONGEST = 34
"""Code points of a label; a longer one is cut, the table beside it has the whole."""


class Interval(NamedTuple):
    """One number on the axis.

    Parameters
    ----------
    text
        Number and margin as people read them.
    tone
        ``"count"`` or ``"against"``.
    """

    label: str
    estimate: float
    low: float
    high: float
    text: str
    tone: str = "count"


def intervals_svg(
    rows: Sequence[Interval], scale: Scale, ends: tuple[str, str], title: str, description: str
) -> str:
    """Return an SVG with a row per number: a band for the margin, a mark for the number.

    Parameters
    ----------
    scale
        The axis, in the units of the rows. Zero is marked when it lies inside.
    ends
        What stands at both ends of the axis.
    title, description
        For who does not see it.
    """
    width = LABEL_WIDTH + AXIS_WIDTH + VALUE_WIDTH
    bottom = ROW_HEIGHT * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%" '
        f'viewBox="0 0 {width} {bottom + AXIS_HEIGHT}" font-family="{FONT}" font-size="15">',
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
    ]
    if scale.low < 0 < scale.high:
        zero = _place(0, scale)
        parts.append(_line(zero, 0, zero, bottom, LIGHT.quiet))
    parts += [_row(row, number, scale) for number, row in enumerate(rows)]
    left, right = LABEL_WIDTH, LABEL_WIDTH + AXIS_WIDTH
    parts.append(_line(left, bottom + 4, right, bottom + 4, LIGHT.quiet))
    parts.append(_text(left, bottom + 22, ends[0], "start", LIGHT.quiet))
    parts.append(_text(right, bottom + 22, ends[1], "end", LIGHT.quiet))
    return "".join([*parts, "</svg>"])


def _row(row: Interval, number: int, scale: Scale) -> str:
    middle = ROW_HEIGHT * number + ROW_HEIGHT / 2
    left, right = _place(row.low, scale), _place(row.high, scale)
    at = _place(row.estimate, scale)
    strong = LIGHT.against if row.tone == "against" else LIGHT.count
    soft = LIGHT.against_soft if row.tone == "against" else LIGHT.count_soft
    label = row.label if len(row.label) <= LONGEST else f"{row.label[: LONGEST - 1]}…"
    band = (
        f'<rect x="{left}" y="{middle - 6}" width="{max(right - left, 1):.1f}" height="12" '
        f'rx="6" fill="{soft}" stroke="{strong}"/>'
    )
    mark = f'<circle cx="{at}" cy="{middle}" r="6" fill="{strong}"/>'
    if row.tone == "against":  # a shape of its own: colour is never the only difference
        points = f"{at},{middle - 7} {at + 7},{middle} {at},{middle + 7} {at - 7},{middle}"
        mark = f'<polygon points="{points}" fill="{strong}"/>'
    axis = _line(LABEL_WIDTH, middle, LABEL_WIDTH + AXIS_WIDTH, middle, LIGHT.line)
    value = _text(LABEL_WIDTH + AXIS_WIDTH + 12, middle + 5, row.text, "start", LIGHT.ink)
    return axis + band + mark + _text(0, middle + 5, label, "start", LIGHT.ink) + value


def _place(value: float, scale: Scale) -> float:
    return round(LABEL_WIDTH + AXIS_WIDTH * scale.place(value) / 100, 1)


def _line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str, colour: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
