"""What is left of a journal when somebody withdraws: a mark that something was taken out.

The journal is append-only for everything people decide. Withdrawal of consent goes before that:
decisions about the stories of a participant are taken out, words of those stories are taken out of
other decisions, and one event of kind ``forgotten`` is added that says how many decisions went. It
carries a random id and nothing that leads to the participant. The database file is then written
anew, so that no deleted row lingers in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from pipeline.store.journal import RETRACTION, Event, Journal, events_table

FORGOTTEN = "forgotten"
Spans = dict[str, list[tuple[int, int]]]


def forget_events(
    journal: Journal,
    story_ids: Collection[str],
    spans: Spans,
    is_trace: Callable[[str], bool],
) -> int:
    """Take decisions about stories out of a journal, for good.

    Parameters
    ----------
    story_ids
        Stories of which every decision goes.
    spans
        Stretches, by story, within which decisions go.
    is_trace
        Says of a text in another decision whether it has to go.

    Returns
    -------
    int
        Decisions that went. 0 and no mark when there were none and nothing was taken out.
    """
    table = events_table()
    with journal.engine.begin() as connection:
        rows = connection.execute(sa.select(table).order_by(table.c.id)).mappings().all()
        gone = {int(row["id"]) for row in rows if _about(row, story_ids, spans)}
        gone |= {int(r["id"]) for r in rows if r["kind"] == RETRACTION and r["refers_to"] in gone}
        kept = {int(row["id"]): row["details"] for row in rows if int(row["id"]) not in gone}
        cleaned = {key: _clean(value, is_trace) for key, value in kept.items()}
        changed = {key: value for key, value in cleaned.items() if value != kept[key]}
        if not gone and not changed:
            return 0
        journal.allow_changes(connection)
        mark = Event(who="", kind=FORGOTTEN, details={"id": uuid4().hex, "decisions": len(gone)})
        now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        connection.execute(table.insert().values(at=now, **_columns(mark)))
        for key, value in changed.items():
            details = value if isinstance(value, dict) else {}
            connection.execute(table.update().where(table.c.id == key).values(details=details))
        connection.execute(table.delete().where(table.c.id.in_(sorted(gone))))
    journal.forbid_changes()
    journal.write_anew()
    return len(gone)


def _columns(event: Event) -> dict[str, Any]:
    names = ("who", "kind", "story_id", "theme", "decision", "suggested_by", "details")
    return {name: getattr(event, name) for name in names}


def _about(row: Any, story_ids: Collection[str], spans: Spans) -> bool:
    story = row["story_id"]
    if story in story_ids:
        return True
    start, end = row["start"], row["end"]
    if start is None or end is None:
        return False
    return any(start < last and end > first for first, last in spans.get(story, ()))


def _clean(value: Any, is_trace: Callable[[str], bool]) -> Any:
    """Return a JSON value without traces: an item of a list goes whole, a field goes empty."""
    if isinstance(value, dict):
        return {key: _empty(item, is_trace) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, is_trace) for item in value if not _holds_trace(item, is_trace)]
    return value


def _empty(value: Any, is_trace: Callable[[str], bool]) -> Any:
    if isinstance(value, str):
        return "" if is_trace(value) else value
    return _clean(value, is_trace)


def _holds_trace(value: Any, is_trace: Callable[[str], bool]) -> bool:
    """Say whether an item of a list is, or directly holds, a trace."""
    if isinstance(value, str):
        return is_trace(value)
    if isinstance(value, dict):
        return any(isinstance(item, str) and is_trace(item) for item in value.values())
    if isinstance(value, list):
        return any(isinstance(item, str) and is_trace(item) for item in value)
    return False
