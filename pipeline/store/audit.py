"""The audit sample as the journal keeps it: drawn once, with its seed and its chances."""

from __future__ import annotations

import pandas as pd

from pipeline.domain.trust import AUDIT
from pipeline.store.journal import Event, Journal

AUDIT_SAMPLE = "audit_sample"


def record_audit(journal: Journal, sample: pd.DataFrame, stratum: str, who: str = "") -> int:
    """Write a drawn sample in the journal; a later one takes its place.

    Parameters
    ----------
    sample
        AUDIT.
    stratum
        Column that it was stratified by; empty: none.

    Returns
    -------
    int
        The event's id.
    """
    rows = AUDIT.conform(sample).to_dict("records")
    stories = [
        {
            "story_id": str(row["story_id"]),
            "stratum": str(row["stratum"]),
            "probability": float(row["probability"]),
            "order": int(row["order"]),
            "seed": int(row["seed"]),
        }
        for row in rows
    ]
    details = {"by": stratum, "stories": stories}
    return journal.record(Event(who=who, kind=AUDIT_SAMPLE, details=details))


def audit_of(events: pd.DataFrame) -> pd.DataFrame:
    """Return the sample that stands: AUDIT, empty when none was drawn.

    Parameters
    ----------
    events
        The standing events of the journal, oldest first.
    """
    drawn = events[events["kind"] == AUDIT_SAMPLE]
    if drawn.empty:
        return AUDIT.empty()
    return AUDIT.conform(pd.DataFrame(drawn.iloc[-1]["details"]["stories"], columns=AUDIT.names))
