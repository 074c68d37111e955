"""The counts of one theme in every group, as they may be shown beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from pipeline.config import DisclosureSection
from pipeline.findings.coarse import BY_PEOPLE, coarse_cell, coarse_count
from pipeline.findings.exposure import Bounds, Flags, telling_counts
from pipeline.findings.measures import Row

Place = tuple[str, str]
"""Kind and value of a group."""


@dataclass(frozen=True)
class Cells:
    """What is needed to round the counts of any theme.

    Parameters
    ----------
    stories
        STORIES, as published.
    readable
        Ids of the stories whose words may be read.
    groups
        The groups that may be shown, and who is in them: a flag per story.
    """

    stories: pd.DataFrame
    readable: frozenset[str]
    groups: Mapping[Place, Flags]
    rules: DisclosureSection

    def coarse(self, rows: Sequence[Row], holders: frozenset[str]) -> list[dict[str, object]]:
        """Return the rows that may be shown; what says too much beside the others is left out.

        Parameters
        ----------
        rows
            Rows of FREQUENCIES or CANDIDATE_GROUPS of one theme.
        holders
            Ids of the stories with the theme.
        """
        has = self.stories["story_id"].isin(holders).to_numpy(dtype=bool)
        shown = [row for row in rows if _place(row) in self.groups and not pd.isna(row["estimate"])]
        sizes = [self._sizes(row, has) for row in shown]
        coarse = [
            coarse_cell(row, *size, self.rules) for row, size in zip(shown, sizes, strict=True)
        ]
        counted = [at for at, row in enumerate(shown) if _by_people(row)]
        if self._read.all() or self.rules.round_to == 1 or not counted:
            return coarse
        bounds = self._bounds([shown[at] for at in counted], [sizes[at] for at in counted], has)
        out = {counted[at] for at in telling_counts(bounds, self._small_groups)}
        return [row for at, row in enumerate(coarse) if at not in out]

    @cached_property
    def _read(self) -> Flags:
        return self.stories["story_id"].isin(self.readable).to_numpy(dtype=bool)

    @cached_property
    def _people(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return pd.factorize(self.stories["participant"])[0].astype(np.int64)

    def _sizes(self, row: Row, has: Flags) -> tuple[int, int]:
        """Return how many units of a group can be found with the theme, and cannot be read."""
        group = self.groups[_place(row)]
        if row.get("unit") != "participant":
            return int((group & self._read & has).sum()), int((group & ~self._read).sum())
        seen = np.unique(self._people[group & self._read & has])
        read = np.unique(self._people[group & self._read])
        return len(seen), len(np.setdiff1d(self._people[group], read))

    def _bounds(self, rows: Sequence[Row], sizes: Sequence[tuple[int, int]], has: Flags) -> Bounds:
        hidden = ~self._read
        return Bounds(
            inside=np.array([self.groups[_place(row)][hidden] for row in rows]).T,
            has=has[hidden],
            up=np.array([self._same(row, *size, 1) for row, size in zip(rows, sizes, strict=True)]),
            down=np.array(
                [self._same(row, *size, -1) for row, size in zip(rows, sizes, strict=True)]
            ),
            sizes=np.array([int(self.groups[_place(row)].sum()) for row in rows]),
        )

    def _same(self, row: Row, read: int, unread: int, more: int) -> bool:
        """Say whether one more or less would have been shown the same."""
        count, n = round(float(row["estimate"]) * int(row["n"])), int(row["n"])
        if not 0 <= count + more <= n:
            return False
        now = coarse_count(count, n, read, unread, self.rules)
        return now == coarse_count(count + more, n, read, unread, self.rules)

    @cached_property
    def _small_groups(self) -> list[Flags]:
        """Return the unread stories of every group that has too few of them to be counted."""
        hidden, found = self.stories[~self._read], []
        for kind in sorted({kind for kind, _ in self.groups} - {"all"}):
            for value in sorted(set(hidden[kind])):
                members = (hidden[kind] == value).to_numpy(dtype=bool)
                people = hidden.loc[members, "participant"].nunique()
                if 1 < people < self.rules.min_participants:
                    found.append(members)
        return found


def _place(row: Row) -> Place:
    return str(row["group_kind"]), str(row["group"])


def _by_people(row: Row) -> bool:
    return bool(row.get("method", BY_PEOPLE) == BY_PEOPLE)
