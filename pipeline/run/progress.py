"""How a run tells how far it is, without knowing who listens."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Listens to a run. Names of stages are keys under ``run.stage`` in ``pipeline/text``."""

    def begin(self, stage: str, total: int) -> None:
        """Announce a stage of so many steps."""

    def advance(self) -> None:
        """Announce one finished step."""


class Silence:
    """Listens to nothing."""

    def begin(self, stage: str, total: int) -> None:
        """Do nothing."""

    def advance(self) -> None:
        """Do nothing."""
