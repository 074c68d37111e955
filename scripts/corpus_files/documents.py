"""Stories as Word and OpenDocument text: a paragraph per turn, or per paragraph."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from odfdo import Document, LineBreak, Paragraph

from corpus_files.archive import settled

AUTHOR = "Havenrijk (fictie)"


def paragraphs_of(text: str, *, turns: bool) -> list[str]:
    """Cut a text into paragraphs: at every line feed for turns, else at blank lines."""
    return text.split("\n" if turns else "\n\n")


def as_docx(paragraphs: Sequence[str], title: str) -> bytes:
    """Return a ``.docx``; a line feed inside a paragraph becomes a line break."""
    document = docx.Document()
    document.core_properties.author = AUTHOR
    document.core_properties.title = title
    document.core_properties.comments = ""
    document.core_properties.language = "nl-NL"
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    target = io.BytesIO()
    document.save(target)
    return settled(target.getvalue())


def as_odt(paragraphs: Sequence[str], title: str) -> bytes:
    """Return an ``.odt``; a line feed inside a paragraph becomes a line break."""
    document = Document("text")
    document.meta.title = title
    document.meta.creator = AUTHOR
    document.body.clear()
    for paragraph in paragraphs:
        first, *others = paragraph.split("\n")
        element = Paragraph(first)
        for line in others:
            element.append(LineBreak())
            element.append_plain_text(line)
        document.body.append(element)
    target = io.BytesIO()
    document.save(target)
    return settled(target.getvalue())
