"""Outcome files as plain rows of cells: csv in any Dutch guise, and xlsx."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.domain import Problem, Severity

SEPARATORS = (";", ",", "\t", "|")
HEADER_WITHIN = 30
"""Rows searched for the header: StatLine and DUO put a title and notes above it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in its file.

    Parameters
    ----------
    header
        Column names, stripped.
    rows
        Cells per data row, as long as the header.
    numbers
        Row numbers as a spreadsheet shows them, one per data row.
    decimal_points
        Points are decimal for sure: commas stand between the columns.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    numbers: tuple[int, ...]
    decimal_points: bool = False

    def column(self, name: str) -> list[object]:
        """Return the cells under a header.

        Raises
        ------
        KeyError
            If there is no such column.
        """
        if name not in self.header:
            raise KeyError(name)
        place = self.header.index(name)
        return [row[place] for row in self.rows]


def read_sheet(path: Path, wanted: str, sheet: str = "") -> tuple[Sheet | None, list[Problem]]:
    """Read a csv or xlsx file whose header has a column ``wanted``.

    Parameters
    ----------
    path
        The file. Text is read as UTF-8, UTF-16 (by its mark) or else Windows-1252; the
        separator is the one under which ``wanted`` is a column.
    wanted
        Name of a column that the header must have; rows above the header are left out.
    sheet
        Worksheet of an xlsx; empty: the first.

    Returns
    -------
    sheet, problems
        ``None`` with the reason if the file cannot be used.
    """
    if not path.is_file():
        return None, [_problem("no_file", path)]
    try:
        tables = [("", _xlsx(path, sheet))] if path.suffix.lower() == ".xlsx" else _csv(path)
    except KeyError:
        return None, [_problem("no_sheet", path, sheet=sheet)]
    except (InvalidFileException, zipfile.BadZipFile, OSError, ValueError, csv.Error) as error:
        return None, [_problem("unreadable", path, detail=type(error).__name__)]
    for separator, table in tables:
        if (found := _from_header(table, wanted)) is not None:
            return replace(found, decimal_points=separator == ","), []
    return None, [_problem("no_column", path, column=wanted)]


def _problem(code: str, path: Path, row: int | None = None, **values: str | int) -> Problem:
    return Problem(f"outcomes.{code}", Severity.SKIPS, path.name, row, values)


def _csv(path: Path) -> list[tuple[str, list[list[object]]]]:
    """Return the file read with each separator; the header says later which one is right."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
    return [
        (s, [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=s)])
        for s in SEPARATORS
    ]


def _xlsx(path: Path, sheet: str) -> list[list[object]]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        worksheet = book[sheet] if sheet else book.worksheets[0]
        return [list(row) for row in worksheet.iter_rows(values_only=True)]
    finally:
        book.close()


def _from_header(table: list[list[object]], wanted: str) -> Sheet | None:
    """Cut a table at its header row; ``None`` if no row near the top has ``wanted``."""
    for place, row in enumerate(table[:HEADER_WITHIN]):
        header = tuple("" if cell is None else str(cell).strip() for cell in row)
        if wanted in header and (len(header) > 1 or len(table) > 1):
            return Sheet(header, *_body(table[place + 1 :], len(header), place + 2))
    return None


def _body(
    rows: list[list[object]], width: int, first: int
) -> tuple[tuple[tuple[object, ...], ...], tuple[int, ...]]:
    """Return data rows at the header's width with their numbers; empty rows and notes go."""
    kept: list[tuple[object, ...]] = []
    numbers: list[int] = []
    for number, row in enumerate(rows, start=first):
        filled = sum(1 for cell in row if cell is not None and str(cell).strip())
        is_note = filled <= 1 < width
        if not is_note and filled:
            kept.append(tuple(row[:width]) + (None,) * (width - len(row)))
            numbers.append(number)
    return tuple(kept), tuple(numbers)
