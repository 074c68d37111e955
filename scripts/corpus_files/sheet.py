"""Answers to an open survey question as a workbook, and tables as csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import openpyxl
from openpyxl.styles import Alignment, Font

from corpus_files.archive import settled
from corpus_files.documents import AUTHOR

WIDTHS = (12, 14, 45, 100)


def as_xlsx(columns: Sequence[str], rows: Iterable[Mapping[str, str]], title: str) -> bytes:
    """Return a workbook of one worksheet with a header row."""
    book = openpyxl.Workbook()
    book.properties.creator = AUTHOR
    book.properties.title = title
    sheet = book.active
    sheet.title = "antwoorden"
    sheet.append(list(columns))
    for row in rows:
        sheet.append([row[column] for column in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for letter, width in zip("ABCD", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for cell in sheet["D"]:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    target = io.BytesIO()
    book.save(target)
    return settled(target.getvalue())


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return a table as comma-separated text with line feeds."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()
