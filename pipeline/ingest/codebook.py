"""The codebook: themes in a YAML file that people edit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from pipeline.domain import Codebook, Polarity, Problem, Severity, Theme, UserError
from pipeline.ingest.decode import decode
from pipeline.ingest.source import Source, load

_NEEDED = ("id", "label", "definition")
_TEXTS = ("id", "label", "label_en", "definition", "include", "exclude", "parent")
_LISTS = {
    "examples": ("example", "examples"),
    "implicit_examples": ("example_implicit", "implicit_examples"),
    "outcome_domains": ("outcome_domains",),
}
_LISTED = frozenset(name for names in _LISTS.values() for name in names)
_FIELDS = frozenset(_TEXTS) | _LISTED | {"polarity"}
_SINGLE = (str, int, float, dt.date)
"""What YAML reads as one value. Nested lists are never written out: with YAML's references a
small file can hold one that would fill the memory."""
_ID = re.compile(r"[a-z0-9][a-z0-9_]*")


def read_codebook(path: Path) -> Codebook:
    """Read a codebook.

    Raises
    ------
    UserError
        If the file is missing or no codebook, or if any theme is wrong; one problem per
        mistake, with the line where the theme starts.
    """
    try:
        source = load(path, path.parent)
        text = decode(source).text
    except UserError as error:
        raise UserError([_blocking(problem) for problem in error.problems]) from error
    raw, lines = _parse(source, text)
    version = raw.get("version")
    problems: list[Problem] = []
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        problems.append(_problem(source, "codebook_version", None))
    themes: list[Theme] = []
    for entry, line in zip(raw["themes"], lines, strict=True):
        wrong = _mistakes(source, entry, line, {theme.id for theme in themes})
        problems += wrong
        if not wrong:
            themes.append(_theme(entry))
    problems += _orphans(source, themes, lines) if not problems else []
    if problems:
        raise UserError(problems)
    return Codebook(_text(raw.get("title")), int(raw["version"]), tuple(themes))


def _blocking(problem: Problem) -> Problem:
    return Problem(problem.code, Severity.BLOCKS, problem.file, problem.row, problem.values)


def _problem(source: Source, code: str, line: int | None, **values: str | int) -> Problem:
    return source.problem(code, Severity.BLOCKS, line, **values)


def _parse(source: Source, text: str) -> tuple[dict[str, Any], list[int]]:
    """Return the file's mapping and the line of each theme."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise UserError(_problem(source, "codebook_no_yaml", line)) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("themes"), list) or not raw["themes"]:
        raise UserError(_problem(source, "codebook_without_themes", None))
    return raw, _theme_lines(node)


def _theme_lines(node: Any) -> list[int]:
    """Return the line where each theme starts; ``node`` is the whole file as YAML saw it."""
    themes = next(value for key, value in node.value if key.value == "themes")
    return [item.start_mark.line + 1 for item in themes.value]


def _mistakes(source: Source, entry: object, line: int, seen: set[str]) -> list[Problem]:
    if not isinstance(entry, Mapping):
        return [_problem(source, "theme_no_fields", line)]
    theme_id = _text(entry.get("id"))
    problems = [
        _problem(source, "theme_without", line, theme=theme_id or "?", field=field)
        for field in _NEEDED
        if not _text(entry.get(field))
    ]
    problems += [
        _problem(source, "theme_unknown_field", line, theme=theme_id or "?", field=str(field))
        for field in entry
        if field not in _FIELDS
    ]
    problems += [
        _problem(source, "theme_no_text", line, theme=theme_id or "?", field=field)
        for field, value in entry.items()
        if field in _FIELDS and not _is_readable(value, listed=field in _LISTED)
    ]
    if theme_id and not _ID.fullmatch(theme_id):
        problems.append(_problem(source, "theme_id", line, theme=theme_id))
    if theme_id in seen:
        problems.append(_problem(source, "theme_twice", line, theme=theme_id))
    if str(entry.get("polarity", "positive")) not in set(Polarity):
        problems.append(_problem(source, "theme_polarity", line, theme=theme_id or "?"))
    return problems


def _orphans(source: Source, themes: list[Theme], lines: list[int]) -> list[Problem]:
    ids = {theme.id for theme in themes}
    return [
        _problem(source, "theme_parent", line, theme=theme.id, parent=theme.parent)
        for theme, line in zip(themes, lines, strict=True)
        if theme.parent and (theme.parent not in ids or theme.parent == theme.id)
    ]


def _theme(entry: Mapping[str, Any]) -> Theme:
    values: dict[str, Any] = {field: _text(entry.get(field)) for field in _TEXTS}
    values |= {field: _list(entry, names) for field, names in _LISTS.items()}
    return Theme(**values, polarity=Polarity(entry.get("polarity", "positive")))


def _text(value: object) -> str:
    """Return a single value as one line of text: YAML's folded blocks end in a line feed."""
    return " ".join(str(value).split()) if isinstance(value, _SINGLE) else ""


def _is_readable(value: object, *, listed: bool) -> bool:
    """Say whether a field holds text or, where that is allowed, a list of texts."""
    if listed and isinstance(value, list):
        return all(isinstance(item, _SINGLE) for item in value)
    return value is None or isinstance(value, _SINGLE)


def _list(entry: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...]:
    values: list[str] = []
    for name in names:
        value = entry.get(name)
        items = value if isinstance(value, list) else [value]
        values += [text for item in items if (text := _text(item))]
    return tuple(values)
