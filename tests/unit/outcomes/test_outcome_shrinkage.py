"""Cells that borrow from each other, and the test whether they may."""

import numpy as np
import pytest

from pipeline.outcomes.shrinkage import error_heterogeneity, shrunken_rates


def _means(seen: list[float], read: list[float], draws: int = 4000) -> np.ndarray:
    rng = np.random.default_rng(1)
    return shrunken_rates(np.array(seen), np.array(read), rng, draws).mean(axis=0)


def test_rates_lie_between_their_own_and_the_common_one():
    means = _means([9, 2, 3, 2], [10, 10, 10, 10])
    assert 0.4 < means[0] < 0.9
    assert 0.2 < means[1] < 0.4


def test_few_labels_are_drawn_further_than_many():
    many, few = _means([80, 20, 20, 1], [100, 100, 100, 1])[[0, 3]]
    assert many == pytest.approx(0.8, abs=0.04)
    assert few < 0.75


def test_a_cell_without_labels_takes_the_common_rate_with_more_spread():
    rng = np.random.default_rng(2)
    drawn = shrunken_rates(np.array([5.0, 5, 5, 0]), np.array([50.0, 50, 50, 0]), rng, 8000)
    assert drawn[:, 3].mean() == pytest.approx(0.1, abs=0.03)
    assert drawn[:, 3].std() > drawn[:, 0].std()


def test_cells_that_are_alike_are_pooled_tighter_than_alone():
    rng = np.random.default_rng(3)
    drawn = shrunken_rates(np.full(10, 3.0), np.full(10, 10.0), rng, 8000)
    alone = rng.beta(3.5, 7.5, 8000)
    assert drawn[:, 0].std() < 0.75 * alone.std()


def test_without_any_label_nothing_is_known():
    rng = np.random.default_rng(4)
    drawn = shrunken_rates(np.zeros(3), np.zeros(3), rng, 4000)
    assert drawn.shape == (4000, 3)
    assert np.quantile(drawn[:, 0], [0.025, 0.975]) == pytest.approx([0.0, 1.0], abs=0.02)


def test_errors_in_one_cell_only_are_found():
    errors = np.concatenate([np.ones(12), np.zeros(48)])
    cells = np.repeat(["a", "b", "c", "d", "e"], 12)
    statistic, p = error_heterogeneity(errors, cells, np.random.default_rng(5))
    assert p == pytest.approx(0.001)
    assert statistic == pytest.approx(60.0)


def test_errors_spread_evenly_are_not():
    errors = np.tile([1.0, 0, 0, -1], 15)
    cells = np.repeat(["a", "b", "c", "d", "e"], 12)
    assert error_heterogeneity(errors, cells, np.random.default_rng(6)) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("errors", "cells"), [([], []), ([1.0, 0.0], ["a", "a"]), ([0.0, 0.0], ["a", "b"])]
)
def test_nothing_to_test(errors, cells):
    result = error_heterogeneity(np.array(errors), np.array(cells), np.random.default_rng(7))
    assert np.isnan(result).all()
