import pandas as pd
import pytest

from pipeline.domain.tables import OUTCOMES
from pipeline.findings import indicator_course


@pytest.fixture
def outcomes():
    rows = [
        ("uitval", "Noord", "2024K1", 4.0),
        ("uitval", "Noord", "2024K2", 6.0),
        ("uitval", "Noord", "2024K3", 5.0),
        ("uitval", "Zuid", "2024K1", 8.0),
        ("uitval", "Zuid", "2024K2", None),
        ("uitval", "Zuid", "2024K3", 7.0),
        ("kort", "Noord", "2024K1", 1.0),
        ("kort", "Noord", "2024K2", 2.0),
        ("los", "P01", "", 3.0),
    ]
    names = ["indicator", "observation", "period", "value"]
    return OUTCOMES.conform(pd.DataFrame(rows, columns=names))


def test_the_mean_over_areas_leaves_missing_ones_out(outcomes):
    mean, each = indicator_course("uitval", outcomes)
    assert mean.to_dict("list") == {
        "period": ["2024K1", "2024K2", "2024K3"],
        "value": [6.0, 6.0, 6.0],
    }
    assert len(each) == 5
    assert list(each.columns) == ["area", "period", "value"]


@pytest.mark.parametrize("indicator", ["kort", "los", "onbekend"])
def test_fewer_than_three_moments_are_no_course(outcomes, indicator):
    mean, each = indicator_course(indicator, outcomes)
    assert mean.empty
    assert each.empty
