"""Zip archives (docx, odt, xlsx) without the time and the machine that made them."""

from __future__ import annotations

import io
import re
import zipfile

MOMENT = "2026-01-05T09:00:00Z"
"""The time that every document carries as its creation and last change."""
_ZIP_MOMENT = (2026, 1, 5, 9, 0, 0)
_DATES = re.compile(
    rb"(<(?:dcterms:created|dcterms:modified|meta:creation-date|dc:date)[^>]*>)[^<]*(<)"
)
_PROPERTIES = frozenset({"docProps/core.xml", "meta.xml"})
_FIRST_UNPACKED = "mimetype"
"""OpenDocument wants this part first and not compressed."""


def settled(data: bytes, leave_out: frozenset[str] = frozenset()) -> bytes:
    """Return an archive with fixed times and a fixed order of parts.

    Parameters
    ----------
    data
        Bytes of a zip archive.
    leave_out
        Names of parts to drop.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as result:
        names = sorted(set(source.namelist()) - leave_out, key=lambda n: (n != _FIRST_UNPACKED, n))
        for name in names:
            part = source.read(name)
            if name in _PROPERTIES:
                part = _DATES.sub(rb"\g<1>" + MOMENT.encode() + rb"\g<2>", part)
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            unpacked = name == _FIRST_UNPACKED
            entry.compress_type = zipfile.ZIP_STORED if unpacked else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            result.writestr(entry, part)
    return target.getvalue()
