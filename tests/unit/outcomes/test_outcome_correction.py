"""The corrected count: the fixture of the design, an oracle, weights and clustering."""

import numpy as np
import pytest

from pipeline.outcomes.clusters import design_effect
from pipeline.outcomes.correction import (
    Counts,
    corrected_share,
    correction_design_effect,
    count,
)

FIXTURE = Counts(
    units=2000,
    flagged=620,
    read_flagged=62,
    seen_flagged=48,
    read_unflagged=138,
    seen_unflagged=9,
)


def _fixture_arrays() -> tuple[np.ndarray, np.ndarray]:
    """Return flags and human decisions (NaN unread) with the counts of the fixture."""
    flag = np.repeat([1.0, 0.0], [620, 1380])
    human = np.full(2000, np.nan)
    human[:62] = np.repeat([1.0, 0.0], [48, 14])
    human[620:758] = np.repeat([1.0, 0.0], [9, 129])
    return flag, human


def test_the_fixture():
    estimate, low, high = corrected_share(FIXTURE, np.random.default_rng(1))
    assert estimate == pytest.approx(0.2850, abs=5e-5)
    assert low < 0.26 < 0.31 < high


def test_counting_gives_the_fixture():
    flag, human = _fixture_arrays()
    counts = count(flag, human, np.ones(2000))
    assert [counts.units, counts.flagged] == [2000, 620]
    assert [counts.read_flagged, counts.seen_flagged] == pytest.approx([62, 48])
    assert [counts.read_unflagged, counts.seen_unflagged] == pytest.approx([138, 9])


def test_ppi_agrees():
    """PPI++ (Angelopoulos et al. 2023) rests on other assumptions and lands on the same."""
    ppi = pytest.importorskip("ppi_py")
    flag, human = _fixture_arrays()
    read = ~np.isnan(human)
    bounds = ppi.ppi_mean_ci(human[read], flag[read], flag[~read], alpha=0.05)
    theirs = [float(bound[0]) for bound in bounds]
    assert theirs == pytest.approx([0.23966, 0.33034], abs=5e-6)
    estimate, *ours = corrected_share(FIXTURE, np.random.default_rng(2), draws=40_000)
    point = ppi.ppi_mean_pointestimate(human[read], flag[read], flag[~read])
    assert estimate == pytest.approx(float(point[0]), abs=1e-9)
    assert ours == pytest.approx(theirs, abs=0.006)


def test_a_perfect_machine_adds_almost_nothing():
    counts = Counts(1000, 300, 90, 90, 210, 0)
    estimate, low, high = corrected_share(counts, np.random.default_rng(3))
    assert estimate == 0.3
    assert high - low < 0.075


def test_a_side_nobody_read_stays_wide_open():
    counts = Counts(100, 50, 0, 0, 20, 2)
    _, low, high = corrected_share(counts, np.random.default_rng(4))
    assert high - low > 0.45


def test_the_interval_holds_the_estimate_even_at_the_end():
    counts = Counts(50, 0, 0, 0, 50, 0)
    estimate, low, high = corrected_share(counts, np.random.default_rng(5))
    assert estimate == low == 0.0
    assert 0 < high < 0.1


def test_weights_undo_uneven_drawing():
    """Everyone with a rare trait was read, one in ten of the others; the theme goes with it."""
    rng = np.random.default_rng(6)
    rare = np.arange(4000) < 400
    truth = (rng.random(4000) < np.where(rare, 0.8, 0.1)).astype(float)
    flag = np.zeros(4000)
    drawn = rare | (rng.random(4000) < 0.1)
    human = np.where(drawn, truth, np.nan)
    weight = np.where(rare, 1.0, 10.0)
    assert count(flag, human, np.ones(4000)).estimate > 0.4
    assert count(flag, human, weight).estimate == pytest.approx(truth.mean(), abs=0.02)
    assert count(flag, human, weight).read_unflagged < drawn.sum()


def test_the_design_effect_of_independent_units_is_one():
    assert design_effect(np.array([1.0, -1, 2, -2]), np.arange(4)) == 1.0


def test_the_design_effect_of_copies_is_their_number():
    """Four copies of each of 200 people: a quarter of the information."""
    rng = np.random.default_rng(7)
    scores = rng.normal(size=200)
    scores -= scores.mean()
    effect = design_effect(np.repeat(scores, 4), np.repeat(np.arange(200), 4))
    assert effect == pytest.approx(4, rel=0.03)


def test_the_design_effect_without_variation_is_the_cluster_size():
    assert design_effect(np.zeros(12), np.repeat(np.arange(4), 3)) == 3.0


def test_one_teller_counts_as_one():
    assert design_effect(np.array([1.0, -1, 0.5]), np.zeros(3)) == 3.0


def test_the_design_effect_of_a_correction_sees_copies_too():
    flag, human = _fixture_arrays()
    who = np.repeat(np.arange(400), 5)
    weight = np.ones(2000)
    assert correction_design_effect(flag, human, weight, np.arange(2000)) == 1.0
    # Neighbours share flag and decision here, so five stories say little more than one.
    assert correction_design_effect(flag, human, weight, who) > 3
