"""Periods in the notations of CBS, DUO and spreadsheets."""

import pytest

from pipeline.outcomes.periods import normal_period, position, shift


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024K1", "2024K1"),
        ("2024-k2", "2024K2"),
        ("2024Q3", "2024K3"),
        ("2024KW04", "2024K4"),
        ("2024 1e kwartaal", "2024K1"),
        ("1e kwartaal 2024", "2024K1"),
        ("Q2 2024", "2024K2"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("2024JJ00", "2024"),
        ("2024*", "2024"),
        ("2024MM05", "2024K2"),
        ("2024-12", "2024K4"),
        ("2024-12-31", "2024K4"),
        ("2024-03-01 00:00:00", "2024K1"),
        ("31-12-2024", "2024K4"),
        ("2023/2024", "2023"),
        ("2023/24", "2023"),
        ("2023-'24", "2023"),
        (" 2022 ", "2022"),
    ],
)
def test_known_notations(text, period):
    assert normal_period(text) == period


@pytest.mark.parametrize(
    "text", ["", "Totaal", "Wijk 01", "WK0518", "2024K5", "20245", "3-13-2024", "24"]
)
def test_no_period(text):
    assert normal_period(text) is None


def test_shift_goes_over_the_year_and_back():
    assert shift("2024K4", 1) == "2025K1"
    assert shift("2024K1", -5) == "2022K4"
    assert position(shift("2019K3", 17)) == position("2019K3") + 17
