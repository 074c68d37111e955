"""Word documents (docx).

``python-docx`` opens the package; the text is gathered here, because its ``paragraph.text``
leaves out what stands in content controls, tracked insertions and smart tags.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from pipeline.domain import Problem, Severity
from pipeline.ingest.archive import check
from pipeline.ingest.paragraphs import join_paragraphs, join_row
from pipeline.ingest.source import Draft, Source

_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_TEXT, _BREAK, _RETURN, _TAB = qn("w:t"), qn("w:br"), qn("w:cr"), qn("w:tab")
_POSITION_TAB, _HYPHEN = qn("w:ptab"), qn("w:noBreakHyphen")
_TYPE = qn("w:type")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVE, _FALLBACK = f"{_MC}AlternateContent", f"{_MC}Fallback"
_LEFT_OUT = frozenset(
    {
        *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:drawing", "w:pict", "w:object")),
    }
)
"""Deleted text, formatting (a tab *stop* is also called tab), and drawings."""
_NOTES = ("/word/footnotes.xml", "/word/endnotes.xml")


def read(source: Source) -> Draft:
    """Return the paragraphs of a ``.docx``, tables included, in the order of the page.

    Notes under the text and text boxes are not part of the running story; when there are
    any, a notice says so.

    Raises
    ------
    UserError
        If the file is no docx, is locked or is unsafe.
    """
    check(source, "word/document.xml")
    try:
        document = docx.Document(io.BytesIO(source.data))
        body = document.element.body
        paragraphs = list(_blocks(body))
        notes = _notes(document)
    # The package may be broken in as many ways as python-docx and lxml have errors.
    except Exception as error:
        raise source.unusable("not_this_format", suffix=source.suffix) from error
    boxes = sum(1 for _ in body.iter(qn("w:txbxContent")))
    problems: tuple[Problem, ...] = ()
    if notes or boxes:
        problems = (source.problem("left_out", Severity.NOTICE),)
    return Draft(join_paragraphs(paragraphs), problems)


def _blocks(parent: Any) -> Iterator[str]:
    """Yield the text of each paragraph and table row under ``parent``."""
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield _text(child)
        elif child.tag == _TABLE:
            rows = [row for row in child.iter(_ROW) if _owner(row, _TABLE) is child]
            for row in rows:
                yield join_row(
                    [_cell(cell) for cell in row.iter(_CELL) if _owner(cell, _ROW) is row]
                )
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child)


def _owner(element: Any, tag: str) -> Any:
    """Return the nearest ancestor with ``tag``: a table may stand in a table's cell."""
    return next(element.iterancestors(tag))


def _cell(cell: Any) -> str:
    return "\n".join(text for text in _blocks(cell) if text.strip())


def _text(element: Any) -> str:
    """Return the text of one paragraph, a line break in it as a line feed."""
    parts: list[str] = []
    for child in element:
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == _RETURN or (
            child.tag == _BREAK and child.get(_TYPE, "textWrapping") == "textWrapping"
        ):
            parts.append("\n")
        elif child.tag in (_TAB, _POSITION_TAB):
            parts.append("\t")
        elif child.tag == _HYPHEN:
            parts.append("-")
        elif child.tag == _ALTERNATIVE:  # how Word writes emoji: as a symbol, or else as text
            parts += [_text(fallback) for fallback in child.iterchildren(_FALLBACK)]
        elif child.tag not in _LEFT_OUT:
            parts.append(_text(child))
    return "".join(parts)


def _notes(document: Any) -> bool:
    """Say whether foot- or endnotes hold text."""
    for part in document.part.package.iter_parts():
        if str(part.partname) in _NOTES and b"<w:t" in part.blob.replace(b"<w:tab", b""):
            return True
    return False
