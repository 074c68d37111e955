"""Sigmoids, thresholds and sure suggestions on sets where the answer is known."""

import numpy as np
import pytest

from pipeline.coding.calibration import fit_sigmoids
from pipeline.coding.evaluation import calibration_error
from pipeline.coding.labels import Truth
from pipeline.coding.thresholds import fit_sure, fit_thresholds


def everything(present):
    return Truth(np.ones_like(present, dtype=bool), present)


def drawn(slope, offset, n=4000, themes=2, seed=1):
    """Scores, and presence drawn with the probability that a sigmoid gives them."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(n, themes))
    return scores, rng.random((n, themes)) < 1 / (1 + np.exp(-(slope * scores + offset)))


def test_the_sigmoid_that_made_the_data_is_found():
    scores, present = drawn(slope=2.0, offset=-1.0)
    sigmoids = fit_sigmoids(scores, everything(present))
    np.testing.assert_allclose(sigmoids.slopes, 2.0, atol=0.2)
    np.testing.assert_allclose(sigmoids.offsets, -1.0, atol=0.15)
    probabilities = sigmoids.probabilities(scores)
    assert calibration_error(probabilities.ravel(), present.ravel()) < 0.02


def test_a_score_that_points_the_wrong_way_gives_the_base_rate():
    scores, present = drawn(slope=-3.0, offset=-1.0)
    sigmoids = fit_sigmoids(scores, everything(present))
    assert sigmoids.slopes.tolist() == [0.0, 0.0]
    probabilities = sigmoids.probabilities(scores)
    np.testing.assert_allclose(probabilities.mean(axis=0), present.mean(axis=0), atol=1e-3)
    assert probabilities.std() < 0.05


def test_mean_probability_is_the_base_rate():
    scores, present = drawn(slope=1.0, offset=-3.0)
    probabilities = fit_sigmoids(scores, everything(present)).probabilities(scores)
    np.testing.assert_allclose(probabilities.mean(axis=0), present.mean(axis=0), atol=1e-3)


def test_undecided_themes_keep_calibrated_scores_as_they_are():
    truth = Truth(np.zeros((3, 2), dtype=bool), np.zeros((3, 2), dtype=bool))
    sigmoids = fit_sigmoids(np.zeros((3, 2)), truth, np.array([True, False]))
    assert (sigmoids.slopes[0], sigmoids.offsets[0]) == (1.0, 0.0)
    assert sigmoids.offsets[1] < 0


def test_the_threshold_separates_what_can_be_separated():
    probabilities = np.array([[0.9], [0.8], [0.3], [0.2], [0.1]])
    present = np.array([[True], [True], [False], [False], [False]])
    threshold = fit_thresholds(probabilities, everything(present))
    assert 0.3 < threshold[0] <= 0.8


def test_a_theme_without_examples_takes_the_threshold_of_all():
    scores, present = drawn(slope=3.0, offset=-2.0, themes=3)
    present[:, 2] = False
    truth = everything(present)
    probabilities = fit_sigmoids(scores, truth).probabilities(scores)
    probabilities[:, 2] = probabilities[:, 1]
    thresholds = fit_thresholds(probabilities, truth)
    assert 0.2 < thresholds[2] < 0.9


def test_sure_is_right_four_times_in_five():
    rng = np.random.default_rng(3)
    probabilities = rng.random((5000, 1))
    present = rng.random((5000, 1)) < probabilities
    sure = fit_sure(probabilities, everything(present))
    assert 0.55 < sure < 0.7  # the mean of a uniform from s to 1 is .8 at s = .6
    assert present[probabilities >= sure].mean() == pytest.approx(0.8, abs=0.02)


def test_a_coder_that_is_never_right_is_never_sure():
    probabilities = np.linspace(0, 1, 100)[:, None]
    assert fit_sure(probabilities, everything(np.zeros((100, 1), dtype=bool))) == 1.0


def test_few_suggestions_say_too_little():
    probabilities = np.linspace(0, 1, 10)[:, None]
    assert fit_sure(probabilities, everything(np.ones((10, 1), dtype=bool))) in (0.0, 1.0)
