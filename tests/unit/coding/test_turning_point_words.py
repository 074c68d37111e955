"""What the matchers are spared, and pseudonyms read as names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.turning_points import NEEDS, RuleMatcher, rules
from pipeline.coding.turning_points.screen import Screen
from pipeline.coding.turning_points.stand_ins import readable
from pipeline.language import load_language


def test_a_rule_is_possible_only_if_each_word_it_must_have_is_there():
    screen = Screen(
        {
            "both": [[{"LOWER": "die"}, {"LOWER": {"IN": ["dag", "nacht"]}}]],
            "either": [[{"LOWER": "toen"}], [{"LOWER": {"REGEX": "^in.ens$"}}]],
            "left_out": [[{"LOWER": "de", "OP": "?"}, {"POS": "NOUN"}]],
        }
    )
    assert screen.possible(["die", "vrouw"]) == ["left_out"]
    assert screen.possible(["die", "nacht"]) == ["both", "left_out"]
    assert screen.possible(["ineens"]) == ["either", "left_out"]
    assert screen.possible([]) == ["left_out"]


def test_the_screen_never_hides_a_rule_from_its_example():
    nlp = load_language("", need=NEEDS).nlp
    patterns = {rule.id: rule.patterns for rule in rules() if not rule.depend}
    screen = Screen(patterns)
    for rule in rules():
        if not rule.depend:
            words = [token.lower_ for token in nlp.make_doc(rule.match)]
            assert rule.id in screen.possible(words)
    assert len(screen.possible(["regen"])) < len(patterns) / 2


@pytest.mark.parametrize(
    ("pseudonym", "word"),
    [("[naam 4]", "Margriet"), ("[naam 12]", "Alexander"), ("[naam 123]", "Wilhelmina")],
)
def test_a_pseudonym_of_a_person_reads_as_a_name(pseudonym, word):
    assert readable(f"Toen belde {pseudonym}.") == f"Toen belde {word}."


def test_what_is_no_pseudonym_stays():
    assert readable("[lacht] [naam] [Naam 3] en [naam 0]") == "[lacht] [naam] [Naam 3] en [naam 0]"


@given(st.text(alphabet="[]naamplts e-0123456789 ", max_size=60))
def test_a_stand_in_is_as_long_as_what_it_stands_for(text):
    assert len(readable(text)) == len(text)


def test_somebody_under_a_pseudonym_is_found_as_actor():
    nlp = load_language("", need=NEEDS).nlp
    doc = nlp(readable("Toen belde [naam 4] aan."))
    actors = [hit for hit in RuleMatcher(nlp.vocab).find(doc) if hit.rule.part == "actor"]
    assert [(doc[hit.start : hit.end].text, hit.rule.kind) for hit in actors] == [
        ("Margriet", "person")
    ]
