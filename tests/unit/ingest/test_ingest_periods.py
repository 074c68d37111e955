import pytest

from pipeline.ingest.periods import parse_consent, parse_period


@pytest.mark.parametrize(
    ("value", "quarter"),
    [
        ("2024K1", "2024K1"),
        ("2024k4", "2024K4"),
        ("2024-Q3", "2024K3"),
        ("Q2 2023", "2023K2"),
        ("2024-03-31", "2024K1"),
        ("2024-04-01 10:30:00", "2024K2"),
        ("2024-12-05T09:00", "2024K4"),
        ("1-2-2023", "2023K1"),
        ("03-12-2023", "2023K4"),
        ("30/06/2022", "2022K2"),
        ("1.7.2022", "2022K3"),
        ("2024-07", "2024K3"),
        ("14 oktober 2025", "2025K4"),
        ("3 mrt. 2025", "2025K1"),
        ("maart 2025", "2025K1"),
        (" 2024K1 ", "2024K1"),
    ],
)
def test_periods_and_dates_become_quarters(value, quarter):
    assert parse_period(value) == quarter


@pytest.mark.parametrize(
    "value",
    ["2024", "2024K5", "31-02-2024", "13-13-2024", "2024-13", "0007K1", "3 foo 2024", "gisteren",
     "45321", "12-01-24", "00-01-2024"],
)  # fmt: skip
def test_what_is_no_date_stays_empty(value):
    assert parse_period(value) is None


@pytest.mark.parametrize(
    ("value", "consent"),
    [("ja", True), ("JA ", True), ("yes", True), ("1", True), ("nee", False), ("No", False),
     ("n", False), ("", None), ("  ", None)],
)  # fmt: skip
def test_consent(value, consent):
    assert parse_consent(value) is consent


def test_a_doubtful_consent_is_no_consent():
    with pytest.raises(ValueError, match="misschien"):
        parse_consent("misschien")
