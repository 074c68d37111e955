import pytest

from pipeline.pseudonymise import Kind
from pipeline.pseudonymise.patterns import find_shapes, is_bsn


def _found(text, kind):
    return {text[one.start : one.end] for one in find_shapes(text) if one.kind is kind}


@pytest.mark.parametrize(
    "number",
    ["06-12345678", "06 12 34 56 78", "0612345678", "+31 6 12345678", "0031612345678",
     "020-1234567", "(020) 123 45 67", "+31 (0)20 123 4567"],
)  # fmt: skip
def test_phone_numbers(number):
    assert _found(f"Bel {number}, na vijven.", Kind.PHONE) == {number}


@pytest.mark.parametrize(
    "text",
    ["in 2023 en 2024", "€ 31.600 schuld", "op 06-10-2023", "0,5 procent", "10.000 mensen",
     "van 14.00 tot 16.30 uur", "06/10 gebeld"],
)  # fmt: skip
def test_other_numbers_are_no_phone(text):
    assert _found(text, Kind.PHONE) == set()


@pytest.mark.parametrize(
    ("text", "hit"),
    [("mail jan.de-wit+x@voorbeeld.example graag", "jan.de-wit+x@voorbeeld.example"),
     ("naar p.w@post.nl.", "p.w@post.nl")],
)  # fmt: skip
def test_email(text, hit):
    assert _found(text, Kind.EMAIL) == {hit}


@pytest.mark.parametrize(
    ("text", "hit"),
    [("zie https://voorbeeld.nl/a?b=1.", "https://voorbeeld.nl/a?b=1"),
     ("op www.voorbeeld.org,", "www.voorbeeld.org"), ("volg @henkie_12 even", "@henkie_12")],
)  # fmt: skip
def test_links(text, hit):
    assert hit in _found(text, Kind.LINK)


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("IBAN NL91ABNA0417164300 graag", "NL91ABNA0417164300"),
        ("IBAN NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00"),
        ("bsn 111222333", "111222333"),
        ("een busje, 12-ABC-3, wit", "12-ABC-3"),
        ("cl.nr. K-20999, nieuw", "K-20999"),
        ("Casus 25-1199, gezin", "25-1199"),
        ("Mijn dossier was 18-1199, zei ze", "18-1199"),
        ("cliëntnr. AB-C 40999.", "AB-C 40999"),
        ("kenmerk: 2021/44999-B", "2021/44999-B"),
        ("ref WT-22-07999", "WT-22-07999"),
    ],
)
def test_case_numbers(text, hit):
    assert hit in _found(text, Kind.NUMBER)


@pytest.mark.parametrize(
    "text",
    ["drie klanten in 2023", "dossier van 40 bladzijden", "Cliënt is 14 jaar", "niveau 2",
     "op 12-03-2024", "de zaak uit Groningen", "123456789 sterren"],
)  # fmt: skip
def test_ordinary_numbers_stay(text):
    assert _found(text, Kind.NUMBER) == set()


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("geb. 17-02-2006, woont", "17-02-2006"),
        ("geboren op 3 februari 2004, en", "3 februari 2004"),
        ("Geboortedatum: 4 maart 1981", "4 maart 1981"),
        ("Geboortedatum moet altijd hè, 3 mei '41.", "3 mei '41"),
        ("geboren negen januari negentiendrieënzestig,", "negen januari negentiendrieënzestig"),
        ("ik ben van 14 mei 2004, dus", "14 mei 2004"),
    ],
)
def test_dates_of_birth(text, hit):
    assert _found(text, Kind.DATE_OF_BIRTH) == {hit}


@pytest.mark.parametrize(
    "text", ["Huisbezoek 18-01-22.", "op 3 februari 2024 kwam ze", "Ik ben 17 jaar.", "in mei"]
)
def test_ordinary_dates_and_ages_stay(text):
    assert _found(text, Kind.DATE_OF_BIRTH) == set()


def test_the_eleven_test():
    assert is_bsn("111222333")
    assert not is_bsn("111222334")
    assert not is_bsn("000000000")
    assert not is_bsn("1112223")
