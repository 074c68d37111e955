"""The way between a story as told and its pseudonymised text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.pseudonymise.kinds import Kind


@dataclass(frozen=True, slots=True)
class Replacement:
    """One replaced stretch, in code points of both texts.

    Parameters
    ----------
    start, end
        Half-open span in the original text.
    new_start, new_end
        Half-open span of the pseudonym in the new text.
    """

    kind: Kind
    start: int
    end: int
    new_start: int
    new_end: int
    pseudonym: str


class OffsetMap:
    """Positions of one text in the other.

    Outside what was replaced a position moves with its text. Inside it there is no matching
    character: a position then goes to the left edge, and a span grows to take in the whole
    of what was replaced, so that it never shows less than was meant.

    Parameters
    ----------
    replacements
        In order, without overlap.

    Raises
    ------
    ValueError
        If replacements overlap, are out of order or empty.
    """

    def __init__(self, replacements: Iterable[Replacement] = ()) -> None:
        rows = tuple(replacements)
        self._source = _Side([(r.start, r.end) for r in rows])
        self._new = _Side([(r.new_start, r.new_end) for r in rows])

    def to_pseudonymised(self, position: int) -> int:
        """Return where a position of the original text is in the new one."""
        return self._source.move(position, self._new, right=False)

    def to_source(self, position: int) -> int:
        """Return where a position of the new text is in the original."""
        return self._new.move(position, self._source, right=False)

    def span_to_pseudonymised(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the original text in the new one; it only grows."""
        return _span(start, end, self._source, self._new)

    def span_to_source(self, start: int, end: int) -> tuple[int, int]:
        """Return a span of the new text in the original; it only grows."""
        return _span(start, end, self._new, self._source)


class _Side:
    """The replaced spans as they lie in one of the two texts."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        previous = 0
        for start, end in spans:
            if start < previous or end <= start:
                raise ValueError("replacements overlap, are out of order or empty")
            previous = end

    def move(self, position: int, other: _Side, *, right: bool) -> int:
        index = bisect_right(self.starts, position) - 1
        if index < 0:
            return position
        start, end = self.starts[index], self.ends[index]
        if position == start:
            return other.starts[index]
        if position < end:
            return other.ends[index] if right else other.starts[index]
        return other.ends[index] + position - end


def _span(start: int, end: int, one: _Side, other: _Side) -> tuple[int, int]:
    return one.move(start, other, right=False), one.move(end, other, right=True)
