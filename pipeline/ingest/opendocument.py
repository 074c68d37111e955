"""OpenDocument text (odt), through odfdo."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from odfdo import Document

from pipeline.domain import Severity
from pipeline.ingest.archive import check
from pipeline.ingest.paragraphs import join_paragraphs, join_row
from pipeline.ingest.source import Draft, Source

_CHARACTERS = frozenset({"text:s", "text:tab", "text:line-break"})
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_PARAGRAPHS = frozenset({"text:p", "text:h"})
_NOTES = frozenset({"text:note", "draw:frame", "draw:custom-shape"})
_LEFT_OUT = _NOTES | {
    "text:tracked-changes",
    "office:annotation",
    "office:forms",
    "text:table-of-content",
}
"""``text:tracked-changes`` holds what was deleted."""


def read(source: Source) -> Draft:
    """Return the paragraphs and headings of an ``.odt``, tables included.

    Raises
    ------
    UserError
        If the file is no odt, is locked or is unsafe.
    """
    check(source, "content.xml")
    try:
        body = Document(io.BytesIO(source.data)).body
        paragraphs = list(_blocks(body))
    # The package may be broken in as many ways as odfdo and lxml have errors.
    except Exception as error:
        raise source.unusable("not_this_format", suffix=source.suffix) from error
    left_out = any(
        _has_text(element) for tag in _NOTES for element in body.get_elements(f"//{tag}")
    )
    problems = (source.problem("left_out", Severity.NOTICE),) if left_out else ()
    return Draft(join_paragraphs(paragraphs), problems)


def _blocks(parent: Any) -> Iterator[str]:
    """Yield the text of each paragraph and table row under ``parent``."""
    for child in parent.children:
        if child.tag in _PARAGRAPHS:
            yield _text(child)
        elif child.tag == "table:table-row":
            yield join_row(["\n".join(_blocks(cell)) for cell in child.children])
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _text(element: Any) -> str:
    """Return the text of one paragraph; odfdo gives breaks, tabs and spaces as characters."""
    parts = [_collapsed(element.text)]
    for child in element.children:
        if child.tag in _CHARACTERS:
            parts.append(child.text)
        elif child.tag not in _LEFT_OUT:
            parts.append(_text(child))
        parts.append(_collapsed(child.tail))
    return "".join(parts)


def _collapsed(text: str | None) -> str:
    """Return a run of white space as one space: what ODF says it means, for text in XML."""
    return _WHITE_SPACE.sub(" ", text or "")


def _has_text(element: Any) -> bool:
    return any(_text(paragraph).strip() for paragraph in element.get_elements(".//text:p"))
