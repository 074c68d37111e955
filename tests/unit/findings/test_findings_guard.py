import pandas as pd
import pytest

from pipeline.config import DisclosureSection
from pipeline.findings import GuardedTables
from pipeline.findings.coarse import People, coarse_cell, coarse_link, down, to_step, up
from pipeline.findings.guard import open_groups, readable_stories, safe_count, shown_of_each

RULES = DisclosureSection()
KINDS = ("wijk", "period", "programme", "age_band")


def stories_in(*sizes: int, kind: str = "wijk") -> pd.DataFrame:
    rows = [
        (f"P{group}-{place}", f"w{group}")
        for group, size in enumerate(sizes)
        for place in range(size)
    ]
    return pd.DataFrame(rows, columns=["participant", kind])


def test_few_without_consent_take_others_with_them(tables):
    """Six of thirty did not agree: four more stay unread, always the same."""
    stories = tables["stories"]
    read = readable_stories(stories, RULES)
    assert len(read) == 20
    agreed = stories[stories["consent"]]
    assert read < set(agreed["story_id"])
    assert read == readable_stories(stories.sample(frac=1, random_state=1), RULES)


def test_with_everyone_s_consent_everything_is_read(tables):
    stories = tables["stories"].assign(consent=True)
    assert readable_stories(stories, RULES) == set(stories["story_id"])


@pytest.mark.parametrize(
    ("sizes", "opened"),
    [
        ((12, 12, 12), {"w0", "w1", "w2"}),
        ((12, 12, 9), {"w0"}),  # everyone outside both would be nine: the second goes too
        ((12, 12, 4, 6), {"w0", "w1"}),
        ((30, 9), set()),  # everyone but the nine can be found by subtraction
        ((9,), set()),
        ((25,), {"w0"}),
    ],
)
def test_a_group_is_open_when_nobody_is_left_by_subtraction(sizes, opened):
    assert set(open_groups(stories_in(*sizes), ["wijk"], RULES)["wijk"]) == opened


def test_a_group_inside_another_leaves_enough_or_is_not_shown():
    """Programme een holds twenty, fifteen of whom are all of wijk w0."""
    stories = stories_in(15, 20)
    stories["programme"] = ["een"] * 20 + ["twee"] * 15
    found = open_groups(stories, ["wijk", "programme"], RULES)
    assert set(found["wijk"]) == {"w0", "w1"}
    assert set(found["programme"]) == set()


@pytest.mark.parametrize(
    ("count", "read", "unread", "shown"),
    [(11, 8, 6, 10), (12, 12, 6, 15), (13, 7, 6, 10), (12, 12, 0, 10), (0, 0, 9, 0), (3, 3, 1, 5)],
)
def test_a_rounded_count_keeps_the_unread_unknown(count, read, unread, shown):
    assert safe_count(count, read, unread, RULES) == shown


@pytest.mark.parametrize("read", range(0, 30, 7))
@pytest.mark.parametrize("unread", [1, 4, 11])
def test_every_shown_count_fits_several_truths(read, unread):
    shown = [safe_count(count, read, unread, RULES) for count in range(read, read + unread + 1)]
    assert all(shown.count(one) >= 2 for one in shown)


def test_a_cell_follows_from_its_rounded_count():
    row = {"n": 12, "estimate": 3 / 12, "low": 0.1, "high": 0.5, "k": 3, "method": "human"}
    cells = [coarse_cell({**row, "estimate": k / 12}, 0, 12, RULES) for k in (3, 4, 5, 6, 7)]
    assert all(cell["estimate"] == 0.4 and cell["k"] == 5 and cell["n"] == 10 for cell in cells)
    assert {(cell["low"], cell["high"]) for cell in cells} == {(0.15, 0.7)}


def test_what_a_machine_counted_keeps_its_wider_margin():
    row = {"n": 100, "estimate": 0.31, "low": 0.12, "high": 0.5, "k": 60, "method": "corrected"}
    cell = coarse_cell(row, 0, 100, RULES)
    assert (cell["estimate"], cell["low"], cell["high"]) == (0.3, 0.1, 0.5)


@pytest.mark.parametrize(("people", "known"), [(People(9, 50), False), (People(10, 10), True)])
def test_a_link_between_few_people_is_not_told(people, known):
    row = {
        "finding_id": "risk_difference.a.b",
        "n": 59,
        "estimate": 0.23,
        "low": 0.11,
        "high": 0.38,
    }
    coarse = coarse_link(row, "estimate", people, RULES)
    assert coarse["n"] == 60
    expected = [0.25, 0.1, 0.4]
    assert [coarse[name] for name in ("estimate", "low", "high")] == (
        expected if known else [pd.NA] * 3
    )


@pytest.mark.parametrize(
    ("share", "nearest", "below", "above"),
    [(0.3, 0.3, 0.3, 0.3), (0.31, 0.3, 0.3, 0.35), (0.0, 0.0, 0.0, 0.0), (0.149, 0.15, 0.1, 0.15)],
)
def test_shares_go_to_steps(share, nearest, below, above):
    assert (to_step(share), down(share), up(share)) == (nearest, below, above)


def test_attributes_of_every_story_at_once_equal_those_one_by_one(tables):
    from pipeline.findings import shown_attributes

    stories = tables["stories"].reset_index(drop=True)
    allowed = shown_of_each(stories, RULES)
    for place, story in enumerate(stories.to_dict("records")):
        one = shown_attributes(story, stories, RULES)
        assert list(allowed.columns[allowed.iloc[place]]) == list(one)


def test_guarded_stories_tell_only_attributes_that_ten_share(tables):
    guarded = GuardedTables(tables, RULES, KINDS)
    told = guarded["stories"]
    everyone = tables["stories"]
    for story in told.to_dict("records"):
        alike = everyone
        for name in ("teller", "programme", "wijk"):
            if story[name]:
                alike = alike[alike[name] == story[name]]
        assert alike["participant"].nunique() >= 10
        assert {story[name] for name in ("genre", "age_band", "question", "period", "source")} == {
            ""
        }


def test_no_guarded_table_names_an_unread_story(tables):
    guarded = GuardedTables(tables, RULES, KINDS)
    unread = set(tables["stories"]["story_id"]) - guarded.readable
    for name in ("stories", "passages", "labels", "codings", "quotes", "audit", "review_queue"):
        frame = guarded[name]
        cells = {str(value) for column in frame for value in frame[column].dropna()}
        assert not {cell.split(".")[0] for cell in cells} & unread, name


def test_people_s_figures_become_one_mean(tables):
    outcomes = GuardedTables(tables, RULES, KINDS)["outcomes"]
    own = outcomes[outcomes["indicator"] == "cijfer"]
    assert list(own["observation"]) == [""]
    assert list(own["value"]) == [6.5]


def test_quotes_beside_a_link_are_not_chosen_by_outcome(tables):
    quotes = GuardedTables(tables, RULES, KINDS)["quotes"]
    assert len(quotes)
    assert not quotes["why"].str.contains("fits|against_", regex=True).any()
