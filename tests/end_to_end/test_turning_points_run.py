"""Turning points of the example study, as a run publishes them."""

import pytest

from pipeline.coding.turning_points import THEME, rules
from pipeline.store import Results, open_study
from pipeline.text import texts


@pytest.fixture(scope="module")
def results(example):
    return Results(open_study(example))


def test_every_span_lies_in_the_passage_that_is_named(results):
    found = results.table("turning_points")
    assert len(found) > 10
    passages = results.table("passages").set_index("passage_id")
    known = {rule.id for rule in rules()}
    for row in found.itertuples():
        for part in ("act", "step"):
            passage = passages.loc[getattr(row, f"{part}_passage")]
            assert passage["story_id"] == row.story_id
            assert not passage["is_question"]
            start, end = getattr(row, f"{part}_start"), getattr(row, f"{part}_end")
            assert passage["start"] <= start < end <= passage["end"]
        assert set(row.rules.split()) <= known
        assert 0.5 <= row.confidence < 1
        assert texts("nl").has(f"turning.kind.{row.actor_kind}")


def test_they_are_numbered_within_their_story(results):
    found = results.table("turning_points")
    for _, mine in found.groupby("story_id"):
        assert mine["number"].tolist() == list(range(1, len(mine) + 1))


def test_they_are_more_frequent_in_stories_with_the_theme(results):
    codings, found = results.table("codings"), results.table("turning_points")
    carry = set(codings.loc[(codings["theme"] == THEME) & codings["present"], "story_id"])
    others = set(results.table("stories")["story_id"]) - carry
    with_theme = len(carry & set(found["story_id"])) / len(carry)
    without = len(others & set(found["story_id"])) / len(others)
    assert with_theme > without
