"""Encodings: letters arrive as they were written, and a person hears when it was a guess."""

import pytest

from pipeline.domain import UserError
from pipeline.ingest.decode import decode

DUTCH = "Zoë zei: „ik heb één cliënt, die betaalt € 20.” Coördinatie? Nee… dat ging niet."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_read_without_remark(make, encoding):
    decoded = decode(make.source("a.txt", DUTCH.encode(encoding)))
    assert decoded.text == DUTCH
    assert decoded.problems == ()


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16-LE"),
        ("utf-16-be", "UTF-16-BE"),
        ("utf-32", "UTF-32"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_other_encodings_are_decoded_and_named(make, encoding, name):
    decoded = decode(make.source("a.txt", DUTCH.encode(encoding)))
    assert decoded.text == DUTCH
    (problem,) = decoded.problems
    assert problem.code == "ingest.encoding"
    assert problem.values["encoding"] == name


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_old_one_byte_encodings_keep_their_letters(make, encoding):
    text = "Zoë had één cliënt, die kwam uit Curaçao: hè hè. Coördinatie, reünie, knieën."
    assert decode(make.source("a.txt", text.encode(encoding))).text == text


def test_one_accent_is_enough_for_windows_1252(make):
    assert decode(make.source("a.txt", "een caf\xe9".encode("cp1252"))).text == "een café"


def test_turkish_names_survive(make):
    text = "Ayşe en Oğuz wonen in de Wiekstraat, bij İbrahim."
    assert decode(make.source("a.txt", text.encode("cp1254"))).text == text


def test_one_stray_byte_does_not_spoil_the_other_accents(make):
    data = "Zoë en Chloé, cliënten".encode() + b" in caf\xe9"
    decoded = decode(make.source("a.txt", data))
    assert decoded.text == "Zoë en Chloé, cliënten in café"
    assert [problem.code for problem in decoded.problems] == ["ingest.encoding"]


def test_earlier_damage_is_counted_not_repaired(make):
    decoded = decode(make.source("a.txt", "een cafÃ© en een cliÃ«nt, dat wasâ€™t"))
    assert decoded.text == "een cafÃ© en een cliÃ«nt, dat wasâ€™t"
    assert decoded.problems[0].code == "ingest.damaged_characters"
    assert decoded.problems[0].values == {"count": 3}


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xfea", bytes(range(1, 9)) * 30 + b"\xff", b"\0" * 64],
)
def test_bytes_that_are_no_text_are_refused(make, data):
    with pytest.raises(UserError) as caught:
        decode(make.source("a.txt", data))
    assert caught.value.problems[0].code == "ingest.not_text"


def test_line_ends_become_line_feeds_and_nothing_else_changes(make):
    decoded = decode(make.source("a.txt", "a\r\nb\rc\nd\u00a0e\u2028f e\u0301"))
    assert decoded.text == "a\nb\nc\nd\u00a0e\u2028f e\u0301"
