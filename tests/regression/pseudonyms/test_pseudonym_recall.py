"""Floors under what is found in a sample of the example stories, all of them fiction."""

import json
from pathlib import Path

import pytest

from pipeline.pseudonymise import Detector, Found, Kind
from pipeline.pseudonymise.measure import Listed, Recall, measure

FOLDER = Path(__file__).parent
FLOORS = {
    "person": 0.98,
    "location": 0.95,
    "organisation": 0.9,
    "phone": 1.0,
    "email": 1.0,
    "id_number": 1.0,
    "date_of_birth": 1.0,
}


@pytest.fixture(scope="module")
def measured():
    rows = json.loads((FOLDER / "sample.json").read_text("utf-8"))
    stories = [(row["text"], [Listed(**one) for one in row["pii"]]) for row in rows]
    return measure(stories, Detector().find)


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_recall_keeps_above_its_floor(measured, kind):
    assert measured.recall[kind].occurrences > 0
    assert measured.recall[kind].share >= FLOORS[kind]


def test_few_false_alarms(measured):
    assert measured.precision >= 0.95
    assert measured.false_alarms_per_1000_words <= 1.5


def test_the_published_figures_keep_the_aims():
    figures = json.loads((FOLDER / "measured.json").read_text("utf-8"))
    for name in ("stories", "training_stories"):
        rules, deduce = figures["rules"][name], figures["deduce"][name]
        assert rules["recall"]["person"]["share"] >= 0.97
        assert rules["false_alarms_per_1000_words"] <= 3
        for kind in ("phone", "email", "id_number", "date_of_birth"):
            assert rules["recall"][kind]["share"] == 1.0
        for kind, row in rules["recall"].items():
            assert row["share"] >= deduce["recall"][kind]["share"]


def test_the_measure_itself():
    listed = [Listed("mevrouw Jansen", "person"), Listed("De Loods", "organisation")]
    text = "Ik zag mevrouw Jansen. Jansens, De Loods, en Ede."

    def find(_):
        return [Found(15, 21, Kind.PERSON), Found(45, 48, Kind.PLACE)]

    result = measure([(text, listed)], find)
    assert result.recall == {"person": Recall(1, 1), "organisation": Recall(1, 0)}
    assert (result.replaced, result.false_alarms, result.words) == (2, 1, 9)
    assert result.precision == 0.5
