"""How well a team registers: complete, on time, once, and possible."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.domain import Problem, Severity
from pipeline.outcomes.cells import parse_column
from pipeline.outcomes.registration_rules import RegistrationRules, read_rules
from pipeline.outcomes.registration_teams import team_drift, team_shares
from pipeline.outcomes.sheets import read_sheet

FLAW_COLUMNS = ["kind", "column", "registration", "row", "team", "registered_on", "other"]


class Flaw(StrEnum):
    """Kinds of flaws; the sentences stand under ``outcomes.flaw`` in the texts."""

    MISSING = "missing"
    LATE = "late"
    DOUBLE = "double"
    NO_DATE = "no_date"
    END_BEFORE_START = "end_before_start"
    START_IN_FUTURE = "start_in_future"
    IMPOSSIBLE_VALUE = "impossible_value"
    NO_NUMBER = "no_number"
    NOT_FOR_THIS_CLIENT = "not_for_this_client"


@dataclass(frozen=True, slots=True)
class RegistrationQuality:
    """What is wrong in a registration table, row by row and team by team.

    Parameters
    ----------
    rows
        Number of registrations.
    flaws
        One row per flaw: ``kind``, ``column``, ``registration`` (its id), ``row`` (as a spreadsheet
        shows it), ``team``, ``registered_on`` and ``other`` (id of the row it doubles).
    teams
        One row per team and kind: ``n``, ``k``, ``share`` and its Wilson interval.
    drift
        One row per team and kind: shares in the first and last quarter of a team's rows, and
        whether they rise or fall over time.
    """

    rows: int
    flaws: pd.DataFrame
    teams: pd.DataFrame
    drift: pd.DataFrame


def registration_quality(folder: Path) -> tuple[RegistrationQuality | None, list[Problem]]:
    """Check the registration table that ``registrations.toml`` of a folder describes.

    Returns
    -------
    quality, problems
        ``None`` where there are no rules, or the file cannot be used.
    """
    rules, problems = read_rules(folder)
    if rules is None:
        return None, problems
    sheet, problems = read_sheet(folder / rules.file, rules.id_column)
    if sheet is None:
        return None, problems
    missing = sorted(rules.columns - set(sheet.header))
    if missing:
        problems = [
            Problem("outcomes.no_column", Severity.SKIPS, rules.file, values={"column": column})
            for column in missing
        ]
        return None, problems
    cells = {name: [_text(cell) for cell in sheet.column(name)] for name in sheet.header if name}
    table = pd.DataFrame(cells, dtype="string").assign(row=list(sheet.numbers))
    return check_registrations(table, rules), []


def check_registrations(table: pd.DataFrame, rules: RegistrationRules) -> RegistrationQuality:
    """Find the flaws in a registration table.

    Parameters
    ----------
    table
        Texts under the columns that the rules name (empty where nothing was filled in), and
        ``row``.
    rules
        What the table should look like.
    """
    dates = {column: _dates(table[column]) for column in rules.dates}
    parts = [
        *(_flaw(table, Flaw.MISSING, column, table[column] == "") for column in rules.required),
        *(
            _flaw(table, Flaw.NO_DATE, column, (table[column] != "") & values.isna())
            for column, values in dates.items()
        ),
        *_date_flaws(table, rules, dates),
        *_value_flaws(table, rules),
        _doubles(table, rules, dates),
    ]
    filled = [part for part in parts if len(part)]
    flaws = pd.concat(filled) if filled else pd.DataFrame(columns=["kind", "column", "place"])
    flaws = flaws.sort_values(["place", "kind", "column"], kind="stable").reset_index(drop=True)
    places = flaws["place"].astype(int)
    team = table[rules.team_column] if rules.team_column else pd.Series("", index=table.index)
    when = dates.get(rules.registered_column, pd.Series(pd.NaT, index=table.index))
    flaws = flaws.assign(
        registration=table[rules.id_column].iloc[places].to_numpy(),
        row=table["row"].iloc[places].to_numpy(),
        team=team.iloc[places].to_numpy(),
        registered_on=when.iloc[places].to_numpy(),
    )
    marked = flaws.assign(place=places)
    return RegistrationQuality(
        rows=len(table),
        flaws=flaws.reindex(columns=FLAW_COLUMNS),
        teams=team_shares(marked, team),
        drift=team_drift(marked, team, when),
    )


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().removesuffix(" 00:00:00")


def _dates(column: pd.Series[str]) -> pd.Series[pd.Timestamp]:
    """Read dates as 2024-03-01 or 1-3-2024; what is neither becomes NaT."""
    iso = pd.to_datetime(column, format="%Y-%m-%d", errors="coerce")
    dutch = pd.to_datetime(column.str.replace("/", "-"), format="%d-%m-%Y", errors="coerce")
    return iso.fillna(dutch)


def _flaw(
    table: pd.DataFrame, kind: Flaw, column: str, where: pd.Series[bool], other: object = ""
) -> pd.DataFrame:
    places = np.flatnonzero(where.to_numpy(dtype=bool, na_value=False))
    return pd.DataFrame({"place": places, "kind": kind.value, "column": column, "other": other})


def _date_flaws(
    table: pd.DataFrame, rules: RegistrationRules, dates: dict[str, pd.Series[pd.Timestamp]]
) -> list[pd.DataFrame]:
    """Find what dates say about each other."""
    start = dates.get(rules.start_column)
    if start is None:
        return []
    found = []
    registered, end = dates.get(rules.registered_column), dates.get(rules.end_column)
    if registered is not None:
        days = (registered - start).dt.days
        found.append(_flaw(table, Flaw.LATE, rules.registered_column, days > rules.late_after))
        # The last registration stands for today: a check must not depend on the day it runs.
        later = start > registered.max()
        found.append(_flaw(table, Flaw.START_IN_FUTURE, rules.start_column, later))
    if end is not None:
        today = registered.max() if registered is not None else start.max()
        before = (end < start) & ~(start > today)
        found.append(_flaw(table, Flaw.END_BEFORE_START, rules.end_column, before))
    return found


def _value_flaws(table: pd.DataFrame, rules: RegistrationRules) -> list[pd.DataFrame]:
    """Find values that cannot be, or cannot be for this client."""
    found = []
    for column, limits in rules.ranges.items():
        values, bad = parse_column(table[column].tolist())
        number = pd.Series(values, index=table.index)
        low = -np.inf if limits.minimum is None else limits.minimum
        high = np.inf if limits.maximum is None else limits.maximum
        found.append(_flaw(table, Flaw.IMPOSSIBLE_VALUE, column, (number < low) | (number > high)))
        none = pd.Series(np.isin(np.arange(len(table)), bad), index=table.index)
        found.append(_flaw(table, Flaw.NO_NUMBER, column, none))
    for rule in rules.only_for:
        elsewhere = (table[rule.column] != "") & ~table[rule.when].isin(rule.values)
        positive = elsewhere & ~table[rule.column].str.casefold().isin(["nee", "no", "0"])
        found.append(_flaw(table, Flaw.NOT_FOR_THIS_CLIENT, rule.column, positive))
    return found


def _doubles(
    table: pd.DataFrame, rules: RegistrationRules, dates: dict[str, pd.Series[pd.Timestamp]]
) -> pd.DataFrame:
    """Find rows that register a start once more; the first of them is not a flaw."""
    start = dates.get(rules.start_column, pd.Series(pd.NaT, index=table.index))
    when = start.fillna(dates.get(rules.registered_column, start))
    keys = [rules.client_column, *rules.same]
    order = table.assign(when=when, place=np.arange(len(table))).sort_values(["when", "place"])
    groups = order.groupby(keys, sort=False)
    days = groups["when"].diff().dt.days
    first = order[rules.id_column].groupby([order[key] for key in keys], sort=False).shift()
    hit = days.notna() & (days <= rules.double_within)
    return pd.DataFrame(
        {
            "place": order.loc[hit, "place"].to_numpy(),
            "kind": Flaw.DOUBLE.value,
            "column": rules.client_column,
            "other": first[hit].to_numpy(),
        }
    )
