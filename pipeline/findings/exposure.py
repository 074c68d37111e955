"""Looks at rounded counts as an attacker would, and names those that say too much together.

Each rounded count bounds how many of its unread units have a theme. A unit, or a small group of
units, stays unknown when all bounds also hold in another world: one in which one of them changes,
or one of them and one outside change places. Where there is no such world, the smallest count that
stands in the way is taken out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What rounded counts say of the units that cannot be read.

    Parameters
    ----------
    inside
        Units by counts: the unit is in what was counted.
    has
        Per unit: it has the theme.
    up, down
        Per count: one more, or one less, would have been shown the same.
    sizes
        Per count: all its units, read or not.
    """

    inside: Flags
    has: Flags
    up: Flags
    down: Flags
    sizes: NDArray[np.int64]

    def without(self, count: int) -> Bounds:
        """Return these bounds when one count is not shown."""
        up, down = self.up.copy(), self.down.copy()
        up[count] = down[count] = True
        inside = self.inside.copy()
        inside[:, count] = False
        return Bounds(inside, self.has, up, down, self.sizes)


def telling_counts(bounds: Bounds, small_groups: Sequence[Flags]) -> list[int]:
    """Return the counts to take out, so that nothing is known of any unit or small group.

    Parameters
    ----------
    small_groups
        Units of each group that is too small to be counted; single units are looked at as well.

    Returns
    -------
    list of int
        Places of counts in ``bounds``.
    """
    units = len(bounds.has)
    targets = [*(np.arange(units) == unit for unit in range(units)), *small_groups]
    out: list[int] = []
    for target in targets:
        while not _unknown(bounds, target):
            count = _in_the_way(bounds, target)
            out.append(count)
            bounds = bounds.without(count)
    return out


def _unknown(bounds: Bounds, target: Flags) -> bool:
    """Say whether the number in the target differs between worlds that look the same."""
    members = [int(unit) for unit in np.flatnonzero(target)]
    if not members or any(_free(bounds, unit).all() for unit in members):
        return True
    return any(_swaps(bounds, unit, ~target).any() for unit in members)


def _free(bounds: Bounds, unit: int) -> Flags:
    """Return per count whether changing this unit would be seen nowhere in it."""
    room = bounds.down if bounds.has[unit] else bounds.up
    return np.asarray(room | ~bounds.inside[unit])


def _swaps(bounds: Bounds, unit: int, others: Flags) -> Flags:
    """Return which others can change the other way without any count showing it."""
    candidates = others & (bounds.has != bounds.has[unit])
    change = -1 if bounds.has[unit] else 1
    own = bounds.inside[unit].astype(np.int8) * change
    both = own - bounds.inside[candidates].astype(np.int8) * change
    fits = ((both <= bounds.up) & (-both <= bounds.down)).all(axis=1)
    found = np.zeros(len(others), dtype=bool)
    found[candidates] = fits
    return found


def _in_the_way(bounds: Bounds, target: Flags) -> int:
    """Return the smallest count that keeps a member of the target from changing."""
    blocking = set(_blocking(bounds, target))
    return min(blocking, key=lambda count: (int(bounds.sizes[count]), count))


def _blocking(bounds: Bounds, target: Flags) -> Iterator[int]:
    for unit in np.flatnonzero(target):
        yield from (int(count) for count in np.flatnonzero(~_free(bounds, int(unit))))
