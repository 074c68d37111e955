import pytest

from pipeline.coding.turning_points import NEEDS, RuleMatcher, rules
from pipeline.language import load_language

PARTS = {"actor", "moment", "act", "step", "bar", "frame"}


@pytest.fixture(scope="module")
def found():
    """Ids of the rules that stand in a sentence."""
    nlp = load_language("", need=NEEDS).nlp
    matcher = RuleMatcher(nlp.vocab)

    def ids(sentence):
        return {hit.rule.id for hit in matcher.find(nlp(sentence))}

    return ids


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_finds_its_example_and_not_its_near_miss(rule, found):
    assert rule.id in found(rule.match)
    assert rule.id not in found(rule.near_miss)


def test_every_part_has_rules_and_every_rule_says_what_it_needs():
    assert {rule.part for rule in rules()} == PARTS
    assert len({rule.id for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.patterns
        if rule.part == "actor":
            assert rule.kind
        if rule.part == "bar":
            assert rule.weight < 0
            assert rule.scope in ("clause", "sentence", "passage")
            assert rule.kind in ("act", "step")
        if rule.part in ("moment", "act", "step"):
            assert rule.weight > 0


def test_hits_come_in_reading_order_and_point_at_their_verb():
    nlp = load_language("", need=NEEDS).nlp
    doc = nlp("Die vrijdag belde mijn trainer en ik ben gegaan.")
    hits = RuleMatcher(nlp.vocab).find(doc)
    assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
    calls = next(hit for hit in hits if hit.rule.id == "acts.calls")
    assert doc[calls.anchor].text == "belde"
    day = next(hit for hit in hits if hit.rule.id == "moments.that_day")
    assert doc[day.start : day.end].text == "Die vrijdag"
