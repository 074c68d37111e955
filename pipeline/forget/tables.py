"""Rows of tables that are about one participant, found and taken out; the rest stays as it was."""

from __future__ import annotations

import codecs
import csv
import io
import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

import openpyxl

from pipeline.ingest.sheets import TABLE_SUFFIXES, synonyms
from pipeline.store import Study

SEPARATORS = ",;\t|"
HEADER_WITHIN = 30
"""Rows in which the header is looked for; outcome tables may have a title above it."""
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Extra = Callable[[str, Sequence[str], Sequence[str]], bool]
"""Says of a row, by file name, header and cells, whether it has to go as well."""


def study_tables(study: Study) -> list[Path]:
    """Return every table that may have rows about participants."""
    folders = (study.stories, study.codings, study.outcomes)
    inside = [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]
    tables = [path for path in inside if path.is_file() and path.suffix.lower() in TABLE_SUFFIXES]
    return sorted({*tables, *([study.metadata] if study.metadata.is_file() else [])})


def rows_of(path: Path, study: Study, ids: Collection[str]) -> list[tuple[str, int]]:
    """Return worksheet (empty in a csv) and row of every row about one of some ids.

    Parameters
    ----------
    ids
        Of a participant and its stories.
    """
    columns = _columns(study)
    return [
        (sheet, row)
        for sheet, cells in _sheets(path)
        for row in _matching(cells, columns, ids, None, path.name)
    ]


def remove_rows(path: Path, study: Study, ids: Collection[str], extra: Extra | None = None) -> int:
    """Take the rows about some ids out of a table, in one step; return how many went.

    All other rows of a csv keep their very bytes. A workbook is written anew without the rows.
    """
    columns = _columns(study)
    if path.suffix.lower() == ".xlsx":
        return _from_workbook(path, columns, ids, extra)
    text, encoding = _text(path.read_bytes())
    lines, ends = _records(text)
    gone = set(_matching([cells for cells, _ in ends], columns, ids, extra, path.name))
    if not gone:
        return 0
    kept: list[str] = []
    start = 0
    for number, (_, end) in enumerate(ends, start=1):
        if number not in gone:
            kept.extend(lines[start:end])
        start = end
    _write(path, "".join(kept).encode(encoding))
    return len(gone)


def _columns(study: Study) -> frozenset[str]:
    """Return the names, in plain form, of columns that hold a participant or a story."""
    names = {*synonyms()["participant"], *synonyms()["story_id"]}
    registries = study.outcomes.glob("*.toml") if study.outcomes.is_dir() else []
    for path in registries:
        names |= set(_named(tomllib.loads(path.read_text(encoding="utf-8"))))
    return frozenset(_plain(name) for name in names)


def _named(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in ("observation_column", "client_column"):
                yield str(value)
            yield from _named(value)
    elif isinstance(tree, list):
        for item in tree:
            yield from _named(item)


def _plain(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _matching(
    rows: Sequence[Sequence[str]],
    columns: frozenset[str],
    ids: Collection[str],
    extra: Extra | None,
    name: str,
) -> list[int]:
    """Return the numbers, from 1, of rows that hold an id in a column of people or stories."""
    place = next((at for at, row in enumerate(rows[:HEADER_WITHIN]) if _named_in(row, columns)), -1)
    if place < 0:
        return []
    header, found = rows[place], []
    wanted = _named_in(header, columns)
    for number, row in enumerate(rows[place + 1 :], start=place + 2):
        cells = [cell.strip() for cell in row]
        own = any(at < len(cells) and _is_id(cells[at], ids) for at in wanted)
        if own or (extra is not None and extra(name, header, cells)):
            found.append(number)
    return found


def _named_in(header: Sequence[str], columns: frozenset[str]) -> list[int]:
    return [at for at, title in enumerate(header) if _plain(title) in columns]


def _is_id(cell: str, ids: Collection[str]) -> bool:
    return cell in ids or (cell != "" and Path(cell).stem in ids)


def _sheets(path: Path) -> list[tuple[str, list[list[str]]]]:
    if path.suffix.lower() == ".xlsx":
        book = openpyxl.load_workbook(path, data_only=True)
        return [(sheet.title, _cells(sheet)) for sheet in book.worksheets]
    text, _ = _text(path.read_bytes())
    return [("", [cells for cells, _ in _records(text)[1]])]


def _cells(sheet: openpyxl.worksheet.worksheet.Worksheet) -> list[list[str]]:
    return [
        ["" if value is None else str(value) for value in row]
        for row in sheet.iter_rows(values_only=True)
    ]


def _text(data: bytes) -> tuple[str, str]:
    """Return text and encoding; every byte of it comes back as it was."""
    if data.startswith(_MARKS):
        encoding = "utf-16-le" if data.startswith(_MARKS[0]) else "utf-16-be"
        return data.decode(encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _records(text: str) -> tuple[list[str], list[tuple[list[str], int]]]:
    """Return lines with their ends, and each record with the number of lines up to its end."""
    csv.field_size_limit(2**31 - 1)
    lines = list(io.StringIO(text, newline=""))
    body = "".join(lines[:HEADER_WITHIN])
    separator = max(SEPARATORS, key=body.count)
    announced = lines[0].lstrip("\ufeff").strip() if lines else ""
    if announced.startswith("sep=") and len(announced) == 5:
        separator = announced[-1]
    first, *rest = lines or [""]
    reader = csv.reader(iter([first.lstrip("\ufeff"), *rest]), delimiter=separator)
    return lines, [(cells, reader.line_num) for cells in reader]


def _from_workbook(
    path: Path, columns: frozenset[str], ids: Collection[str], extra: Extra | None
) -> int:
    book = openpyxl.load_workbook(path)
    count = 0
    for sheet in book.worksheets:
        for row in reversed(_matching(_cells(sheet), columns, ids, extra, path.name)):
            sheet.delete_rows(row)
            count += 1
    if count:
        stream = io.BytesIO()
        book.save(stream)
        _write(path, stream.getvalue())
    return count


def _write(path: Path, data: bytes) -> None:
    building = path.with_name(f".{path.name}.building")
    building.write_bytes(data)
    building.replace(path)
