"""Courses over time: the wild bootstrap, whole trajectories, and panels from stories."""

import itertools

import numpy as np
import pandas as pd
import pytest

from pipeline.outcomes.course import course_of, make_panel
from pipeline.outcomes.trajectories import trajectory_p
from pipeline.outcomes.wild import wild_cluster_p


def _regression_t(y, x, controls, clusters):
    """Return slope and cluster-robust t, the slow way."""
    design = np.column_stack([x, controls])
    bread = np.linalg.pinv(design.T @ design)
    beta = bread @ design.T @ y
    residual = y - design @ beta
    meat = np.zeros((design.shape[1],) * 2)
    for cluster in np.unique(clusters):
        score = design[clusters == cluster].T @ residual[clusters == cluster]
        meat += np.outer(score, score)
    return beta[0], beta[0] / np.sqrt((bread @ meat @ bread)[0, 0])


def test_the_wild_bootstrap_by_brute_force():
    rng = np.random.default_rng(1)
    clusters = np.repeat(np.arange(6), 5)
    controls = np.tile(np.eye(5), (6, 1))
    x = rng.normal(size=30)
    y = 0.6 * x + rng.normal(size=30) + rng.normal(size=6)[clusters]
    slope, p = wild_cluster_p(y, x, controls, clusters, rng)
    expected_slope, t = _regression_t(y, x, controls, clusters)
    assert slope == pytest.approx(expected_slope)
    fitted = controls @ np.linalg.lstsq(controls, y, rcond=None)[0]
    extreme = [
        abs(_regression_t(fitted + np.array(s)[clusters] * (y - fitted), x, controls, clusters)[1])
        >= abs(t) - 1e-9
        for s in itertools.product((1.0, -1.0), repeat=6)
    ]
    assert p == pytest.approx(np.mean(extreme))


def test_the_wild_bootstrap_needs_clusters_and_variation():
    rng = np.random.default_rng(2)
    one = np.ones((8, 1))
    y = rng.normal(size=8)
    assert np.isnan(wild_cluster_p(y, y, one, np.zeros(8), rng)).all()
    assert np.isnan(wild_cluster_p(y, np.ones(8), one, np.arange(8), rng)).all()


def test_trajectories_that_move_together_are_seen():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(8, 6))
    statistic, p = trajectory_p(x, -x, np.ones_like(x), rng)
    assert statistic < 0
    assert p < 0.001


def test_levels_and_common_trends_do_not_count_within():
    """Areas that differ, and a trend that all share: pooled looks strong, changes do not."""
    rng = np.random.default_rng(4)
    level, trend = np.linspace(0, 5, 8)[:, None], np.linspace(0, 3, 6)[None, :]
    x = level + trend + 0.01 * rng.normal(size=(8, 6))
    y = level + trend + 0.01 * rng.normal(size=(8, 6))
    weight = np.ones_like(x)
    assert trajectory_p(x, y, weight, rng, within=False)[1] < 0.01
    assert trajectory_p(x, y, weight, rng)[1] > 0.05


def test_the_within_statistic_by_brute_force():
    """Permuting areas of y against weighted residuals of x, fitted by plain least squares."""
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=(5, 4)), rng.normal(size=(5, 4))
    weight = rng.integers(0, 4, size=(5, 4)).astype(float)
    weight[:, 0] = 1
    areas, periods = np.indices(x.shape)
    dummies = np.column_stack(
        [*(areas.ravel() == a for a in range(5)), *(periods.ravel() == t for t in range(1, 4))]
    ).astype(float)
    w = weight.ravel()
    fit = np.linalg.pinv(dummies.T @ (dummies * w[:, None])) @ dummies.T @ (w * x.ravel())
    residual = (x.ravel() - dummies @ fit).reshape(x.shape) * weight
    null = [np.sum(residual * y[list(o)]) for o in itertools.permutations(range(5))]
    statistic, p = trajectory_p(x, y, weight, rng)
    assert statistic == pytest.approx(np.sum(residual * y))
    assert p == pytest.approx(np.mean(np.abs(null) >= abs(statistic) - 1e-9))


