"""A row of a table as metadata of a story."""

from __future__ import annotations

from dataclasses import fields, replace

from pipeline.domain import Metadata, Problem, Severity
from pipeline.ingest.periods import parse_consent, parse_period
from pipeline.ingest.sheets import Row
from pipeline.ingest.source import Source

_TEXTS = ("genre", "teller", "age_band", "programme", "question", "wijk")
METADATA_FIELDS = ("participant", *_TEXTS, "period", "consent")
_SHOWN = 20
"""Characters of a wrong value that a message repeats: enough to find it, too few for a story."""


def row_metadata(source: Source, row: Row) -> tuple[Metadata, tuple[Problem, ...]]:
    """Return a row's metadata; a period or consent that cannot be read is left empty."""
    problems: list[Problem] = []
    value = row.get("period")
    period = parse_period(value) if value else ""
    if period is None:
        problems.append(_notice(source, "no_period", row, value))
    consent: bool | None = None
    try:
        consent = parse_consent(row.get("consent"))
    except ValueError:
        problems.append(_notice(source, "no_consent", row, row.get("consent")))
    texts = {field: row.get(field) for field in _TEXTS}
    metadata = Metadata(**texts, period=period or "", consent=consent, extra=dict(row.extra))
    return metadata, tuple(problems)


def _notice(source: Source, code: str, row: Row, value: str) -> Problem:
    return source.problem(code, Severity.NOTICE, row.number, value=value[:_SHOWN])


def merged(base: Metadata, over: Metadata) -> Metadata:
    """Return ``base`` with every filled-in field of ``over``."""
    filled = {
        field.name: value
        for field in fields(Metadata)
        if field.name != "extra" and (value := getattr(over, field.name)) not in ("", None)
    }
    return replace(base, **filled, extra={**base.extra, **over.extra})
