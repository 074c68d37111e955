"""The frequency table: who counted, per what, and how sure."""

import numpy as np
import pandas as pd
import pytest

from pipeline.config import FrequencySection
from pipeline.domain.tables import FREQUENCIES
from pipeline.outcomes import prevalence, story_themes
from pipeline.outcomes.proportions import jeffreys_interval

STORY = FrequencySection(groups=("wijk",))
PEOPLE = FrequencySection(groups=("wijk",), unit="participant")


@pytest.fixture
def study(make_stories, make_codings, make_passages):
    """Return a study of 40 stories in two wijken; 'hulp' in every fourth, the machine errs."""
    ids = [f"s{i:02}" for i in range(40)]
    stories = make_stories(
        [{"story_id": s, "wijk": "Oost" if i < 20 else "West"} for i, s in enumerate(ids)]
    )
    rows = [(s, "hulp", i % 4 == 0, i % 4 == 0 or i % 10 == 1) for i, s in enumerate(ids)]
    rows += [(s, "geld", False, False) for s in ids]
    return make_codings(rows), stories, make_passages(stories)


def _row(table: pd.DataFrame, theme: str, group: str = "") -> pd.Series:
    [row] = [r for _, r in table.iterrows() if r["theme"] == theme and r["group"] == group]
    return row


def test_stories_that_people_all_read_are_counted(study, codebook):
    codings, stories, passages = study
    table = prevalence(codings, stories, passages, codebook, STORY, 1, set(stories["story_id"]))
    assert table.columns.tolist() == FREQUENCIES.names
    assert len(table) == 2 * 3
    row = _row(table, "hulp")
    assert (row["n"], row["k"], row["n_human"], row["method"]) == (40, 10, 40, "human")
    assert row["estimate"] == 0.25
    assert (row["low"], row["high"]) == pytest.approx(jeffreys_interval(10, 40))
    assert row["machine_share"] == pytest.approx(14 / 40)
    assert not row["indicative"]
    assert _row(table, "hulp", "West")["k"] == 5
    none = _row(table, "geld")
    assert (none["estimate"], none["low"], none["k"]) == (0.0, 0.0, 0)


def test_part_read_is_corrected_and_says_what_it_took_for_a_sample(study, codebook):
    codings, stories, passages = study
    read = set(stories["story_id"][::2])
    table = prevalence(codings, stories, passages, codebook, STORY, 1, read)
    row = _row(table, "hulp")
    assert row["method"] == "corrected_read_as_sample"
    assert row["n_human"] == 20
    # Read are the even stories: ten of them flagged, rightly; none of the others has it.
    assert row["estimate"] == pytest.approx(14 / 40)
    assert row["low"] < 0.25 < row["high"]
    assert row["high"] - row["low"] > np.diff(jeffreys_interval(10, 40))[0]


def test_a_drawn_audit_sample_is_called_so_and_weighs(study, codebook):
    codings, stories, passages = study
    read = set(stories["story_id"][:20])
    audit = pd.DataFrame({"story_id": stories["story_id"][:12], "probability": 0.3})
    table = prevalence(codings, stories, passages, codebook, STORY, 1, read, audit)
    assert _row(table, "hulp")["method"] == "corrected"
    assert _row(table, "hulp")["n_human"] == 20
    # Among the twelve drawn: flagged s00 s01 s04 s08 s11, of which s01 and s11 wrongly.
    assert _row(table, "hulp")["estimate"] == pytest.approx(14 / 40 * 3 / 5)


def test_a_cell_that_people_read_whole_is_not_corrected(study, codebook):
    codings, stories, passages = study
    read = set(stories.loc[stories["wijk"] == "Oost", "story_id"])
    table = prevalence(codings, stories, passages, codebook, STORY, 1, read)
    east, west = _row(table, "hulp", "Oost"), _row(table, "hulp", "West")
    assert (east["method"], east["estimate"]) == ("human", 0.25)
    assert west["method"] == "corrected_read_as_sample"
    assert west["indicative"]
    assert west["low"] < west["estimate"] < west["high"]


def test_without_people_the_machine_is_not_corrected(study, codebook):
    codings, stories, passages = study
    codings = codings.assign(present=codings["machine_present"], by="machine")
    table = prevalence(codings, stories, passages, codebook, STORY, 1, set())
    row = _row(table, "hulp")
    assert (row["method"], row["estimate"], row["n_human"]) == ("machine_uncorrected", 14 / 40, 0)
    assert table["indicative"].all()


