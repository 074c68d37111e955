"""Tables (csv, tsv, xlsx) as rows of text with the row numbers that a spreadsheet shows."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import openpyxl

from pipeline.domain import Problem
from pipeline.ingest.archive import check
from pipeline.ingest.decode import decode
from pipeline.ingest.source import Source

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx"})
_DELIMITERS = ";,\t|"
_ANNOUNCED = re.compile(r"sep=(.)(?=\n)")
"""First line that Excel understands as the delimiter."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number, known fields by field name, and other columns as written."""

    number: int
    fields: Mapping[str, str]
    extra: Mapping[str, str]

    def get(self, field: str) -> str:
        """Return a field's value, ``""`` when the column is missing or empty."""
        return self.fields.get(field, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``name`` is the worksheet's, ``""`` in a csv."""

    name: str
    fields: frozenset[str]
    rows: tuple[Row, ...]


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return the names that each field goes by, the first for messages."""
    raw = resources.files("pipeline.ingest").joinpath("columns.toml").read_text(encoding="utf-8")
    return {field: tuple(names) for field, names in tomllib.loads(raw).items()}


def read_sheets(source: Source, known: Sequence[str]) -> tuple[list[Sheet], tuple[Problem, ...]]:
    """Return every table in a file, with the columns of ``known`` fields recognised.

    Parameters
    ----------
    known
        Field names from ``columns.toml``; other columns end up in ``Row.extra``.

    Raises
    ------
    UserError
        If the file is no table of its kind.
    """
    if source.suffix == ".xlsx":
        return [_sheet(name, cells, known) for name, cells in _workbook(source)], ()
    decoded = decode(source)
    return [_sheet("", _records(decoded.text), known)], decoded.problems


def _records(text: str) -> list[list[str]]:
    """Split delimited text; the delimiter is the one that the header holds most of."""
    csv.field_size_limit(2**31 - 1)  # the default cuts off at 131,072 characters: a long interview
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    announced = _ANNOUNCED.match(text)
    if announced:
        delimiter = announced[1]
        text = text[announced.end() :]  # keeps the line feed, so that row numbers stay right
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _workbook(source: Source) -> list[tuple[str, list[list[str]]]]:
    check(source, "xl/workbook.xml")
    try:
        book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # some programs write a wrong size, which hides columns
        return [
            (
                sheet.title,
                [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)],
            )
            for sheet in book.worksheets
        ]
    # The workbook may be broken in as many ways as openpyxl and its XML parser have errors.
    except Exception as error:
        raise source.unusable("not_this_format", suffix=source.suffix) from error


def _cell(value: object) -> str:
    """Return a spreadsheet value as a person would type it in a csv."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _sheet(name: str, cells: Iterable[Sequence[str]], known: Sequence[str]) -> Sheet:
    numbered = [
        (number, row) for number, row in enumerate(cells, start=1) if any(c.strip() for c in row)
    ]
    if not numbered:
        return Sheet(name, frozenset(), ())
    header = [_field(title, known) for title in numbered[0][1]]
    titles = [title.strip() for title in numbered[0][1]]
    # Of two columns for one field (id and story_id) the first counts, the other is kept as extra.
    first = {field: header.index(field) for field in header if field}
    rows = []
    for number, row in numbered[1:]:
        values = [value.strip() for value in row] + [""] * (len(titles) - len(row))
        fields = {field: values[column] for field, column in first.items()}
        extra = {
            title: values[column]
            for column, title in enumerate(titles)
            if title and first.get(header[column]) != column and values[column]
        }
        rows.append(Row(number, fields, extra))
    return Sheet(name, frozenset(first), tuple(rows))


def _field(title: str, known: Sequence[str]) -> str:
    plain = "_".join(title.casefold().replace("-", " ").replace("_", " ").split())
    for field in known:
        if plain in synonyms()[field]:
            return field
    return ""
