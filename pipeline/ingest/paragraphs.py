"""How paragraphs of a document become one text."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.labels import is_speaker
from pipeline.ingest.source import line_feeds
from pipeline.ingest.turns import find_turns


def join_paragraphs(paragraphs: Sequence[str]) -> str:
    r"""Return paragraphs as one text; empty ones are dropped.

    Speaker turns are set line under line, other paragraphs with a blank line between, so
    that the text reads like a transcript or a letter typed in a plain editor.

    Examples
    --------
    >>> join_paragraphs(["Lieve Anna,", "", "Het gaat goed."])
    'Lieve Anna,\n\nHet gaat goed.'
    >>> join_paragraphs(["I: Hoe gaat het?", "R: Goed.", "I: Fijn."])
    'I: Hoe gaat het?\nR: Goed.\nI: Fijn.'
    """
    kept = [line_feeds(paragraph).rstrip() for paragraph in paragraphs]
    kept = [paragraph for paragraph in kept if paragraph.strip()]
    as_turns = "\n".join(kept)
    return as_turns if find_turns(as_turns) else "\n\n".join(kept)


def join_row(cells: Sequence[str]) -> str:
    """Return a table row as text: a transcript's "who | what" as a turn, others with tabs.

    Examples
    --------
    >>> join_row(["I", "Hoe gaat het?"])
    'I: Hoe gaat het?'
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) == 2 and is_speaker(filled[0].removesuffix(":")):
        return f"{filled[0].removesuffix(':')}: {filled[1]}"
    return "\t".join(filled)