def test_stories_nobody_and_nothing_coded_are_left_out(study, codebook):
    codings, stories, passages = study
    codings = codings.assign(machine_present=pd.NA)
    read = set(stories["story_id"][:10])
    row = _row(prevalence(codings, stories, passages, codebook, STORY, 1, read), "hulp")
    assert row["method"] == "human"
    assert row["estimate"] == pytest.approx(3 / 10)
    assert pd.isna(row["machine_share"])


def test_a_participant_has_a_theme_when_one_of_the_stories_has(
    make_stories, make_codings, make_passages, codebook
):
    stories = make_stories(
        [
            {"story_id": "a", "participant": "p", "wijk": "Oost"},
            {"story_id": "b", "participant": "p", "wijk": "West"},
            {"story_id": "c", "participant": "q", "wijk": "West"},
        ]
    )
    codings = make_codings([("a", "hulp", True, None), ("b", "hulp", False, None)])
    table = prevalence(codings, stories, make_passages(stories), codebook, PEOPLE, 1, set("abc"))
    assert _row(table, "hulp")[["n", "k", "estimate"]].tolist() == [2, 1, 0.5]
    assert _row(table, "hulp", "West")[["n", "k"]].tolist() == [2, 0]
    assert set(table["unit"]) == {"participant"}


def test_stories_of_one_person_widen_the_interval(
    make_stories, make_codings, make_passages, codebook
):
    ids = [f"s{i:02}" for i in range(40)]
    codings = make_codings([(s, "hulp", i < 10, None) for i, s in enumerate(ids)])
    widths = []
    for per_person in (1, 5):
        stories = make_stories(
            [{"story_id": s, "participant": f"p{i // per_person}"} for i, s in enumerate(ids)]
        )
        table = prevalence(codings, stories, make_passages(stories), codebook, STORY, 1, set(ids))
        row = _row(table, "hulp")
        assert row["estimate"] == 0.25
        widths.append(row["high"] - row["low"])
    assert widths[1] > 1.9 * widths[0]


def test_fewer_labels_than_asked_is_indicative(study, codebook):
    codings, stories, passages = study
    settings = FrequencySection(groups=("wijk",), min_audit=21)
    table = prevalence(codings, stories, passages, codebook, settings, 1, set(stories["story_id"]))
    assert table.set_index("group")["indicative"].groupby("group").all().to_dict() == {
        "": False,
        "Oost": True,
        "West": True,
    }


def test_codings_of_unknown_passages_do_not_count(study, codebook):
    codings, stories, passages = study
    table = prevalence(
        codings, stories, passages.iloc[:0], codebook, STORY, 1, set(stories["story_id"])
    )
    assert table["k"].tolist() == [0] * 6


def test_no_stories_give_an_empty_table(study, codebook):
    codings, stories, passages = study
    table = prevalence(codings.iloc[:0], stories.iloc[:0], passages, codebook, STORY, 1, set())
    assert table.columns.tolist() == FREQUENCIES.names
    assert len(table) == 0


def test_the_same_seed_gives_the_same_table_and_a_theme_more_changes_nothing(study, codebook):
    codings, stories, passages = study
    read = set(stories["story_id"][::3])
    first = prevalence(codings, stories, passages, codebook, STORY, 7, read)
    again = prevalence(codings, stories, passages, codebook, STORY, 7, read)
    pd.testing.assert_frame_equal(first, again)
    other = prevalence(codings, stories, passages, codebook, STORY, 8, read)
    assert not first["low"].equals(other["low"])


def test_story_themes_has_a_row_per_story_and_theme(study):
    codings, stories, _ = study
    read = {"s00", "s01"}
    table = story_themes(codings, stories, ["hulp", "geld", "nieuw"], read)
    assert len(table) == 120
    first = table[table["story_id"] == "s01"].set_index("theme")
    assert first["present"].to_dict() == {"hulp": 0, "geld": 0, "nieuw": 0}
    assert first["flag"].to_dict() == {"hulp": 1.0, "geld": 0.0, "nieuw": 0.0}
    assert table.groupby("story_id")["read"].first().sum() == 2
    assert table["present"].sum() == 10


def test_story_themes_takes_stories_decided_by_people_as_read(study):
    codings, stories, _ = study
    mixed = codings.assign(by=codings["by"].where(codings["story_id"] != "s03", "machine"))
    table = story_themes(mixed, stories)
    assert set(table.loc[~table["read"], "story_id"]) == {"s03"}
    assert set(table["theme"]) == {"hulp", "geld"}
