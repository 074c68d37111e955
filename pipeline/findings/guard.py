"""Rules that keep readers outside the research team from learning about one person.

Three things are never given: a group of fewer participants than the minimum, an exact count,
and two views that differ in fewer participants than the minimum. The rules hold against a reader
who knows them, knows who is in which group, and reads every word that may be read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from pipeline.config import DisclosureSection
from pipeline.findings.disclosure import ATTRIBUTES, rounded

Members = frozenset[str]
"""Participants of a group."""


def readable_stories(stories: pd.DataFrame, rules: DisclosureSection) -> frozenset[str]:
    """Return the ids of the stories whose words may be read.

    Without consent nothing may be. What is told by those few could be found by subtracting what
    can be read from what is counted, so when they are fewer than the minimum, others stay
    unread with them: always the same ones, whatever they told.

    Parameters
    ----------
    stories
        STORIES.
    rules
        Minimum number of participants.
    """
    agreed = stories["consent"].fillna(False).astype(bool)
    unread = set(stories.loc[~agreed, "participant"])
    if 0 < len(unread) < rules.min_participants:
        others = sorted(set(stories["participant"]) - unread, key=_lot)
        unread |= set(others[: rules.min_participants - len(unread)])
        agreed &= ~stories["participant"].isin(unread)
    return frozenset(stories.loc[agreed, "story_id"])


def open_groups(
    stories: pd.DataFrame, kinds: Sequence[str], rules: DisclosureSection
) -> dict[str, dict[str, Members]]:
    """Return the groups that may be shown, by kind and value, with their participants.

    A group is open when it, everyone outside it, and what it leaves of any other open group
    hold no participants or at least the minimum. Whoever is in no open group of a kind must be
    so many as well. Larger groups go first.

    Parameters
    ----------
    stories
        STORIES.
    kinds
        Columns of STORIES.
    """
    everyone = frozenset(stories["participant"])
    opened: dict[str, dict[str, Members]] = {}
    taken: list[Members] = [everyone]
    for kind in kinds:
        opened[kind] = _open_kind(_members(stories, kind), everyone, taken, rules)
        taken.extend(opened[kind].values())
    return opened


def _open_kind(
    groups: Mapping[str, Members],
    everyone: Members,
    taken: Collection[Members],
    rules: DisclosureSection,
) -> dict[str, Members]:
    """Return the groups of one kind that are safe beside what is open already."""
    least = rules.min_participants
    chosen: dict[str, Members] = {}
    for name in sorted(groups, key=lambda one: (-len(groups[one]), one)):
        mine = groups[name]
        others = [*taken, *chosen.values()]
        if len(mine) >= least and all(_apart(mine, other, least) for other in others):
            chosen[name] = mine
    while chosen:
        outside = everyone.difference(*chosen.values())
        if not 0 < len(outside) < least:
            break
        chosen.popitem()
    return chosen


def _apart(one: Members, other: Members, least: int) -> bool:
    """Say whether subtracting one from the other leaves nobody or enough participants."""
    if one <= other or other <= one:
        difference = len(one ^ other)
        return difference == 0 or difference >= least
    return True


def _members(stories: pd.DataFrame, kind: str) -> dict[str, Members]:
    known = stories[stories[kind] != ""]
    return {
        str(name): frozenset(part["participant"]) for name, part in known.groupby(kind, sort=True)
    }


def _lot(participant: str) -> str:
    """Return a fixed place in an order that has nothing to do with what was told."""
    return hashlib.sha256(f"withheld {participant}".encode()).hexdigest()


def safe_count(count: int, read: int, unread: int, rules: DisclosureSection) -> int:
    """Return a count rounded so that the part that nobody can read stays unknown.

    Parameters
    ----------
    count
        How many units have the theme.
    read
        How many of those a reader can find by reading all that may be read.
    unread
        How many units of the group cannot be read. Where all or none of them have the theme and
        plain rounding would give that away, the next step is given instead.

    Examples
    --------
    >>> rules = DisclosureSection()
    >>> safe_count(11, 8, 6, rules)
    10
    >>> safe_count(12, 12, 6, rules)  # 10 would say: 12 at most, and 12 can be read
    15
    >>> safe_count(13, 7, 6, rules)  # 15 would say: 13 at least, so all six
    10
    """
    plain = rounded(count, rules)
    if rules.round_to == 1 or unread <= 0:
        return plain
    if count == read and rounded(count + 1, rules) != plain:
        return plain + rules.round_to
    if unread > 1 and count == read + unread and rounded(count - 1, rules) != plain:
        return max(0, plain - rules.round_to)
    return plain


def shown_of_each(stories: pd.DataFrame, rules: DisclosureSection) -> pd.DataFrame:
    """Return for every story which attributes may be told, as :func:`shown_attributes` does.

    Returns
    -------
    DataFrame
        One row per story, in order; a column per attribute, True where it may be told.
    """
    allowed = pd.DataFrame(False, index=stories.index, columns=list(ATTRIBUTES))
    for name in ATTRIBUTES:
        patterns = allowed.apply(lambda row: tuple(row.index[row]), axis=1)
        for pattern in patterns.unique():
            columns = [*pattern, name]
            alike = stories.groupby(columns)["participant"].transform("nunique")
            enough = (alike >= rules.min_participants) & (stories[name] != "")
            allowed.loc[(patterns == pattern) & enough, name] = True
    return allowed
