"""Cells as numbers."""

import math

import pytest

from pipeline.outcomes.cells import parse_column


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12.5", 12.5),
        ("-3,25", -3.25),
        ("\u22123", -3.0),
        (",5", 0.5),
        ("€ 1.250,00", 1250.0),
        ("8,1%", 8.1),
        ("12 345", 12345.0),
        ("12\u00a0345,6", 12345.6),
        ("ja", 1.0),
        ("Nee", 0.0),
        (" J ", 1.0),
        (7, 7.0),
        (7.25, 7.25),
        (True, 1.0),
        ("1e3", 1000.0),
    ],
)
def test_one_cell(cell, value):
    assert parse_column([cell]) == ([value], [])


@pytest.mark.parametrize("cell", ["onbekend", "12,5,1", "1_000", "12a", "inf", "2024-01-01", "-"])
def test_a_cell_that_is_no_number_is_named(cell):
    values, bad = parse_column(["1", cell])
    assert bad == [1]
    assert math.isnan(values[1])


@pytest.mark.parametrize("cell", ["", None, ".", float("nan"), "  ", "NaN"])
def test_missing_everywhere(cell):
    values, bad = parse_column([cell])
    assert math.isnan(values[0])
    assert bad == []


def test_missing_by_declaration_as_text_and_as_number():
    values, bad = parse_column(["0", "0,0", 0.0, "x", "10"], missing=["0", "x"])
    assert [math.isnan(value) for value in values] == [True, True, True, True, False]
    assert bad == []


def test_zero_is_a_number_unless_declared():
    assert parse_column(["0"]) == ([0.0], [])


def test_points_are_thousands_when_another_cell_has_a_comma():
    assert parse_column(["1.234", "5,5"])[0] == [1234.0, 5.5]


def test_points_are_thousands_when_every_cell_looks_so():
    assert parse_column(["1.234", "12.000", "7"])[0] == [1234.0, 12000.0, 7.0]


def test_points_are_decimals_when_one_cell_does_not_look_so():
    assert parse_column(["1.234", "0.5"])[0] == [1.234, 0.5]
    assert parse_column(["0.123", "0.456"])[0] == [0.123, 0.456]


def test_points_are_decimals_where_that_is_known():
    assert parse_column(["4.282", "5.342"], points_may_be_thousands=False)[0] == [4.282, 5.342]
    assert parse_column(["4.282", "5,3"], points_may_be_thousands=False)[0] == [4282.0, 5.3]


def test_numbers_of_a_spreadsheet_are_never_thousands():
    """A float of a worksheet prints with a point; 1.234 there is no 1234."""
    assert parse_column([1.234, 2.345])[0] == [1.234, 2.345]
