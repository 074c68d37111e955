"""What a margin costs per theme, from the tables of a study."""

import pandas as pd
import pytest

from pipeline.outcomes import audit_plans


@pytest.fixture
def study():
    """400 stories, 40 read; the machine flags a quarter for ``steun`` and nobody for ``moed``."""
    ids = [f"S-{number:03}" for number in range(400)]
    stories = pd.DataFrame({"story_id": ids, "participant": ids})
    rows = [
        (f"{name}.1", name, theme, theme == "steun" and place % 4 == 0)
        for place, name in enumerate(ids)
        for theme in ("steun", "moed")
    ]
    codings = pd.DataFrame(rows, columns=["passage_id", "story_id", "theme", "present"])
    return codings.assign(machine_present=codings["present"]), stories, ids


def test_a_smaller_margin_asks_for_more_reading(study):
    codings, stories, ids = study
    plans = [
        audit_plans(codings, stories, ["steun"], ids[:40], margin).iloc[0]
        for margin in (0.1, 0.06, 0.05)
    ]
    more = [int(plan["more"]) for plan in plans]
    assert more == sorted(more)
    assert more[0] < more[-1]
    for plan, margin in zip(plans, (0.1, 0.06, 0.05), strict=True):
        assert plan["reachable"]
        assert plan["margin"] <= margin * 1.005
        assert plan["more"] == plan["flagged"] + plan["unflagged"]
        assert (plan["stories"], plan["read"]) == (400, 40)


def test_every_theme_that_the_machine_coded_has_a_plan(study):
    codings, stories, ids = study
    plans = audit_plans(codings, stories, ["steun", "moed"], ids[:40], 0.05)
    assert plans["theme"].tolist() == ["steun", "moed"]
    assert plans.loc[1, "flagged"] == 0


def test_stories_that_the_machine_never_coded_are_not_planned_for(study):
    codings, stories, ids = study
    silent = codings.assign(machine_present=pd.NA)
    assert audit_plans(silent, stories, ["steun"], ids[:40], 0.05).empty


def test_a_margin_of_nought_is_refused(study):
    codings, stories, ids = study
    with pytest.raises(ValueError, match="margin"):
        audit_plans(codings, stories, ["steun"], ids[:40], 0.0)


def test_tellers_of_several_stories_make_a_margin_dearer(study):
    codings, stories, ids = study
    alone = audit_plans(codings, stories, ["steun"], ids[:40], 0.06).iloc[0]
    few = stories.assign(participant=[f"P{place // 4 // 5}-{place % 4}" for place in range(400)])
    together = audit_plans(codings, few, ["steun"], ids[:40], 0.06).iloc[0]
    assert together["more"] > alone["more"]


def test_only_the_audit_sample_counts_and_by_its_weights(study):
    codings, stories, ids = study
    chance = [1.0 if place < 20 else 0.1 for place in range(40)]
    audit = pd.DataFrame({"story_id": ids[:40], "probability": chance})
    even = audit_plans(codings, stories, ["steun"], ids[:60], 0.06, audit.assign(probability=0.1))
    uneven = audit_plans(codings, stories, ["steun"], ids[:60], 0.06, audit)
    assert even.loc[0, "read"] == uneven.loc[0, "read"] == 40
    assert uneven.loc[0, "more"] >= even.loc[0, "more"]
