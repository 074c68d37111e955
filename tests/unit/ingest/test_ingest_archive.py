"""Files that are dangerous to unpack, or locked."""

import pytest

from pipeline.domain import UserError
from pipeline.ingest import archive
from pipeline.ingest.archive import check

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _code(source) -> str:
    with pytest.raises(UserError) as caught:
        check(source, "word/document.xml")
    return caught.value.problems[0].code


def test_a_sound_file_passes(make):
    check(make.source("a.docx", make.docx(["Hoi"])), "word/document.xml")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(make):
    bomb = make.repacked(make.docx([]), {"word/media/x.bin": b"\0" * (archive.MAX_PART_BYTES + 1)})
    assert len(bomb) < 200_000
    assert _code(make.source("a.docx", bomb)) == "ingest.unsafe_archive"


def test_many_parts_together_count(make, monkeypatch):
    monkeypatch.setattr(archive, "MAX_UNPACKED_BYTES", 50_000)
    data = make.repacked(make.docx([]), {f"x{n}.bin": b"\0" * 10_000 for n in range(6)})
    assert _code(make.source("a.docx", data)) == "ingest.unsafe_archive"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(make, encoding):
    xml = '<!DOCTYPE d [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><d>&b;</d>'.encode(encoding)
    data = make.repacked(make.docx([]), {"word/document.xml": xml})
    assert _code(make.source("a.docx", data)) == "ingest.unsafe_archive"


def test_a_locked_document_is_told_from_an_old_one(make):
    locked = OLE + b"\0" * 100 + "EncryptedPackage".encode("utf-16-le")
    assert _code(make.source("a.docx", locked)) == "ingest.encrypted"
    assert _code(make.source("a.docx", OLE + b"\0" * 100)) == "ingest.old_office"


def test_a_locked_odt_is_recognised(make):
    manifest = b"<manifest><encryption-data/></manifest>"
    data = make.repacked(make.odt(["x"]), {"META-INF/manifest.xml": manifest})
    with pytest.raises(UserError) as caught:
        check(make.source("a.odt", data), "content.xml")
    assert caught.value.problems[0].code == "ingest.encrypted"


def test_another_kind_of_archive_is_no_docx(make):
    assert _code(make.source("a.docx", make.odt(["x"]))) == "ingest.not_this_format"
