"""Every situation matches its example and not its near miss; terms mean what they say."""

import pytest

from pipeline.coding.lexicon import Concept, Lexicon, concepts, default_lexicon


@pytest.mark.parametrize("concept", concepts(), ids=lambda concept: concept.id)
def test_every_situation_finds_its_example_and_not_its_near_miss(concept):
    lexicon = Lexicon([concept])
    assert lexicon.find(concept.match)
    assert not lexicon.find(concept.near_miss)


def test_names_are_unique():
    names = default_lexicon().names
    assert len(set(names)) == len(names) > 80


def found(term, text):
    places = Lexicon([Concept("c", (term,), "", "")]).find(text)
    return [text[place.start : place.end] for place in places]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("schuld*", "De schulden zijn weg.", ["schulden"]),
        ("*school", "Op de basisschool.", ["basisschool"]),
        ("*stand*", "De huurachterstanden.", ["huurachterstanden"]),
        ("niet ... meer", "Ik ben niet zo bang meer.", ["niet zo bang meer"]),
        ("niet ... meer", "Ik wil niet dat het ooit nog eens meer wordt.", []),
        ("niet ... meer", "Dat is niet meer zo.", ["niet meer"]),
        ("# jaar", "Al vier jaar, ja.", ["vier jaar"]),
        ("# jaar", "Al 12 jaar, ja.", ["12 jaar"]),
        ("# jaar", "Al vijfentwintig jaar, ja.", ["vijfentwintig jaar"]),
        ("# jaar", "Elk jaar weer.", []),
        ("'s nachts", "Ik lag ’s nachts wakker.", ["’s nachts"]),
        ("ging mee", "Zij GING  MEE naar binnen.", ["GING  MEE"]),
        ("ging mee", "Zij ging, mee of niet.", ["ging, mee"]),
    ],
)
def test_terms(term, text, expected):
    assert found(term, text) == expected


def test_presence_has_a_row_per_text_and_a_column_per_situation():
    lexicon = Lexicon([Concept("a", ("brood",), "", ""), Concept("b", ("kaas*",), "", "")])
    assert lexicon.presence(["brood en brood", "", "kaasje"]).tolist() == [[1, 0], [0, 0], [0, 1]]
