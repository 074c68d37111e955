"""The codebook: read whole, or refused with every mistake named."""

import pytest

from pipeline.domain import Polarity, Severity, UserError
from pipeline.ingest import read_codebook

GOOD = """\
# uitleg
version: 3
title: Proefcodeboek
themes:
  - id: steun
    label: Steun
    label_en: Support
    definition: >
      Iemand deed iets,
      en dat hielp.
    include: Hulp.
    exclude: Geen hulp.
    example: Zij hielp.
    implicit_examples: [Ze kwam., Ze bleef.]
    outcome_domains: [werk, school]
    polarity: positive
  - id: drempels
    label: Drempels
    definition: Wat in de weg stond.
    parent: steun
    polarity: critical
"""


def _problems(make, text):
    with pytest.raises(UserError) as caught:
        read_codebook(make.file("codebook.yaml", text))
    assert {problem.severity for problem in caught.value.problems} == {Severity.BLOCKS}
    return [
        (problem.code.removeprefix("ingest."), problem.row) for problem in caught.value.problems
    ]


def test_a_codebook_is_read_whole(make):
    codebook = read_codebook(make.file("codebook.yaml", GOOD))
    assert (codebook.title, codebook.version, codebook.ids) == (
        "Proefcodeboek",
        3,
        ("steun", "drempels"),
    )
    steun = codebook.theme("steun")
    assert steun.definition == "Iemand deed iets, en dat hielp."
    assert steun.label_en == "Support"
    assert (steun.include, steun.exclude) == ("Hulp.", "Geen hulp.")
    assert steun.examples == ("Zij hielp.",)
    assert steun.implicit_examples == ("Ze kwam.", "Ze bleef.")
    assert steun.outcome_domains == ("werk", "school")
    assert steun.polarity is Polarity.POSITIVE
    assert codebook.theme("drempels").polarity is Polarity.CRITICAL
    assert codebook.theme("drempels").parent == "steun"


def test_every_mistake_is_named_with_its_line(make):
    wrong = GOOD.replace("version: 3", "version: drie").replace("    label: Steun\n", "")
    wrong = wrong.replace("    exclude:", "    exlude:").replace("critical", "kritisch")
    wrong += "  - id: steun 2\n    label: x\n    definition: y\n  - los\n"
    assert _problems(make, wrong) == [
        ("codebook_version", None),
        ("theme_without", 5),
        ("theme_unknown_field", 5),
        ("theme_polarity", 16),
        ("theme_id", 21),
        ("theme_no_fields", 24),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: drempels", "id: steun", ("theme_twice", 17)),
        ("parent: steun", "parent: stuen", ("theme_parent", 17)),
        ("parent: steun", "parent: drempels", ("theme_parent", 17)),
        ("polarity: critical", "polarity: kritisch", ("theme_polarity", 17)),
        ("version: 3", "version: true", ("codebook_version", None)),
        ("version: 3", "version: 0", ("codebook_version", None)),
    ],
)
def test_one_mistake_at_a_time(make, old, new, expected):
    assert _problems(make, GOOD.replace(old, new)) == [expected]


def test_a_field_that_yaml_reads_as_more_than_text_is_named(make):
    wrong = GOOD.replace("exclude: Geen hulp.", "exclude: [Geen, hulp]")
    wrong = wrong.replace("[Ze kwam., Ze bleef.]", "[Ze zei: kom.]")
    assert _problems(make, wrong) == [("theme_no_text", 5), ("theme_no_text", 5)]


def test_references_that_grow_without_end_are_never_written_out(make):
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    text = bomb + GOOD.replace("    include: Hulp.", "    include: *i")
    assert _problems(make, text) == [("theme_no_text", 14)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("version: 1\nthemes: [\n", ("codebook_no_yaml", 3)),
        ("version: 1\n", ("codebook_without_themes", None)),
        ("version: 1\nthemes: []\n", ("codebook_without_themes", None)),
        ("- los\n", ("codebook_without_themes", None)),
        ("", ("empty_file", None)),
    ],
)
def test_what_is_no_codebook_blocks(make, text, expected):
    assert _problems(make, text) == [expected]


def test_a_missing_codebook_blocks(tmp_path):
    with pytest.raises(UserError) as caught:
        read_codebook(tmp_path / "codebook.yaml")
    assert caught.value.problems[0].severity is Severity.BLOCKS
    assert caught.value.problems[0].file == "codebook.yaml"
