"""Outcome tables from files, by the registry that says what they mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipeline.domain import Problem, Severity
from pipeline.domain.tables import INDICATORS, OUTCOMES
from pipeline.outcomes.cells import has_decimal_comma, looks_like_thousands, parse_column
from pipeline.outcomes.known_breaks import known_breaks
from pipeline.outcomes.periods import normal_period
from pipeline.outcomes.registry import IndicatorSpec, read_registry
from pipeline.outcomes.sheets import Sheet, read_sheet

SHOWN_BAD_CELLS = 20
"""Bad cells named one by one per column; the rest are counted."""


@dataclass(frozen=True, slots=True)
class OutcomeData:
    """Everything that the outcomes folder gave.

    Parameters
    ----------
    indicators
        INDICATORS, one row per valid indicator, and two columns more: ``file`` (its name) and
        ``area_year`` (year of the area division, ``NA`` where none is given).
    outcomes
        OUTCOMES, one row per indicator, observation and period.
    problems
        What was left out or deserves a look, with file and row.
    """

    indicators: pd.DataFrame
    outcomes: pd.DataFrame
    problems: tuple[Problem, ...]


def read_indicators(folder: Path) -> OutcomeData:
    """Read the registry and every file that it names.

    Parameters
    ----------
    folder
        The study's outcomes folder, with ``indicators.toml`` and the files beside it.

    Returns
    -------
    OutcomeData
        What can be read; the rest as problems. Nothing is raised for a wrong file.
    """
    specs, problems = read_registry(folder)
    frames: list[pd.DataFrame] = []
    for spec in specs:
        frame, found = _read_one(folder, spec)
        frames.append(frame)
        # Two indicators may share one broken file: say it once.
        problems.extend(problem for problem in found if problem not in problems)
    filled = [frame for frame in frames if len(frame)]
    return OutcomeData(
        indicators=_indicator_table(specs),
        outcomes=OUTCOMES.conform(pd.concat(filled)) if filled else OUTCOMES.empty(),
        problems=tuple(problems),
    )


def _indicator_table(specs: Sequence[IndicatorSpec]) -> pd.DataFrame:
    if not specs:
        return INDICATORS.empty().assign(
            file=pd.Series(dtype="string"), area_year=pd.Series(dtype="Int64")
        )
    rows = [
        {
            **spec.model_dump(include=set(INDICATORS.names)),
            "indicator": spec.id,
            "label_en": spec.label_en or spec.label,
            "trend_breaks": " ".join(_breaks(spec)),
        }
        for spec in specs
    ]
    return INDICATORS.conform(pd.DataFrame(rows)).assign(
        file=pd.Series([spec.file for spec in specs], dtype="string"),
        area_year=pd.Series([spec.area_year for spec in specs], dtype="Int64"),
    )


def _breaks(spec: IndicatorSpec) -> list[str]:
    """Return an indicator's breaks as periods: its own in their order, then those known."""
    known = [period for name in spec.known_breaks for period in known_breaks()[name]]
    own = [normal_period(text) or text for text in spec.trend_breaks]
    return list(dict.fromkeys([*own, *known]))


def _read_one(folder: Path, spec: IndicatorSpec) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the values of one indicator, and what is wrong with its file."""
    sheet, problems = read_sheet(folder / spec.file, spec.observation_column, spec.sheet)
    if sheet is None:
        return pd.DataFrame(), problems
    named = [spec.period_column, spec.value_column, spec.denominator_column, *spec.where]
    for column in named:
        if column and column not in sheet.header:
            return pd.DataFrame(), [_problem(spec, "no_column", None, column=column)]
    sheet = _filtered(sheet, spec.where)
    frame, problems = _long(sheet, spec) if spec.value_column else _wide(sheet, spec)
    if not len(frame):
        return frame, problems or [_problem(spec, "no_rows", None, indicator=spec.id)]
    frame["value"] = frame["value"] * spec.scale
    problems += _outside(frame, spec)
    frame, doubled = _once(frame, spec)
    return frame.assign(indicator=spec.id), problems + doubled


def _filtered(sheet: Sheet, where: dict[str, str]) -> Sheet:
    """Keep the rows whose cells have the wanted texts."""
    keep = [True] * len(sheet.rows)
    for column, wanted in where.items():
        cells = sheet.column(column)
        keep = [k and str(cell).strip() == wanted for k, cell in zip(keep, cells, strict=True)]
    rows = tuple(row for row, k in zip(sheet.rows, keep, strict=True) if k)
    numbers = tuple(number for number, k in zip(sheet.numbers, keep, strict=True) if k)
    return replace(sheet, rows=rows, numbers=numbers)


def _long(sheet: Sheet, spec: IndicatorSpec) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table with one value per row."""
    frame = _observations(sheet, spec.observation_column)
    frame["value"], problems = _numbers(sheet, spec.value_column, spec)
    frame["period"] = ""
    if spec.denominator_column:
        frame["denominator"], found = _numbers(sheet, spec.denominator_column, spec)
        problems.extend(problem for problem in found if problem not in problems)
    if spec.period_column:
        texts = ["" if c is None else str(c).strip() for c in sheet.column(spec.period_column)]
        frame["period"] = [normal_period(text) for text in texts]
        rows = [int(row) for row in frame.loc[frame["period"].isna(), "row"]]
        problems.extend(_problem(spec, "no_period", r, column=spec.period_column) for r in rows)
    return _with_observation(frame[frame["period"].notna()]), problems


