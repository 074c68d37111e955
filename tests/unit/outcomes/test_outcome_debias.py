"""Machine-coded groups put right by the part that people read."""

import numpy as np
import pytest

from pipeline.outcomes.debias import predict_then_debias


def _draw(n: int, read: int, risk: float, seed: int):
    """Return outcome, machine and human; the machine's errors go with the outcome."""
    rng = np.random.default_rng(seed)
    theme = (rng.random(n) < 0.4).astype(float)
    outcome = (rng.random(n) < 0.3 + risk * theme).astype(float)
    chance = np.where(theme == 1, 0.9 - 0.2 * outcome, 0.2 - 0.1 * outcome)
    machine = (rng.random(n) < chance).astype(float)
    return outcome, machine, np.where(np.arange(n) < read, theme, np.nan), theme


def test_everything_read_gives_the_plain_difference():
    outcome, machine, human, theme = _draw(120, 120, 0.3, 1)
    estimate, low, high = predict_then_debias(
        outcome, machine, human, "difference", np.random.default_rng(1)
    )
    plain = outcome[theme == 1].mean() - outcome[theme == 0].mean()
    assert estimate == pytest.approx(plain)
    assert low < plain < high


def test_a_biased_machine_is_put_right_in_a_large_study():
    outcome, machine, human, _ = _draw(40_000, 8_000, 0.3, 2)
    naive = outcome[machine == 1].mean() - outcome[machine == 0].mean()
    estimate, low, high = predict_then_debias(
        outcome, machine, human, "difference", np.random.default_rng(2)
    )
    assert abs(naive - 0.3) > 0.1
    assert estimate == pytest.approx(0.3, abs=0.03)
    assert low < 0.3 < high


def test_the_rest_makes_it_more_precise_when_the_machine_is_good():
    rng = np.random.default_rng(3)
    theme = (rng.random(2000) < 0.4).astype(float)
    outcome = rng.normal(size=2000) + theme
    human = np.where(np.arange(2000) < 200, theme, np.nan)
    _, low, high = predict_then_debias(outcome, theme, human, "difference", rng)
    _, low_0, high_0 = predict_then_debias(
        outcome[:200], theme[:200], human[:200], "difference", rng
    )
    assert high - low < 0.45 * (high_0 - low_0)


def test_a_machine_that_says_nothing_gets_no_weight():
    outcome, _, human, _ = _draw(600, 200, 0.3, 4)
    silent = np.zeros(600)
    estimate, *_ = predict_then_debias(
        outcome, silent, human, "difference", np.random.default_rng(4)
    )
    read = ~np.isnan(human)
    seen, y = human[read], outcome[read]
    assert estimate == pytest.approx(y[seen == 1].mean() - y[seen == 0].mean())


def test_the_log_odds_ratio_of_a_table():
    theme = np.repeat([1.0, 1, 0, 0], [20, 4, 9, 27])
    outcome = np.repeat([1.0, 0, 1, 0], [20, 4, 9, 27])
    estimate, low, high = predict_then_debias(
        outcome, theme, theme, "log_odds_ratio", np.random.default_rng(5)
    )
    assert estimate == pytest.approx(np.log(20.5 * 27.5 / (4.5 * 9.5)))
    assert 0 < low < estimate < high


def test_nobody_read_with_the_theme():
    result = predict_then_debias(
        np.ones(10), np.ones(10), np.zeros(10), "difference", np.random.default_rng(6)
    )
    assert np.isnan(result).all()
