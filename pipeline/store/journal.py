"""The append-only journal of what people decided.

Each event says who decided what, when, under which codebook version, and what the machine had
suggested. Nothing is ever changed: a decision is taken back by a later event. Spans are code
points in the story *as ingested*, so that they outlive a better pseudonymiser.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any

import pandas as pd
import sqlalchemy as sa

CODING = "coding"
RETRACTION = "retraction"

_metadata = sa.MetaData()
_events = sa.Table(
    "events",
    _metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.String(40), nullable=False),
    sa.Column("who", sa.String(80), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("story_id", sa.String(200), nullable=False, default=""),
    sa.Column("start", sa.Integer),
    sa.Column("end", sa.Integer),
    sa.Column("theme", sa.String(80), nullable=False, default=""),
    sa.Column("decision", sa.String(20), nullable=False, default=""),
    sa.Column("codebook_version", sa.Integer),
    sa.Column("suggested_by", sa.String(120), nullable=False, default=""),
    sa.Column("suggested_probability", sa.Float),
    sa.Column("refers_to", sa.Integer),
    sa.Column("details", sa.JSON, nullable=False, default=dict),
)


@dataclass(frozen=True, slots=True)
class Event:
    """One decision of one person.

    Parameters
    ----------
    kind
        ``"coding"``, ``"retraction"``, or what a page needs to remember.
    start, end
        Code points in the story as ingested (``source_start`` and ``source_end``).
    suggested_by, suggested_probability
        What the machine had said when the person decided.
    refers_to
        The event that a retraction takes back.
    """

    who: str
    kind: str = CODING
    story_id: str = ""
    start: int | None = None
    end: int | None = None
    theme: str = ""
    decision: str = ""
    codebook_version: int | None = None
    suggested_by: str = ""
    suggested_probability: float | None = None
    refers_to: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


class Journal:
    """The journal behind a database URL; SQLite in WAL mode unless told otherwise."""

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        if self._engine.dialect.name == "sqlite":
            sa.event.listen(self._engine, "connect", _set_up_sqlite)
        _metadata.create_all(self._engine)
        if self._engine.dialect.name == "sqlite":
            self._forbid_changes()

    def record(self, event: Event) -> int:
        """Add an event; it is on disk when this returns.

        Returns
        -------
        int
            The event's id.
        """
        now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")
        with self._engine.begin() as connection:
            result = connection.execute(_events.insert().values(at=now, **asdict(event)))
        key = result.inserted_primary_key
        if key is None:
            raise RuntimeError("the database gave the event no id")
        return int(key[0])

    def retract(self, event_id: int, who: str) -> int:
        """Take an earlier event back, by a new one.

        Raises
        ------
        KeyError
            If there is no such event.
        """
        with self._engine.connect() as connection:
            query = sa.select(_events.c.id).where(_events.c.id == event_id)
            if connection.execute(query).first() is None:
                raise KeyError(event_id)
        return self.record(Event(who=who, kind=RETRACTION, refers_to=event_id))

    def events(self, kind: str | None = None) -> pd.DataFrame:
        """Return the events that still stand, oldest first.

        Parameters
        ----------
        kind
            Only events of this kind; retracted ones are left out.
        """
        frame = self.history()
        retracted = frame.loc[frame["kind"] == RETRACTION, "refers_to"]
        standing = frame[~frame["id"].isin(retracted) & (frame["kind"] != RETRACTION)]
        if kind is not None:
            standing = standing[standing["kind"] == kind]
        return standing.reset_index(drop=True)

    def history(self) -> pd.DataFrame:
        """Return every event, retracted and retracting ones included, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(_events).order_by(_events.c.id)).mappings().all()
        frame = pd.DataFrame([dict(row) for row in rows], columns=list(_events.c.keys()))
        integers = ("id", "start", "end", "codebook_version", "refers_to")
        return frame.astype(dict.fromkeys(integers, "Int64"))

    def last_id(self) -> int:
        """Return the id of the newest event, 0 for an empty journal."""
        with self._engine.connect() as connection:
            newest = connection.execute(sa.select(sa.func.max(_events.c.id))).scalar()
        return int(newest or 0)

    @property
    def engine(self) -> sa.Engine:
        """The database."""
        return self._engine

    def allow_changes(self, connection: sa.Connection) -> None:
        """Lift the ban on changes within a transaction; only withdrawal of consent does so."""
        if self._engine.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(sa.text(f"DROP TRIGGER IF EXISTS events_no_{verb}"))

    def forbid_changes(self) -> None:
        """Forbid changing and deleting events."""
        if self._engine.dialect.name == "sqlite":
            self._forbid_changes()

    def write_anew(self) -> None:
        """Write the whole database again, so that nothing deleted is left in its files."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM"))
            if self._engine.dialect.name == "sqlite":
                connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def close(self) -> None:
        """Release the database."""
        self._engine.dispose()

    def _forbid_changes(self) -> None:
        with self._engine.begin() as connection:
            for verb in ("UPDATE", "DELETE"):
                connection.execute(
                    sa.text(
                        f"CREATE TRIGGER IF NOT EXISTS events_no_{verb.lower()} "
                        f"BEFORE {verb} ON events "
                        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
                    )
                )


def events_table() -> sa.Table:
    """Return the table of events."""
    return _events


def journal_codings(events: pd.DataFrame) -> pd.DataFrame:
    """Turn coding events into codings in the coordinates of the ingested stories.

    The newest decision of each person on a theme in a span stands.

    Returns
    -------
    DataFrame
        Columns set (``person:NAME``), story_id, start, end, theme, decision, evidence_start,
        evidence_end, sure, at.
    """
    codings = events[events["kind"] == CODING]
    latest = codings.drop_duplicates(["who", "story_id", "start", "end", "theme"], keep="last")
    return pd.DataFrame(
        {
            "set": "person:" + latest["who"].astype("string"),
            "story_id": latest["story_id"].astype("string"),
            "start": latest["start"].astype("Int64"),
            "end": latest["end"].astype("Int64"),
            "theme": latest["theme"].astype("string"),
            "decision": latest["decision"].astype("string"),
            "evidence_start": pd.Series(pd.NA, index=latest.index, dtype="Int64"),
            "evidence_end": pd.Series(pd.NA, index=latest.index, dtype="Int64"),
            "sure": pd.Series(pd.NA, index=latest.index, dtype="Int64"),
            "at": latest["at"].astype("string"),
        }
    ).reset_index(drop=True)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    """WAL so that pages read while a decision is written; FULL so that it survives a power cut."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
