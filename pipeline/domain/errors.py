"""Problems for people: what is wrong, where, and how much it matters.

A problem carries a code and values, never a sentence and never story text. The sentence
comes from ``pipeline/text`` under the same code, in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How far a problem reaches."""

    BLOCKS = "blocks"
    """The run cannot start."""
    SKIPS = "skips"
    """This file or row is left out; the rest goes on."""
    NOTICE = "notice"
    """Nothing is left out, but a person should look."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    Parameters
    ----------
    code
        Key of the message in ``pipeline/text``, such as ``"ingest.empty_file"``.
    severity
        Whether it stops the run, leaves something out, or only deserves a look.
    file
        Path as the user knows it, relative to the study where possible.
    row
        Row number as a spreadsheet shows it (the header is row 1), or line number.
    values
        What the message needs. Never story text, never a person's name.
    """

    code: str
    severity: Severity
    file: str = ""
    row: int | None = None
    values: Mapping[str, str | int | float] = field(default_factory=dict)


class UserError(Exception):
    """A mistake that the user can mend; the command line shows it and exits 2."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (
            (problems,) if isinstance(problems, Problem) else tuple(problems)
        )
        super().__init__("; ".join(problem.code for problem in self.problems))
