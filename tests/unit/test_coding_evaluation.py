"""Measures against values worked out by hand."""

import numpy as np
import pytest

from pipeline.coding.evaluation import (
    Measured,
    calibration_error,
    coverage,
    disagreements,
    evaluate,
    reliability,
    theme_measures,
)
from pipeline.coding.labels import Truth


@pytest.fixture
def measured():
    """Five passages of three stories, two themes; one decision was never made."""
    probability = np.array([[0.9, 0.1], [0.8, 0.2], [0.4, 0.3], [0.2, 0.6], [0.1, 0.05]])
    present = np.array([[True, False], [False, False], [True, False], [False, True], [False, True]])
    known = np.ones_like(present)
    known[4, 1] = False
    return Measured(
        ("a.1", "a.2", "b.1", "b.2", "c.1"),
        ("a", "a", "b", "b", "c"),
        ("geld", "rust"),
        probability,
        probability >= 0.5,
        probability >= 0.85,
        Truth(known, present),
        np.array([[True, False]] * 2 + [[False, False]] * 3),
    )


def row(table, theme):
    return table.set_index("theme").loc[theme]


def test_per_theme(measured):
    table = theme_measures(measured, seed=1)
    money = row(table, "geld")
    assert (money["n"], money["n_present"]) == (5, 2)
    assert (money["precision"], money["recall"], money["f1"]) == (0.5, 0.5, 0.5)
    assert money["average_precision"] == pytest.approx((1 / 1 + 2 / 3) / 2)
    assert money["brier"] == pytest.approx((0.01 + 0.64 + 0.36 + 0.04 + 0.01) / 5)
    assert (money["sure"], money["sure_precision"]) == (1, 1.0)
    assert money["read_for_80"] == pytest.approx(3 / 5)
    assert money["implicit_share"] == 0.5
    assert (money["recall_named"], money["recall_implied"]) == (1.0, 0.0)


def test_undecided_pairs_count_nowhere(measured):
    calm = row(theme_measures(measured, seed=1), "rust")
    assert (calm["n"], calm["n_present"], calm["f1"]) == (4, 1, 1.0)
    assert calm["average_precision"] == 1.0


def test_micro_pools_and_macro_averages(measured):
    table = theme_measures(measured, seed=1)
    assert row(table, "(micro)")["f1"] == pytest.approx(2 * 2 / (3 + 3))
    assert row(table, "(macro)")["f1"] == pytest.approx((0.5 + 1.0) / 2)


def test_another_coder_stands_beside_the_machine(measured):
    said = measured.truth.present.copy()
    said[0, 0] = False
    other = Truth(np.ones_like(said), said)
    table = theme_measures(measured, seed=1, coders=[(other, measured.truth)])
    assert row(table, "geld")["coder_f1"] == pytest.approx(2 / 3)
    assert row(table, "rust")["coder_f1"] == 1.0


def test_calibration_error_by_hand():
    p, present = np.array([0.05, 0.05, 0.95, 0.95]), np.array([False, True, True, True])
    assert calibration_error(p, present) == pytest.approx(0.5 * 0.45 + 0.5 * 0.05)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0.0


def test_bounds_hold_the_error_of_a_calibrated_coder():
    rng = np.random.default_rng(5)
    p = rng.random((600, 1))
    present = rng.random((600, 1)) < p
    stories = tuple(f"s{n // 6}" for n in range(600))
    told = Measured(
        stories, stories, ("geld",), p, p > 0.5, p > 0.8,
        Truth(np.ones_like(present), present), present,
    )  # fmt: skip
    one = row(theme_measures(told, seed=2), "geld")
    assert one["ece"] < 0.08
    assert 0 < one["ece_low"] < one["ece_high"] < 0.15


def test_reliability_has_a_row_per_filled_bin(measured):
    table = reliability(measured)
    money = table[table["theme"] == "geld"]
    assert money["n"].tolist() == [1, 1, 1, 1, 1]
    assert money["probability"].tolist() == [0.1, 0.2, 0.4, 0.8, 0.9]
    assert money["present"].tolist() == [0, 0, 1, 0, 1]


def test_precision_at_coverage(measured):
    table = coverage(measured)
    money = table[table["theme"] == "geld"].set_index("coverage")
    assert money.loc[0.5, "precision"] == 1.0
    assert money.loc[1.0, "precision"] == 0.5
    assert money.loc[1.0, "from_probability"] == 0.8


def test_the_most_confident_disagreement_comes_first(measured):
    table = disagreements(measured)
    assert table[["passage_id", "theme"]].values.tolist() == [["a.2", "geld"], ["b.1", "geld"]]
    assert table["surprise"].tolist() == pytest.approx([0.8, 0.6])


def test_all_tables_together(measured):
    result = evaluate(measured, seed=1)
    assert len(result.themes) == 4
    assert not result.reliability.empty
    assert not result.coverage.empty