def _wide(sheet: Sheet, spec: IndicatorSpec) -> tuple[pd.DataFrame, list[Problem]]:
    """Read a table with one column per period."""
    problems: list[Problem] = []
    parts: list[pd.DataFrame] = []
    for name in sheet.header:
        period = normal_period(name)
        if period is None:
            continue
        part = _observations(sheet, spec.observation_column).assign(period=period)
        part["value"], found = _numbers(sheet, name, spec)
        problems.extend(found)
        parts.append(part)
    if not parts:
        return pd.DataFrame(), [_problem(spec, "no_period_columns", None)]
    return _with_observation(pd.concat(parts, ignore_index=True)), problems


def _observations(sheet: Sheet, column: str) -> pd.DataFrame:
    cells = sheet.column(column)
    names = ["" if cell is None else " ".join(str(cell).split()) for cell in cells]
    return pd.DataFrame({"observation": names, "row": sheet.numbers})


def _with_observation(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["observation"] != ""].copy()


def _numbers(sheet: Sheet, column: str, spec: IndicatorSpec) -> tuple[list[float], list[Problem]]:
    """Return a column as numbers, with a problem per cell that is none."""
    cells = sheet.column(column)
    # A percentage in the thousands is none: there a point is decimal.
    percentage = spec.unit == "%" and column != spec.denominator_column
    thousands = not sheet.decimal_points and not percentage
    values, bad = parse_column(cells, spec.missing, thousands)
    problems = []
    guessed = thousands and looks_like_thousands(cells)
    if guessed and not any(has_decimal_comma(row) for row in sheet.rows):
        notice = {"column": column}
        problems.append(
            Problem("outcomes.read_as_thousands", Severity.NOTICE, spec.file, values=notice)
        )
    problems += [
        _problem(spec, "bad_cell", sheet.numbers[place], column=column)
        for place in bad[:SHOWN_BAD_CELLS]
    ]
    if len(bad) > SHOWN_BAD_CELLS:
        rest = len(bad) - SHOWN_BAD_CELLS
        problems.append(_problem(spec, "more_bad_cells", None, column=column, n=rest))
    return values, problems


def _outside(frame: pd.DataFrame, spec: IndicatorSpec) -> list[Problem]:
    """Empty the values that cannot be, in place, and name their rows."""
    low = -math.inf if spec.minimum is None else spec.minimum
    high = math.inf if spec.maximum is None else spec.maximum
    outside = (frame["value"] < low) | (frame["value"] > high)
    rows = [int(row) for row in frame.loc[outside, "row"]]
    frame.loc[outside, "value"] = math.nan
    column = spec.value_column or spec.observation_column
    problems = [_problem(spec, "impossible", row, column=column) for row in rows[:SHOWN_BAD_CELLS]]
    if len(rows) > SHOWN_BAD_CELLS:
        rest = len(rows) - SHOWN_BAD_CELLS
        problems.append(_problem(spec, "more_bad_cells", None, column=column, n=rest))
    return problems


def _once(frame: pd.DataFrame, spec: IndicatorSpec) -> tuple[pd.DataFrame, list[Problem]]:
    """Keep the first value per observation and period; name the rows of the others."""
    doubled = frame.duplicated(["observation", "period"])
    rows = [int(row) for row in frame.loc[doubled, "row"]]
    problems = [_problem(spec, "double_row", row) for row in rows[:SHOWN_BAD_CELLS]]
    if len(rows) > SHOWN_BAD_CELLS:
        problems.append(_problem(spec, "more_double_rows", None, n=len(rows) - SHOWN_BAD_CELLS))
    return frame[~doubled].drop(columns="row"), problems


def _problem(spec: IndicatorSpec, code: str, row: int | None, **values: str | int) -> Problem:
    return Problem(f"outcomes.{code}", Severity.SKIPS, spec.file, row, values)
