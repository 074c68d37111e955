import pytest

from pipeline.config import DisclosureSection
from pipeline.findings import rounded, shown_attributes, shown_groups

RULES = DisclosureSection()


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (2, 0), (3, 5), (7, 5), (8, 10), (62, 60)])
def test_counts_are_rounded_to_five(count, shown):
    assert rounded(count, RULES) == shown


def test_small_districts_stay_out(tables):
    shown, left_out = shown_groups(tables["frequencies"], tables["stories"], "wijk", RULES)
    assert set(shown["group"]) == {"Noord", "Zuid"}
    assert sorted(left_out) == ["Oost", "West"]
    assert set(shown["n"]) == {10}


def test_shares_are_rounded_to_whole_steps(tables):
    shown, _ = shown_groups(tables["frequencies"], tables["stories"], "wijk", RULES)
    for name in ("estimate", "low", "high"):
        steps = shown[name].astype(float) * 20
        assert (steps - steps.round()).abs().max() < 1e-9


def test_one_small_group_takes_another_with_it(tables):
    rules = DisclosureSection(min_participants=3)  # only Oost, with two tellers, is too small
    shown, left_out = shown_groups(tables["frequencies"], tables["stories"], "wijk", rules)
    assert sorted(left_out) == ["Oost", "West"]
    assert set(shown["group"]) == {"Noord", "Zuid"}


def test_attributes_only_as_long_as_enough_people_share_them(tables):
    stories = tables["stories"].set_index("story_id", drop=False)
    # Twelve young tellers in Noord share all three; the three in Zuid share two.
    assert shown_attributes(stories.loc["S-01"], tables["stories"], RULES) == [
        "teller",
        "programme",
        "wijk",
    ]
    assert shown_attributes(stories.loc["S-13"], tables["stories"], RULES) == [
        "teller",
        "programme",
    ]
