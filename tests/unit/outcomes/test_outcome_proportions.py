"""Intervals and corrections of a share against published values."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from pipeline.domain.shares import wilson_interval
from pipeline.outcomes.proportions import jeffreys_interval, rogan_gladen


def test_wilson_of_ten_in_a_hundred():
    assert wilson_interval(10, 100) == pytest.approx((0.055229, 0.174366), abs=5e-7)


@pytest.mark.parametrize(("k", "n"), [(0, 5), (1, 7), (10, 100), (50, 50), (333, 1000)])
def test_wilson_is_that_of_statsmodels(k, n):
    expected = proportion_confint(k, n, method="wilson")
    assert wilson_interval(k, n) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("k", "n"), [(1, 7), (10, 100), (333, 1000)])
def test_jeffreys_is_that_of_statsmodels(k, n):
    expected = proportion_confint(k, n, method="jeffreys")
    assert jeffreys_interval(k, n) == pytest.approx(expected, abs=1e-9)


def test_jeffreys_reaches_the_ends():
    assert jeffreys_interval(0, 20)[0] == 0.0
    assert jeffreys_interval(20, 20)[1] == 1.0
    assert jeffreys_interval(0, 20)[1] == pytest.approx(stats.beta.ppf(0.975, 0.5, 20.5))


def test_jeffreys_takes_effective_counts():
    low, high = jeffreys_interval(2.5, 25.0)
    wide = jeffreys_interval(10, 100)
    assert low < wide[0] < wide[1] < high


def test_rogan_gladen_of_the_published_example():
    assert rogan_gladen(23 / 150, 0.96, 0.89) == pytest.approx(0.050980, abs=5e-7)


def test_rogan_gladen_stays_a_share():
    assert rogan_gladen(0.01, 0.9, 0.9) == 0.0
    assert rogan_gladen(0.99, 0.9, 0.9) == 1.0


def test_rogan_gladen_of_a_flag_that_says_nothing():
    with pytest.raises(ValueError, match="chance"):
        rogan_gladen(0.3, 0.4, 0.6)


@pytest.mark.parametrize(("k", "n"), [(-1, 5), (6, 5), (np.nan, 5)])
def test_no_share(k, n):
    with pytest.raises(ValueError, match="no share"):
        wilson_interval(k, n)
