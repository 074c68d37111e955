"""Participants with and without a theme."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep

from pipeline.outcomes.groups import (
    detectable_difference,
    newcombe_interval,
    odds_ratio,
    smallest_group_p,
    standardised,
    welch_interval,
)


def test_newcombe_of_the_published_examples():
    """Newcombe (1998), table II, method 10, comparisons a, b and e."""
    assert newcombe_interval(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe_interval(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)
    assert newcombe_interval(5, 56, 0, 29) == pytest.approx((-0.0381, 0.1926), abs=5e-5)


@pytest.mark.parametrize(("k1", "n1", "k0", "n0"), [(3, 20, 9, 31), (0, 8, 2, 9), (7, 7, 1, 6)])
def test_newcombe_is_that_of_statsmodels(k1, n1, k0, n0):
    expected = confint_proportions_2indep(k1, n1, k0, n0, method="newcomb", compare="diff")
    assert newcombe_interval(k1, n1, k0, n0) == pytest.approx(expected, abs=1e-9)


def test_the_odds_ratio_is_that_of_statsmodels_on_cells_with_half_a_count_more():
    for cells in ((20, 4, 9, 27), (7, 0, 3, 12), (0, 5, 0, 9)):
        theme = np.repeat([1.0, 1, 0, 0], cells)
        outcome = np.repeat([1.0, 0, 1, 0], cells)
        table = Table2x2(np.array(cells).reshape(2, 2) + 0.5)
        expected = (table.oddsratio, *table.oddsratio_confint(0.05))
        assert odds_ratio(theme, outcome) == pytest.approx(expected, rel=1e-9)


def test_welch_is_that_of_scipy():
    rng = np.random.default_rng(1)
    a, b = rng.normal(1, 2, 14), rng.normal(0, 1, 30)
    expected = stats.ttest_ind(a, b, equal_var=False).confidence_interval()
    assert welch_interval(a, b) == pytest.approx(tuple(expected), abs=1e-9)


def test_welch_of_one_value_is_unknown():
    assert np.isnan(welch_interval(np.array([1.0]), np.array([1.0, 2.0]))).all()


def test_standardised_columns_give_the_correlation():
    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 2, (30, 1)).astype(float), rng.normal(size=(30, 1))
    expected = np.corrcoef(x[:, 0], y[:, 0])[0, 1]
    assert (standardised(x).T @ standardised(y)).item() == pytest.approx(expected)


def test_the_smallest_p_of_a_lopsided_table():
    """Three of ten have the theme, three the outcome: all three together, 1 in 120."""
    present = np.repeat([1.0, 0.0], [3, 7])
    values = np.roll(present, 2)
    assert smallest_group_p(present, values, 9999) == pytest.approx(1 / 120)
    assert smallest_group_p(present, np.arange(10.0), 9999) == pytest.approx(1 / 120)
    assert smallest_group_p(present, values, 9) == pytest.approx(0.1)


def test_what_can_be_seen_of_a_share():
    values = np.repeat([1.0, 0.0], 50)
    expected = (1.959964 + 0.841621) * 0.5 * np.sqrt(1 / 40 + 1 / 60)
    assert detectable_difference(values, 40, 60) == pytest.approx(expected, abs=1e-6)
    assert np.isnan(detectable_difference(values, 0, 100))
