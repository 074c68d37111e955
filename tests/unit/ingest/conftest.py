"""Small files of every format, made on the spot."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import odfdo
import openpyxl
import pytest
from pypdf import PdfReader, PdfWriter

from pipeline.domain import Codebook, Story, Theme
from pipeline.ingest.source import Source
from pipeline.ingest.turns import find_turns


class Make:
    """Makes the bytes of a file, or a file in the test's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def source(self, name: str, data: bytes | str) -> Source:
        data = data.encode() if isinstance(data, str) else data
        path = Path(name)
        return Source(name, path.stem, path.suffix, data, hashlib.sha256(data).hexdigest())

    def docx(self, paragraphs: Sequence[str]) -> bytes:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        return _saved(document)

    def docx_with(self, body_xml: str) -> bytes:
        """A docx whose body is this WordprocessingML; prefixes w, mc and v are known."""
        names = (
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:v="urn:schemas-microsoft-com:vml"'
        )
        xml = f"<w:document {names}><w:body>{body_xml}</w:body></w:document>"
        return self.repacked(self.docx([]), {"word/document.xml": xml.encode()})

    def repacked(self, archive: bytes, parts: dict[str, bytes]) -> bytes:
        """The same zip with some parts replaced or added."""
        buffer = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(archive)) as old,
            zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for name in old.namelist():
                if name not in parts:
                    new.writestr(name, old.read(name))
            for name, data in parts.items():
                new.writestr(name, data)
        return buffer.getvalue()

    def odt(self, paragraphs: Sequence[str]) -> bytes:
        document = odfdo.Document("text")
        document.body.clear()
        for paragraph in paragraphs:
            document.body.append(odfdo.Paragraph(paragraph))
        return _saved(document)

    def odt_with(self, body_xml: str) -> bytes:
        """An odt whose text is this ODF XML."""
        names = " ".join(
            f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
            for prefix in ("office", "text", "table")
        )
        draw = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
        xml = (
            f'<office:document-content {names} {draw} office:version="1.2"><office:body>'
            f"<office:text>{body_xml}</office:text></office:body></office:document-content>"
        )
        return self.repacked(self.odt([]), {"content.xml": xml.encode()})

    def xlsx(self, **sheets: Sequence[Sequence[object]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        return _saved(book)

    def pdf(self, pages: Sequence[Sequence[str]], password: str = "") -> bytes:
        data = _pdf(pages)
        if not password:
            return data
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        writer.encrypt(password, algorithm="RC4-128")
        buffer = io.BytesIO()
        writer.write(buffer)
        return buffer.getvalue()

    def story(self, story_id: str, text: str) -> Story:
        return Story(story_id, story_id, text, f"{story_id}.txt", "", turns=find_turns(text))


def _saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _pdf(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF by hand: one font, one line of text under the other."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    kids = []
    for lines in pages:
        shown = [
            b"(" + line.encode("cp1252").replace(b"(", rb"\(").replace(b")", rb"\)") + b") Tj T*"
            for line in lines
        ]
        stream = b"BT /F1 11 Tf 14 TL 50 780 Td " + b" ".join(shown) + b" ET"
        objects.append(b"<< /Length %d >> stream\n%b\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj %b endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    xref = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return data + xref + trailer + b"startxref\n%d\n%%%%EOF" % len(data)


@pytest.fixture
def make(tmp_path) -> Make:
    return Make(tmp_path)


@pytest.fixture
def codebook() -> Codebook:
    themes = (
        Theme("juiste_zetje", "Zetje", "Een zetje."),
        Theme("drempels", "Drempels", "Hinder."),
    )
    return Codebook("Proef", 1, themes)
