"""Plain text and Markdown: the characters as they are."""

from __future__ import annotations

from pipeline.ingest.decode import decode
from pipeline.ingest.source import Draft, Source


def read(source: Source) -> Draft:
    """Return the text of a ``.txt`` or ``.md`` file; white space at its very end is dropped.

    Raises
    ------
    UserError
        If the bytes are no text.
    """
    decoded = decode(source)
    return Draft(decoded.text.rstrip(), decoded.problems)
