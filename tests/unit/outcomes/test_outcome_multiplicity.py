"""Many pairs at once."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests

from pipeline.outcomes.multiplicity import (
    benjamini_hochberg,
    can_be_found,
    enough_permutations,
    smallest_p,
)

# The fifteen p-values of Benjamini and Hochberg (1995), section 4.1.
FIFTEEN = np.array(
    [
        *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
        *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
    ]
)


def test_benjamini_and_hochberg_reject_four_where_bonferroni_rejects_three():
    assert np.sum(benjamini_hochberg(FIFTEEN) <= 0.05) == 4
    assert np.sum(FIFTEEN * 15 <= 0.05) == 3
    assert benjamini_hochberg(FIFTEEN)[3] == pytest.approx(0.035625, abs=1e-9)


def test_q_is_that_of_statsmodels():
    rng = np.random.default_rng(1)
    p = rng.random(200) ** 3
    expected = multipletests(p, method="fdr_bh")[1]
    assert benjamini_hochberg(p) == pytest.approx(expected, abs=1e-12)


def test_pairs_without_data_are_no_part_of_the_family():
    with_gap = np.insert(FIFTEEN, 5, np.nan)
    q = benjamini_hochberg(with_gap)
    assert np.isnan(q[5])
    assert np.delete(q, 5) == pytest.approx(benjamini_hochberg(FIFTEEN))


def test_an_empty_family():
    assert benjamini_hochberg(np.array([])).size == 0
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()


def test_with_72_pairs_fewer_than_seven_areas_never_give_a_hit():
    assert [can_be_found(n, 72, 0.05, 9999) for n in (5, 6, 7, 8)] == [False, False, True, True]


def test_random_permutations_have_a_floor_of_their_own():
    assert smallest_p(50, 999) == 0.001
    assert not can_be_found(50, 72, 0.05, 999)


def test_permutations_grow_with_the_family():
    wanted = enough_permutations(9999, 1000, 0.05)
    assert wanted == 99_999
    assert can_be_found(50, 1000, 0.05, wanted)
    assert enough_permutations(9999, 10**6, 0.05) == 199_999
