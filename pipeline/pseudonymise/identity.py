"""Which found names are the same person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pipeline.pseudonymise.chunks import ARTICLES, INFIXES
from pipeline.pseudonymise.key import canonical
from pipeline.pseudonymise.kinds import Found, Kind

_INITIALS = re.compile(r"(?:[a-z]\.)+")


class Identities:
    """Names of one story, with first names and surnames tied to full names where that is safe.

    Safe means: the story has exactly one full name with that part. With two people called
    Verkuil, "mevrouw Verkuil" stays a name of its own.

    Parameters
    ----------
    text
        The story.
    found
        What was found in it.
    beside
        Names of people that stand beside the text, such as speakers of a subtitle file.
    """

    def __init__(self, text: str, found: Iterable[Found], beside: Iterable[str] = ()) -> None:
        people = [text[one.start : one.end] for one in found if one.kind is Kind.PERSON]
        people += beside
        self._full = _full_names(canonical(name) for name in people)

    def name(self, kind: Kind, written: str) -> str:
        """Return the name that the key knows for what is written."""
        name = canonical(written)
        if kind is Kind.PERSON:
            return self._full.get(_core(name), name)
        if kind in (Kind.ORGANISATION, Kind.PLACE):
            return _without_article(name)
        if kind in (Kind.PHONE, Kind.NUMBER):
            return re.sub(r"[\s()-]", "", name)
        return name


def _full_names(names: Iterable[str]) -> dict[str, str]:
    """Return the one full name that each first name and surname belongs to."""
    holders: dict[str, set[str]] = defaultdict(set)
    for name in names:
        first, _, rest = name.partition(" ")
        if not rest or first in INFIXES:
            continue
        holders[_core(rest)].add(name)
        if not _INITIALS.fullmatch(first):
            holders[first].add(name)
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
