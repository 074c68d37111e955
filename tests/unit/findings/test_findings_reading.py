import pytest

from pipeline.findings import (
    area_points,
    headlines,
    implicit_counts,
    passages_behind,
    passages_to_check,
    read_story,
    shown_groups,
    standing_links,
    told_together,
)


def test_all_passages_behind_a_number_with_their_exact_words(tables):
    behind = passages_behind("drempel", tables)
    assert len(behind) == 10
    text = dict(zip(tables["stories"]["story_id"], tables["stories"]["text"], strict=True))
    for row in behind.to_dict("records"):
        assert text[row["story_id"]][row["start"] : row["end"]] == row["text"]
        assert row["text"].startswith("Maar het loket was dicht")
    assert list(behind.loc[~behind["consent"], "story_id"]) == ["S-15", "S-30"]


def test_passages_behind_the_number_of_one_group(tables):
    behind = passages_behind("drempel", tables, "wijk", "Noord")
    assert list(behind["story_id"]) == ["S-03", "S-06", "S-09", "S-12"]


def test_a_story_is_read_whole_with_its_themes_and_evidence(tables):
    passages = read_story("S-03", tables)
    assert [p.themes for p in passages] == [(), ("moed",), ("drempel",)]
    assert passages[0].is_question
    assert passages[1].text == "Ik heb zelf gebeld, op dag 3. Dat durfde ik éérst niet."
    assert [(p.text, p.evidence) for p in passages[1].pieces] == [
        ("Ik heb zelf gebeld", True),
        (", op dag 3. Dat durfde ik éérst niet.", False),
    ]
    assert passages[1].by_machine == frozenset()
    assert read_story("S-28", tables)[1].by_machine == {"steun"}


def test_an_unknown_story_is_a_key_error(tables):
    with pytest.raises(KeyError):
        read_story("S-99", tables)


def test_what_is_told_together(tables):
    frame = told_together(tables["codings"], "drempel").set_index("theme")
    # Of ten stories with a barrier five are even (steun) and five odd (moed).
    assert frame.loc["steun", "both"] == 5
    assert frame.loc["steun", "share"] == 0.5
    assert frame.loc["moed", "elsewhere"] == 0.5


def test_how_often_a_theme_is_not_named(tables):
    # steun stands in the fifteen even stories; in the seven that divide by four it is implicit.
    assert implicit_counts(tables["codings"], "steun") == (7, 15)


def test_the_queue_starts_where_a_look_tells_most(tables):
    queue = passages_to_check(tables)
    assert queue.iloc[0].to_list() == ["S-28.02", "doubt"]
    assert set(queue["why"]) == {"doubt", "agreed"}
    assert not queue["passage_id"].str.endswith(".01").any()


def test_what_someone_decided_goes_to_the_end(tables):
    queue = passages_to_check(tables, frozenset({"S-28.02"}))
    assert queue.iloc[-1]["passage_id"] == "S-28.02"


def test_what_machine_and_people_see_differently_comes_before_what_they_agree_on(tables):
    codings = tables["codings"].copy()
    here = (codings["passage_id"] == "S-07.02") & (codings["theme"] == "steun")
    codings.loc[here, "machine_present"] = True
    queue = passages_to_check({**tables, "codings": codings})
    assert queue.iloc[1].to_list() == ["S-07.02", "differs"]


def test_headlines_are_the_most_told_and_the_strongest_link(tables, codebook):
    chosen = headlines(tables["findings"], codebook)
    assert chosen.helps["finding_id"] == "story_share.steun"
    assert chosen.hinders["finding_id"] == "story_share.drempel"
    assert chosen.link["finding_id"] == "spearman.steun.uitval"


def test_without_a_standing_link_there_is_no_headline_for_it(tables, codebook):
    weak = tables["findings"].assign(strength=1)
    assert headlines(weak, codebook).link is None
    assert standing_links(weak).empty


def test_areas_beside_each_other(tables, settings):
    shown, _ = shown_groups(tables["frequencies"], tables["stories"], "wijk", settings.disclosure)
    finding = tables["findings"].set_index("finding_id", drop=False).loc["spearman.steun.uitval"]
    points = area_points(finding, tables, shown)
    assert points.to_dict("records") == [
        {"area": "Noord", "share": 0.5, "value": 4.25, "n": 10},
        {"area": "Zuid", "share": 0.5, "value": 6.25, "n": 10},
    ]
