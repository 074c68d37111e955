"""Who reads results."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Who reads. A role decides what is shown; it is not a login and keeps nobody out."""

    BOARD = "bestuur"
    ORGANISATION = "organisatie"
    RESEARCHER = "onderzoeker"
