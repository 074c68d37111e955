"""The audit sample has known chances and never trains; the queue asks what teaches most."""

import pandas as pd
import pytest

from pipeline.coding.sampling import audit_sample, review_queue
from pipeline.domain.tables import CODINGS

STORIES = pd.DataFrame(
    {"story_id": [f"s{n:02d}" for n in range(20)], "wijk": ["A"] * 15 + ["B"] * 4 + ["C"]}
)
NO_AUDIT = pd.DataFrame({"story_id": []})


def test_a_simple_sample_has_one_chance_for_all():
    sample = audit_sample(STORIES, 5, seed=1)
    assert len(sample) == 5
    assert set(sample["probability"]) == {0.25}
    assert sorted(sample["order"]) == [1, 2, 3, 4, 5]


def test_strata_are_drawn_in_proportion_with_at_least_one():
    sample = audit_sample(STORIES, 8, seed=1, stratum="wijk")
    assert sample["stratum"].value_counts().to_dict() == {"A": 6, "B": 1, "C": 1}
    chances = sample.groupby("stratum")["probability"].first().to_dict()
    assert chances == {"A": 6 / 15, "B": 1 / 4, "C": 1.0}


def test_the_weighted_sample_counts_the_stories():
    sample = audit_sample(STORIES, 8, seed=1, stratum="wijk")
    assert (1 / sample["probability"]).sum() == pytest.approx(20)


def test_every_story_is_drawn_as_often_as_its_chance_says():
    drawn = pd.concat([audit_sample(STORIES, 5, seed=seed) for seed in range(400)])
    assert drawn["story_id"].value_counts().between(60, 145).all()  # expected 100


def test_the_sample_is_the_same_for_the_same_seed_whatever_the_order():
    shuffled = STORIES.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(audit_sample(STORIES, 6, 3), audit_sample(shuffled, 6, 3))
    assert not audit_sample(STORIES, 6, 3).equals(audit_sample(STORIES, 6, 4))


def test_asking_for_more_than_there_is_gives_all():
    assert len(audit_sample(STORIES, 99, seed=1, stratum="wijk")) == 20


def test_asking_for_none_is_a_mistake():
    with pytest.raises(ValueError, match="at least 1"):
        audit_sample(STORIES, 0, seed=1)


def codings(**probabilities):
    rows = [
        {
            "passage_id": name, "story_id": name.split("_")[0], "theme": "geld", "present": False,
            "by": "machine", "coder": "builtin", "probability": p,
        }
        for name, p in probabilities.items()
    ]  # fmt: skip
    return CODINGS.conform(pd.DataFrame(rows))


def test_the_queue_begins_with_the_greatest_doubt():
    table = codings(a_1=0.99, b_1=0.5, c_1=0.7, d_1=0.01)
    queue = review_queue(table, 2, seed=1, audit=NO_AUDIT)
    assert queue["passage_id"].tolist() == ["b_1", "c_1"]
    assert queue["score"].iloc[0] == pytest.approx(1.0)


def test_one_in_five_is_drawn_at_random():
    table = codings(**{f"s{n}_1": n / 200 for n in range(1, 100)})
    queue = review_queue(table, 20, seed=1, audit=NO_AUDIT)
    assert queue["reason"].value_counts().to_dict() == {"informative": 16, "random": 4}
    assert queue["passage_id"].is_unique
    assert set(queue["reason"].iloc[:5]) == {"informative", "random"}


def test_the_queue_leaves_out_people_and_the_audit_sample():
    table = codings(a_1=0.5, b_1=0.5, c_1=0.5)
    table.loc[0, "by"] = "human"
    queue = review_queue(table, 5, seed=1, audit=pd.DataFrame({"story_id": ["b"]}))
    assert queue["passage_id"].tolist() == ["c_1"]
