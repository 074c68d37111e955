"""Guards for formats that are zip archives of XML: docx, odt and xlsx."""

from __future__ import annotations

import io
import zipfile

from pipeline.ingest.source import Source

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PART_BYTES = 50 * 1024 * 1024
MAX_PARTS = 5_000
"""Far above any real document (a book of 1,000 pages has some 10 MB of XML), far below what
fills a laptop's memory."""
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""First bytes of old Office files, and of new ones that are locked with a password."""
_XML = (".xml", ".rels")


def check(source: Source, main_part: str) -> None:
    """Refuse an archive that is no ``source.suffix``, is locked, or is unsafe to unpack.

    Parameters
    ----------
    main_part
        Part that makes the archive a file of this kind, such as ``word/document.xml``.

    Raises
    ------
    UserError
        With the reason, as a problem.
    """
    if source.data.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in source.data
        raise source.unusable("encrypted" if locked else "old_office", suffix=source.suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            _check_sizes(source, archive)
            if main_part not in archive.namelist():
                raise source.unusable("not_this_format", suffix=source.suffix)
            _check_parts(source, archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise source.unusable("not_this_format", suffix=source.suffix) from error
    except RuntimeError as error:  # what zipfile raises for a part with a password
        raise source.unusable("encrypted", suffix=source.suffix) from error


def _check_sizes(source: Source, archive: zipfile.ZipFile) -> None:
    """Compare announced sizes with the limits; zipfile never unpacks more than announced."""
    sizes = [entry.file_size for entry in archive.infolist()]
    largest = max(sizes, default=0)
    if len(sizes) > MAX_PARTS or sum(sizes) > MAX_UNPACKED_BYTES or largest > MAX_PART_BYTES:
        raise source.unusable("unsafe_archive")


def _check_parts(source: Source, archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        if not name.endswith(_XML):
            continue
        part = archive.read(name)
        # Entities can grow without end; no office program writes them. UTF-16 parts hide
        # the word between zero bytes.
        if b"<!ENTITY" in part.replace(b"\0", b""):
            raise source.unusable("unsafe_archive")
        if name == "META-INF/manifest.xml" and b"encryption-data" in part:
            raise source.unusable("encrypted", suffix=source.suffix)
