"""Spearman between areas: size, p and interval."""

import itertools

import numpy as np
import pytest
from scipy import stats

from pipeline.outcomes.correlation import (
    detectable_correlation,
    null_correlations,
    permutation_p,
    permutations_of,
    scores,
    spearman_interval,
    stands_without_any,
    without_each,
)


def test_products_of_scores_are_spearman_also_with_ties():
    rng = np.random.default_rng(1)
    x, y = rng.integers(0, 4, size=(15, 3)).astype(float), rng.normal(size=(15, 2))
    rho = scores(x).T @ scores(y)
    for a, b in itertools.product(range(3), range(2)):
        assert rho[a, b] == pytest.approx(stats.spearmanr(x[:, a], y[:, b]).statistic)


def test_a_column_without_variation_has_no_correlation():
    x = np.column_stack([np.ones(6), np.arange(6.0)])
    rho = scores(x).T @ scores(np.arange(6.0)[:, None])
    assert np.isnan(rho[0, 0])
    assert rho[1, 0] == pytest.approx(1.0)


def test_all_orders_are_taken_when_they_are_few():
    orders, exact = permutations_of(5, 9999, np.random.default_rng(1))
    assert (orders.shape, exact) == ((120, 5), True)
    orders, exact = permutations_of(8, 9999, np.random.default_rng(1))
    assert (orders.shape, exact) == ((9999, 8), False)
    assert (np.sort(orders, axis=1) == np.arange(8)).all()


def test_the_exact_p_by_brute_force():
    x = np.array([1.0, 2, 3, 4, 5])[:, None]
    y = np.array([2.0, 1, 3, 5, 4])[:, None]
    orders = permutations_of(5, 9999, np.random.default_rng(1))
    p = permutation_p(scores(x), scores(y), *orders).item()
    observed = abs(stats.spearmanr(x[:, 0], y[:, 0]).statistic)
    everything = [
        abs(stats.spearmanr(x[list(order), 0], y[:, 0]).statistic)
        for order in itertools.permutations(range(5))
    ]
    assert p == pytest.approx(np.mean(np.array(everything) >= observed - 1e-9))


def test_a_perfect_order_gets_the_smallest_p():
    x = np.arange(12.0)[:, None]
    orders = permutations_of(12, 9999, np.random.default_rng(2))
    assert permutation_p(scores(x), scores(-x), *orders).item() == 1 / 10_000


def test_p_is_near_that_of_scipy():
    rng = np.random.default_rng(3)
    x, y = rng.normal(size=(40, 1)), rng.normal(size=(40, 1))
    y += 0.4 * x
    p = permutation_p(scores(x), scores(y), *permutations_of(40, 9999, rng)).item()
    assert p == pytest.approx(stats.spearmanr(x[:, 0], y[:, 0]).pvalue, abs=0.01)


def test_null_correlations_are_those_of_the_reordered_column():
    rng = np.random.default_rng(4)
    x, y = scores(rng.normal(size=(9, 2))), scores(rng.normal(size=(9, 3)))
    order = rng.permutation(9)
    assert null_correlations(x, y, order[None])[0] == pytest.approx(x[order].T @ y)


def test_leaving_out_each_unit_by_brute_force():
    rng = np.random.default_rng(8)
    x, y = rng.integers(0, 5, 10).astype(float), rng.normal(size=10)
    slow = [stats.spearmanr(np.delete(x, i), np.delete(y, i)).statistic for i in range(10)]
    assert without_each(x, y) == pytest.approx(slow)


def test_standing_without_any_is_the_largest_p_of_scipy():
    rng = np.random.default_rng(9)
    x = rng.normal(size=20)
    y = x + rng.normal(size=20)
    worst = max(stats.spearmanr(np.delete(x, i), np.delete(y, i)).pvalue for i in range(20))
    assert stands_without_any(x, y, worst * 1.001)
    assert not stands_without_any(x, y, worst * 0.999)


def test_the_interval_by_hand():
    half = 1.959964 * np.sqrt((1 + 0.5**2 / 2) / 47)
    expected = np.tanh([np.arctanh(0.5) - half, np.arctanh(0.5) + half])
    assert spearman_interval(0.5, 50) == pytest.approx(expected, abs=1e-6)


def test_intervals_at_the_ends_and_with_few_areas():
    assert np.isnan(spearman_interval(0.5, 3)).all()
    low, high = spearman_interval(1.0, 12)
    assert (0.97 < low < 0.99, high) == (True, 1.0)
    assert spearman_interval(-1.0, 12) == (-1.0, -low)
    assert spearman_interval(-0.4, 20) == pytest.approx(
        tuple(-bound for bound in reversed(spearman_interval(0.4, 20)))
    )


@pytest.mark.parametrize(
    ("areas", "design"), [(8, 0.88), (12, 0.78), (22, 0.60), (50, 0.42), (99, 0.30)]
)
def test_what_can_be_seen_is_near_the_simulated_values(areas, design):
    assert detectable_correlation(areas) == pytest.approx(design, abs=0.025)


def test_too_few_areas_see_nothing():
    assert np.isnan(detectable_correlation(4))
