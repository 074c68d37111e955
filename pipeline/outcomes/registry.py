"""The indicator registry: ``indicators.toml`` as validated specifications."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from pipeline.domain import Direction, Level, Problem, Severity
from pipeline.outcomes.known_breaks import known_breaks

REGISTRY_FILE = "indicators.toml"


class IndicatorSpec(BaseModel):
    """One ``[[indicator]]`` of the registry: what it means and where its values stand.

    A file without ``value_column`` is wide: every column whose header reads as a period holds
    that period's values.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    label: str = Field(min_length=1)
    label_en: str = ""
    definition: str = Field(min_length=1)
    unit: str
    level: Level
    direction: Direction
    source: str = Field(min_length=1)
    simulated: bool
    lag: int = Field(default=0, ge=0, le=40)
    trend_breaks: tuple[str, ...] = ()
    known_breaks: tuple[str, ...] = ()
    """Names of series in ``breaks.toml``, whose breaks come on top of ``trend_breaks``."""
    outcome_domain: str = ""
    file: str = Field(min_length=1)
    sheet: str = ""
    """Worksheet of an xlsx; empty: the first."""
    observation_column: str = Field(min_length=1)
    period_column: str = ""
    value_column: str = ""
    denominator_column: str = ""
    missing: tuple[str, ...] = ()
    """Cell texts that mean suppressed or not measured, such as ``"0"`` or ``"x"``."""
    where: dict[str, str] = Field(default_factory=dict)
    """Only rows with these values, for exports that hold more than one subject."""
    minimum: float | None = None
    maximum: float | None = None
    """Values outside these, in ``unit``, cannot be and are left out: a grade of 11."""
    scale: float = 1.0
    """Factor from the file's number to ``unit``: 100 for a share shown as a percentage."""
    area_year: int | None = None
    """Year of the area division (wijken change borders and codes from year to year)."""

    @field_validator("known_breaks")
    @classmethod
    def _are_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        unknown = sorted(set(names) - set(known_breaks()))
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: {', '.join(known_breaks())}")
        return names


def read_registry(folder: Path) -> tuple[list[IndicatorSpec], list[Problem]]:
    """Read the registry of an outcomes folder.

    Parameters
    ----------
    folder
        Folder that holds ``indicators.toml``. A folder without one gives no indicators.

    Returns
    -------
    specs, problems
        Valid indicators in file order, and one problem per wrong or unknown key, per
        duplicate id, or for a file that is no TOML.
    """
    path = folder / REGISTRY_FILE
    if not path.is_file():
        return [], []
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        values = {"detail": str(error)}
        return [], [Problem("outcomes.no_toml", Severity.BLOCKS, REGISTRY_FILE, values=values)]
    problems = [_unknown(key) for key in raw if key != "indicator"]
    entries = raw.get("indicator", [])
    if not isinstance(entries, list):
        return [], [*problems, _unknown("indicator")]
    specs: list[IndicatorSpec] = []
    for number, entry in enumerate(entries, start=1):
        spec, found = _validate(entry, number)
        problems.extend(found)
        if spec is None:
            continue
        if any(spec.id == other.id for other in specs):
            problems.append(_problem("duplicate_indicator", spec.id))
            continue
        specs.append(spec)
    return specs, problems


def _validate(entry: object, number: int) -> tuple[IndicatorSpec | None, list[Problem]]:
    """Validate one entry; an unknown key costs a problem, a wrong one the indicator."""
    name = str(entry.get("id", number)) if isinstance(entry, dict) else str(number)
    problems: list[Problem] = []
    if isinstance(entry, dict):
        unknown = sorted(set(entry) - set(IndicatorSpec.model_fields))
        problems = [_problem("unknown_key", name, Severity.NOTICE, key=key) for key in unknown]
        entry = {key: value for key, value in entry.items() if key in IndicatorSpec.model_fields}
    try:
        return IndicatorSpec.model_validate(entry), problems
    except ValidationError as error:
        for detail in error.errors():
            key = ".".join(str(part) for part in detail["loc"])
            problems.append(_problem("wrong_key", name, key=key, detail=detail["msg"]))
        return None, problems


def _problem(
    code: str, indicator: str, severity: Severity = Severity.SKIPS, **values: str
) -> Problem:
    full = {"indicator": indicator, **values}
    return Problem(f"outcomes.{code}", severity, REGISTRY_FILE, values=full)


def _unknown(key: str) -> Problem:
    return Problem("outcomes.unknown_table", Severity.NOTICE, REGISTRY_FILE, values={"key": key})
