"""Outcomes and stories that miss each other."""

from pipeline.domain import Severity
from pipeline.outcomes import check_overlap


def test_wijken_in_one_table_only_are_named_with_the_file(
    make_stories, make_indicators, make_outcomes
):
    stories = make_stories(
        [{"story_id": "a", "wijk": "De Werf"}, {"story_id": "b", "wijk": "Molenbuurt"}]
    )
    indicators = make_indicators({"vsv": {}}).assign(file="vsv.csv")
    outcomes = make_outcomes([("vsv", "de werf ", "2024", 1.0), ("vsv", "Het Zand", "2024", 2.0)])
    problems = check_overlap(stories, indicators, outcomes)
    found = {(p.code, p.values["wijk"], p.file) for p in problems}
    assert found == {
        ("outcomes.wijk_without_stories", "Het Zand", "vsv.csv"),
        ("outcomes.wijk_without_outcome", "Molenbuurt", "vsv.csv"),
    }
    assert {p.severity for p in problems} == {Severity.NOTICE}


def test_an_indicator_that_shares_nothing_is_said_once(
    make_stories, make_indicators, make_outcomes
):
    stories = make_stories([{"story_id": "a", "wijk": "De Werf"}])
    indicators = make_indicators({"vsv": {}, "gem": {"level": "gemeente"}})
    outcomes = make_outcomes([("vsv", "WK051801", "2024", 1.0), ("gem", "GM0518", "2024", 1.0)])
    problems = check_overlap(stories, indicators, outcomes)
    assert [(p.code, p.values["indicator"]) for p in problems] == [
        ("outcomes.no_link", "vsv"),
        ("outcomes.no_link", "gem"),
    ]


def test_participants_need_not_all_be_there(make_stories, make_indicators, make_outcomes):
    stories = make_stories([{"story_id": "a"}, {"story_id": "b"}])
    indicators = make_indicators({"diploma": {"level": "participant"}})
    outcomes = make_outcomes([("diploma", "a", "", 1.0), ("diploma", "zz", "", 0.0)])
    assert check_overlap(stories, indicators, outcomes) == []


def test_two_indicators_of_one_file_name_a_wijk_once(make_stories, make_indicators, make_outcomes):
    stories = make_stories([{"story_id": "a", "wijk": "De Werf"}, {"story_id": "b", "wijk": "X"}])
    indicators = make_indicators({"een": {}, "twee": {}}).assign(file="samen.csv")
    outcomes = make_outcomes([("een", "De Werf", "", 1.0), ("twee", "De Werf", "", 2.0)])
    assert len(check_overlap(stories, indicators, outcomes)) == 1
