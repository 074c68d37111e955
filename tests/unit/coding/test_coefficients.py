"""Agreement coefficients against published worked examples, to six digits."""

import numpy as np
import pytest

from pipeline.coding.coefficients import (
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percentage_agreement,
)

_ = np.nan

# Krippendorff (2011), section C: four coders, twelve units, missing ratings.
FOUR_CODERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
        [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
    ]
)

# Krippendorff (2011), section B: a to e as 1 to 5.
TWO_CODERS = np.array(
    [[1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4]], dtype=float
)

# Krippendorff (2011), section A.
BINARY = np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]], dtype=float)

# Fleiss (1971) as worked out in the literature: ten subjects, fourteen raters, five categories.
FLEISS = np.array(
    [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ],
    dtype=float,
)


def _two_by_two(both: int, first: int, second: int, neither: int) -> np.ndarray:
    a = np.repeat([1.0, 1, 0, 0], [both, first, second, neither])
    b = np.repeat([1.0, 0, 1, 0], [both, first, second, neither])
    return np.array([a, b])


@pytest.mark.parametrize(
    ("metric", "expected"),
    [("nominal", 0.743421), ("ordinal", 0.815388), ("interval", 0.849107), ("ratio", 0.797403)],
)
def test_alpha_of_four_coders_with_missing_ratings(metric, expected):
    assert krippendorff_alpha(FOUR_CODERS, metric) == pytest.approx(expected, abs=5e-7)


def test_alpha_of_two_coders():
    assert krippendorff_alpha(TWO_CODERS) == pytest.approx(0.691964, abs=5e-7)


def test_alpha_of_binary_ratings():
    assert krippendorff_alpha(BINARY) == pytest.approx(0.095238, abs=5e-7)


def test_the_four_metrics_agree_on_two_values():
    alphas = [krippendorff_alpha(BINARY, m) for m in ("nominal", "ordinal", "interval", "ratio")]
    assert alphas == pytest.approx([alphas[0]] * 4)


def test_alpha_does_not_depend_on_the_order_of_coders_or_units():
    rng = np.random.default_rng(3)
    shuffled = FOUR_CODERS[rng.permutation(4)][:, rng.permutation(12)]
    assert krippendorff_alpha(shuffled, "ordinal") == pytest.approx(
        krippendorff_alpha(FOUR_CODERS, "ordinal")
    )


def test_a_unit_rated_once_changes_nothing():
    once = np.column_stack([FOUR_CODERS, [_, 5, _, _]])
    assert krippendorff_alpha(once, "interval") == krippendorff_alpha(FOUR_CODERS, "interval")


def test_alpha_of_one_value_only_is_unknown():
    assert np.isnan(krippendorff_alpha(np.zeros((2, 5))))
    assert np.isnan(krippendorff_alpha(np.full((2, 5), np.nan)))


def test_perfect_agreement_is_one():
    assert krippendorff_alpha(np.array([[0.0, 1, 1, 0], [0, 1, 1, 0]])) == 1.0


def test_ac1_of_four_coders():
    assert gwet_ac1(FOUR_CODERS) == pytest.approx(0.77544, abs=5e-6)


def test_cohen_kappa_of_the_textbook_table():
    assert cohen_kappa(*_two_by_two(20, 5, 10, 15)) == pytest.approx(0.4, abs=5e-7)


def test_the_kappa_paradox():
    values = _two_by_two(1, 5, 5, 89)
    assert percentage_agreement(values) == pytest.approx(0.9)
    assert cohen_kappa(*values) == pytest.approx(0.113475, abs=5e-7)
    assert gwet_ac1(values) > 0.88


def test_fleiss_kappa():
    assert fleiss_kappa(FLEISS) == pytest.approx(0.209931, abs=5e-7)


def test_fleiss_kappa_needs_as_many_ratings_everywhere():
    with pytest.raises(ValueError, match="same number"):
        fleiss_kappa(np.array([[2.0, 0], [1, 0]]))


def test_alpha_against_its_definition_by_brute_force():
    """Observed and expected disagreement by walking over all pairs of ratings."""
    rng = np.random.default_rng(11)
    values = rng.integers(1, 5, size=(3, 20)).astype(float)
    values[rng.random(values.shape) < 0.2] = np.nan
    kept = values[:, (~np.isnan(values)).sum(axis=0) > 1]
    within = 0.0
    for column in kept.T:
        rated = column[~np.isnan(column)]
        within += np.sum((rated[:, None] - rated[None, :]) ** 2) / (len(rated) - 1)
    everything = kept[~np.isnan(kept)]
    n = len(everything)
    between = np.sum((everything[:, None] - everything[None, :]) ** 2) / (n * (n - 1))
    assert krippendorff_alpha(values, "interval") == pytest.approx(1 - within / n / between)
