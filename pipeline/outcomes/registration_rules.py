"""What a registration table should look like: ``registrations.toml`` of the outcomes folder."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.domain import Problem, Severity

RULES_FILE = "registrations.toml"


class Range(BaseModel):
    """Values that a column can have."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    minimum: float | None = None
    maximum: float | None = None


class OnlyFor(BaseModel):
    """A column that is filled in for some clients only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str
    when: str
    """Column that decides."""
    values: tuple[str, ...]
    """Its values for which the column may be filled in."""


class RegistrationRules(BaseModel):
    """The columns of a registration table, and what counts as a flaw.

    An empty column name leaves out the checks that need it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str = Field(min_length=1)
    id_column: str = Field(min_length=1)
    client_column: str = Field(min_length=1)
    team_column: str = ""
    registered_column: str = ""
    start_column: str = ""
    end_column: str = ""
    required: tuple[str, ...] = ()
    """Columns that every row needs."""
    same: tuple[str, ...] = ()
    """Columns that, with the client, make two rows the same help; empty: the client alone."""
    late_after: int = Field(default=30, ge=0)
    """Days from start to registration after which it is late. An agreement of the organisation:
    there is no rule for it in law."""
    double_within: int = Field(default=7, ge=0)
    """Days between two starts within which they are one start, registered twice."""
    ranges: dict[str, Range] = Field(default_factory=dict)
    only_for: tuple[OnlyFor, ...] = ()

    @property
    def dates(self) -> tuple[str, ...]:
        """The columns that hold dates."""
        columns = (self.registered_column, self.start_column, self.end_column)
        return tuple(column for column in columns if column)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the rules name."""
        named = {self.id_column, self.client_column, self.team_column, *self.dates}
        named |= {*self.required, *self.same, *self.ranges}
        named |= {rule.column for rule in self.only_for} | {rule.when for rule in self.only_for}
        return frozenset(named - {""})


def read_rules(folder: Path) -> tuple[RegistrationRules | None, list[Problem]]:
    """Read the rules of an outcomes folder.

    Returns
    -------
    rules, problems
        ``None`` without problems where there is no such file; with problems where it is wrong.
    """
    path = folder / RULES_FILE
    if not path.is_file():
        return None, []
    try:
        return RegistrationRules.model_validate(tomllib.loads(path.read_text("utf-8"))), []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return None, [_problem("no_rules", detail=str(error))]
    except ValidationError as error:
        found = [(".".join(map(str, one["loc"])), one["msg"]) for one in error.errors()]
        return None, [_problem("wrong_rule", key=key, detail=text) for key, text in found]


def _problem(code: str, **values: str) -> Problem:
    return Problem(f"outcomes.{code}", Severity.SKIPS, RULES_FILE, values=values)
