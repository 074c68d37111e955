"""Real area figures: a few columns of the published ELAN table."""

from __future__ import annotations

import csv
import io
import re

from corpus_files.sheet import as_csv

COLUMNS = {
    "WKC": "wijkcode",
    "Wijknaam": "wijknaam",
    "GMN": "gemeente",
    "YEAR": "jaar",
    "Total_Population": "inwoners",
    "%_Debt_Poor": "schuldsanering_pct",
    "%_Wanbet": "wanbetaler_zorg_pct",
    "%_Welfare_benefit_user": "bijstand_pct",
    "%_JGDHULP_user": "jeugdhulp_pct",
    "%_Low_Income": "laag_inkomen_pct",
}
"""Columns that are kept, and what they are called here."""
_SHARE = "_pct"
DECIMALS = 3
_WIJK = re.compile(r"WK\d{6}")
"""Residents whose district is not known have a code with dashes; they are no district."""


def haaglanden(table: str) -> str:
    """Return the kept columns as csv, shares as percentages.

    0 and empty mean suppressed or not measured in the source; both become empty here. Rows of
    no district are left out.

    Parameters
    ----------
    table
        The source table as comma-separated text; shares between 0 and 1.
    """
    rows = []
    for source in csv.DictReader(io.StringIO(table)):
        if not _WIJK.fullmatch(source["WKC"]):
            continue
        row = {name: source[column].strip() for column, name in COLUMNS.items()}
        shares = {name: _percentage(row[name]) for name in row if name.endswith(_SHARE)}
        rows.append({**row, "inwoners": _count(row["inwoners"]), **shares})
    rows.sort(key=lambda row: (row["wijkcode"], row["jaar"]))
    return as_csv(tuple(COLUMNS.values()), rows)


def _percentage(cell: str) -> str:
    share = float(cell) if cell else 0.0
    return f"{100 * share:.{DECIMALS}f}" if share > 0 else ""


def _count(cell: str) -> str:
    number = round(float(cell)) if cell else 0
    return str(number) if number > 0 else ""
