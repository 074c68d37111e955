"""Which found names are the same person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.pseudonymise.chunks import ARTICLES, INFIXES
from pipeline.pseudonymise.key import canonical
from pipeline.pseudonymise.kinds import Found, Kind

_INITIAL = re.compile(r"(?:[a-z]\.)+")


class Identities:
    """Names of one story, with first names and surnames tied to full names where that is safe.

    Safe means: the story has exactly one full name with that part. With two people called
    Verkuil, "mevrouw Verkuil" stays a name of its own.
    """

    def __init__(self, text: str, found: Iterable[Found]) -> None:
        self._text = text
        self._full = _full_names(
            canonical(text[one.start : one.end]) for one in found if one.kind is Kind.PERSON
        )

    def of(self, one: Found) -> str:
        """Return the name that a span stands for in the key."""
        name = canonical(self._text[one.start : one.end])
        if one.kind is Kind.PERSON:
            return self._full.get(_core(name), name)
        if one.kind in (Kind.ORGANISATION, Kind.PLACE):
            return _without_article(name)
        if one.kind in (Kind.PHONE, Kind.NUMBER):
            return re.sub(r"[\s()-]", "", name)
        return name

    def of_speaker(self, label: str) -> tuple[Kind, str]:
        """Return kind and name for a speaker's label."""
        name = canonical(label)
        return Kind.PERSON, self._full.get(_core(name), name)


def _full_names(names: Iterable[str]) -> dict[str, str]:
    holders: dict[str, set[str]] = defaultdict(set)
    for name in names:
        parts = name.split()
        if (len(parts) > 1 and _core(name) != name) or (len(parts) > 1 and parts[0] not in INFIXES):
            holders[_core(" ".join(parts[1:]))].add(name)
            if not _INITIAL.fullmatch(parts[0]):
                holders[parts[0]].add(name)
    return {part: next(iter(full)) for part, full in holders.items() if len(full) == 1}


def _core(name: str) -> str:
    """Return a name without small words before the surname: "van der berg" is "berg"."""
    parts = name.split()
    while len(parts) > 1 and parts[0] in INFIXES:
        parts.pop(0)
    return " ".join(parts)


def _without_article(name: str) -> str:
    first, _, rest = name.partition(" ")
    return rest if rest and first in ARTICLES else name