def test_a_constant_theme_has_no_course():
    ones = np.ones((6, 5))
    assert np.isnan(trajectory_p(ones, ones, ones, np.random.default_rng(6))).all()


def _study(shares: np.ndarray, per_cell: int, quarters: list[str]) -> pd.DataFrame:
    """Return stories of which the given share per wijk and quarter has the theme."""
    rows = [
        (f"wijk {a}", quarters[t], int(i < round(per_cell * shares[a, t])))
        for a, t in np.ndindex(*shares.shape)
        for i in range(per_cell)
    ]
    return pd.DataFrame(rows, columns=["wijk", "period", "present"])


def _outcome(values: np.ndarray, quarters: list[str]) -> pd.DataFrame:
    rows = [(f"Wijk {a}", quarters[t], values[a, t]) for a, t in np.ndindex(*values.shape)]
    return pd.DataFrame(rows, columns=["observation", "period", "value"])


QUARTERS = [f"{year}K{k}" for year in (2022, 2023, 2024) for k in (1, 2, 3, 4)]


def test_a_panel_by_quarter_with_a_lag_and_the_outcome_of_before():
    rng = np.random.default_rng(7)
    shares, values = rng.random((6, 6)), rng.normal(size=(6, 12))
    panel = make_panel(_study(shares, 20, QUARTERS[3:9]), _outcome(values, QUARTERS), lag=2)
    assert panel.x == pytest.approx(shares, abs=0.026)
    assert panel.y == pytest.approx(values[:, 5:11])
    assert panel.earlier == pytest.approx(values[:, 1:7])
    assert (panel.stories == 20).all()


def test_thin_quarters_are_taken_by_year():
    rng = np.random.default_rng(8)
    quarters = [f"{year}K{k}" for year in range(2020, 2024) for k in (1, 2, 3, 4)]
    values = rng.normal(size=(5, 16))
    panel = make_panel(_study(rng.random((5, 16)), 2, quarters), _outcome(values, quarters), lag=0)
    assert panel.y == pytest.approx(values.reshape(5, 4, 4).mean(axis=2))
    assert (panel.stories == 8).all()
    assert np.isnan(panel.earlier[:, 0]).all()
    assert panel.earlier[:, 1:] == pytest.approx(panel.y[:, :-1])


@pytest.mark.parametrize(("areas", "per_cell", "length"), [(4, 9, 6), (6, 1, 6), (6, 9, 3)])
def test_too_little_to_look_at(areas, per_cell, length):
    rng = np.random.default_rng(9)
    stories = _study(rng.random((areas, length)), per_cell, QUARTERS[:length])
    outcome = _outcome(rng.normal(size=(areas, 12)), QUARTERS)
    assert course_of(stories, outcome, lag=0, draws=999, seed=1) is None


def test_no_periods_no_course():
    rng = np.random.default_rng(10)
    stories = _study(rng.random((6, 6)), 9, QUARTERS[:6]).assign(period="")
    assert course_of(stories, _outcome(rng.normal(size=(6, 12)), QUARTERS), 0, 999, 1) is None


def test_a_planted_course_is_seen_with_its_sign_and_its_control():
    rng = np.random.default_rng(11)
    quarters = [f"{year}K{k}" for year in range(2021, 2025) for k in (1, 2, 3, 4)]
    shares = rng.random((10, 14))
    values = rng.normal(scale=0.5, size=(10, 16))
    values[:, 2:] -= 8 * shares
    course = course_of(_study(shares, 40, quarters[1:15]), _outcome(values, quarters), 1, 999, 1)
    assert course.trajectory_p < 0.01
    assert course.difference_p < 0.01
    assert course.slope == pytest.approx(-8, abs=0.8)
    assert course.control_p > 0.05
