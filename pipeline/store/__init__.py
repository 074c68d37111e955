"""A study on disk: what people decided, what was computed, and how to find both."""

from pipeline.store.audit import audit_of, record_audit
from pipeline.store.cache import Cache, content_key, frame_key
from pipeline.store.journal import Event, Journal, journal_codings
from pipeline.store.results import Results, publish
from pipeline.store.study import Study, open_study

__all__ = [
    "Cache",
    "Event",
    "Journal",
    "Results",
    "Study",
    "audit_of",
    "content_key",
    "frame_key",
    "journal_codings",
    "open_study",
    "publish",
    "record_audit",
]
