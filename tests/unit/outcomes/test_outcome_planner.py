"""What a margin costs in codings."""

import math

import numpy as np
import pytest

from pipeline.outcomes import Counts, plan_audit
from pipeline.outcomes.correction import corrected_share

COUNTS = Counts(4000, 1200, 60, 45, 140, 7)


def test_the_planned_margin_is_the_one_that_comes_out():
    plan = plan_audit(COUNTS, margin=0.035)
    assert plan.reachable
    assert plan.more == plan.flagged + plan.unflagged > 0
    assert plan.labels == 200 + plan.more
    n1, n0 = 60 + plan.flagged, 140 + plan.unflagged
    then = Counts(4000, 1200, n1, n1 * 45 / 60, n0, n0 * 7 / 140)
    _, low, high = corrected_share(then, np.random.default_rng(1), draws=40_000)
    assert (high - low) / 2 == pytest.approx(0.035, rel=0.05)
    assert plan.margin <= 0.035


def test_a_smaller_margin_costs_about_four_times_as_much_per_halving():
    labels = [plan_audit(Counts(10**9, 3 * 10**8, 0, 0, 0, 0), m).labels for m in (0.1, 0.05)]
    assert labels[1] / labels[0] == pytest.approx(4, rel=0.02)


def test_what_is_read_already_may_be_enough():
    plan = plan_audit(COUNTS, margin=0.2)
    assert (plan.more, plan.reachable) == (0, True)


def test_out_of_reach_means_reading_everything():
    plan = plan_audit(Counts(100, 30, 0, 0, 0, 0), margin=0.001)
    assert not plan.reachable
    assert (plan.labels, plan.flagged, plan.unflagged) == (100, 30, 70)


def test_the_side_that_is_less_certain_gets_more():
    plan = plan_audit(Counts(2000, 1000, 20, 10, 20, 0), margin=0.04)
    assert plan.flagged > 2 * plan.unflagged


@pytest.mark.parametrize("margin", [0.0, 1.0, -0.1, math.nan])
def test_a_margin_lies_between_zero_and_one(margin):
    with pytest.raises(ValueError, match="margin"):
        plan_audit(COUNTS, margin)


def test_clustered_stories_cost_as_many_more_codings_as_their_design_effect():
    counts = Counts(10**9, 3 * 10**8, 0, 0, 0, 0)
    alone, clustered = plan_audit(counts, 0.05), plan_audit(counts, 0.05, design=3.0)
    assert clustered.labels / alone.labels == pytest.approx(3, rel=0.01)
    assert clustered.margin == pytest.approx(0.05, rel=0.01)
