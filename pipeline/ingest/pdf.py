"""PDF with text, through pypdf. A page is a picture of lines: paragraphs are put together here."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Sequence

from pipeline.domain import Problem, Severity
from pipeline.ingest.labels import speaker_labels, split_label
from pipeline.ingest.source import Draft, Source, line_feeds
from pipeline.ingest.turns import find_turns

FULL_LINE = 0.75
"""A line shorter than this share of the longest lines, ending a sentence, ends a paragraph."""
REPEATED_PAGES = 3
"""From this many pages on, the same first or last line on most of them is a header or footer."""
_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-$")
_JOINED_COMPOUND = re.compile(r"(?:en|of|tot|maar|noch)\b")
"""In ``zorg- en welzijnswerk`` the hyphen is no sign of a broken word."""


def read(source: Source) -> Draft:
    """Return the text of a PDF, its visual lines joined to paragraphs and turns.

    Raises
    ------
    UserError
        If the file is no PDF, is locked, or holds pictures of text only.
    """
    pages = _pages(source)
    if not any(page.strip() for page in pages):
        raise source.unusable("pdf_without_text")
    problems: list[Problem] = []
    blank = [str(number) for number, page in enumerate(pages, start=1) if not page.strip()]
    if blank:
        problems.append(
            source.problem("pdf_pages_without_text", Severity.NOTICE, pages=", ".join(blank))
        )
    lines_per_page, dropped = _without_headers([page.split("\n") for page in pages])
    if dropped:
        problems.append(source.problem("pdf_headers", Severity.NOTICE, count=dropped))
    return Draft(_reflow([line for page in lines_per_page for line in page]), tuple(problems))


def _pages(source: Source) -> list[str]:
    """Return the text of every page, with lines as they stand on it."""
    # Takes most of a second to import: only for who brings a PDF.
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    # pypdf logs what it repairs, with bytes of the file; those may hold words of a story.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(source.data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise source.unusable("encrypted", suffix=source.suffix)
        return [line_feeds(page.extract_text()).strip("\n") for page in reader.pages]
    except DependencyError as error:  # a cipher that pypdf needs another package for
        raise source.unusable("encrypted", suffix=source.suffix) from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise source.unusable("not_this_format", suffix=source.suffix) from error


def _without_headers(pages: Sequence[list[str]]) -> tuple[list[list[str]], int]:
    """Drop first and last lines that most pages share, page numbers aside; count the drops."""
    kept, dropped = [list(page) for page in pages], 0
    for edge in (0, -1):
        texts = [_skeleton(page[edge]) if page else "" for page in kept]
        line, count = Counter(text for text in texts if text).most_common(1)[0]
        if len(pages) < REPEATED_PAGES or count <= len(pages) / 2:
            continue
        for page, text in zip(kept, texts, strict=True):
            if text == line:
                del page[edge]
                dropped += 1
    return kept, dropped


def _skeleton(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()))


def _reflow(lines: Sequence[str]) -> str:
    """Join visual lines; a label, a blank line or a short last line starts a paragraph."""
    labels = [split_label(line) for line in lines]
    speakers = speaker_labels(label for label in labels if label)
    longest = sorted(len(line) for line in lines)[int(0.9 * (len(lines) - 1))]
    paragraphs: list[str] = []
    open_ended = False
    for line, label in zip((line.strip() for line in lines), labels, strict=True):
        if not line:
            open_ended = False
            continue
        starts_turn = label is not None and label.speaker in speakers
        if open_ended and not starts_turn:
            paragraphs[-1] = _joined(paragraphs[-1], line)
        else:
            paragraphs.append(line)
        open_ended = not (_END.search(line) and len(line) < FULL_LINE * longest)
    as_turns = "\n".join(paragraphs)
    return as_turns if find_turns(as_turns) else "\n\n".join(paragraphs)


def _joined(before: str, line: str) -> str:
    """Join two lines of a paragraph, and a word that was broken at the end of the first."""
    if _BROKEN_WORD.search(before) and line[0].islower() and not _JOINED_COMPOUND.match(line):
        return before[:-1] + line
    return f"{before} {line}"
