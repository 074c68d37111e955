"""A reader who combines everything that is shown learns nothing about one person."""

import itertools

import numpy as np
import pytest

LEAST = 10
STUDIES = [(seed, people) for people in (24, 60, 140) for seed in range(8)]
THEMES = ("steun", "drempel")


@pytest.mark.parametrize(("seed", "people"), STUDIES)
def test_nobody_can_be_singled_out(make_study, attacker, seed, people):
    tables, guarded = make_study(seed, people)
    reader = attacker(tables, guarded)
    for theme, place in itertools.product(THEMES, range(min(len(reader.hidden), 6))):
        one = np.zeros(len(reader.hidden))
        one[place] = 1
        assert not reader.learns(theme, one), (theme, reader.hidden.iloc[place]["story_id"])


@pytest.mark.parametrize(("seed", "people"), STUDIES)
def test_no_small_group_can_be_counted(make_study, attacker, seed, people):
    tables, guarded = make_study(seed, people)
    reader = attacker(tables, guarded)
    for theme in THEMES:
        for kind in ("wijk", "programme", "period"):
            for _, group in reader.hidden.groupby(kind):
                if len(group) < LEAST:
                    who = reader.hidden["story_id"].isin(group["story_id"]).to_numpy()
                    assert not reader.learns(theme, who), (theme, kind)
