"""Flaws of real registrations, planted in known rows of people who told no story."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

COLUMNS = (
    "registration",
    "participant",
    "wijk",
    "programme",
    "team",
    "worker",
    "age_band",
    "registered_on",
    "start_date",
    "end_date",
    "contacts",
    "vsv",
    "schuldregeling",
    "satisfaction",
)
DATES = ("registered_on", "start_date", "end_date")
COUNTS = {
    "missing_start": 30,
    "missing_team": 20,
    "missing_contacts": 15,
    "late": 120,
    "double_same": 12,
    "double_near": 8,
    "end_before_start": 10,
    "grade_out_of_range": 6,
    "contacts_negative": 4,
    "start_in_future": 4,
    "date_that_is_none": 3,
    "vsv_of_adult": 5,
}
"""Rows per kind of flaw. *Late*: entered more than 30 days after the start. *double_same*: the
same registration twice; *double_near*: once more within a week, by another worker."""
LATE_AFTER = 30
"""Days after the start from which a registration is late; a correct one takes at most 21."""


def with_flaws(
    people: pd.DataFrame, rng: np.random.Generator
) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """Return the registration table as it is kept, and the rows of each kind of flaw.

    A row carries at most one flaw. Rows are numbered in order of entry.
    """
    rows = people.astype(object).where(people.notna(), "").assign(flaw="")
    free = rng.permutation(np.flatnonzero(~people["told"].to_numpy(dtype=bool))).tolist()
    doubles = []
    for kind, count in COUNTS.items():
        chosen = [_next(free, rows, kind) for _ in range(count)]
        if kind.startswith("double"):
            doubles += [_again(rows.loc[place], kind) for place in chosen]
            continue
        for place in chosen:
            rows.loc[place, "flaw"] = kind
            for column, value in _spoiled(kind, rows.loc[place], rng).items():
                rows.at[place, column] = value
    table = pd.concat([rows, pd.DataFrame(doubles)], ignore_index=True)
    order = sorted(range(len(table)), key=lambda i: (table.at[i, "registered_on"], i))
    table = table.loc[order].reset_index(drop=True)
    table["registration"] = [f"R-{number:05}" for number in range(1, len(table) + 1)]
    flaws = {kind: table.loc[table["flaw"] == kind, "registration"].tolist() for kind in COUNTS}
    for column in DATES:
        table[column] = [v.isoformat() if isinstance(v, dt.date) else v for v in table[column]]
    return table[list(COLUMNS)], flaws


def _next(free: list[int], rows: pd.DataFrame, kind: str) -> int:
    """Take the next row that can carry this flaw."""
    for at, place in enumerate(free):
        if _can_carry(rows.loc[place], kind):
            return free.pop(at)
    raise ValueError(f"no row left for {kind}")


def _can_carry(row: pd.Series, kind: str) -> bool:
    if kind == "end_before_start":
        return row["end_date"] != ""
    if kind == "vsv_of_adult":
        return row["age_band"] in ("36-50", "51-67", "68+")
    return True


def _spoiled(kind: str, row: pd.Series, rng: np.random.Generator) -> dict[str, object]:
    """Return the columns that a flaw changes."""
    start = row["start_date"]
    missing = {"missing_start": "start_date", "missing_team": "team"}
    if kind in missing:
        return {missing[kind]: ""}
    if kind == "missing_contacts":
        return {"contacts": ""}
    if kind == "late":
        days = int(rng.integers(LATE_AFTER + 5, 200))
        return {"registered_on": start + dt.timedelta(days=days)}
    if kind == "end_before_start":
        return {"end_date": start - dt.timedelta(days=int(rng.integers(5, 90)))}
    if kind == "start_in_future":
        return {"start_date": start.replace(year=start.year + 10, day=1)}
    values = {
        "grade_out_of_range": {"satisfaction": int(rng.choice([0, 11, 85]))},
        "contacts_negative": {"contacts": -int(rng.integers(1, 9))},
        "date_that_is_none": {"start_date": f"{start.year}-06-31"},
        "vsv_of_adult": {"vsv": "ja"},
    }
    return dict(values[kind])


def _again(row: pd.Series, kind: str) -> pd.Series:
    """Return a second registration of the same client."""
    later = dt.timedelta(days=1 if kind == "double_same" else 5)
    again = row.copy()
    again["flaw"] = kind
    if kind == "double_near":
        again["registered_on"] = row["registered_on"] + later
        again["start_date"] = row["start_date"] + later
        again["worker"] = f"{row['worker'][0]}{int(row['worker'][1:]) % 9 + 1:02}"
    return again
