import math

import pandas as pd
import pytest

from pipeline.domain.tables import ASSOCIATIONS, FINDINGS
from pipeline.findings import Measure, clarity, finding_id, make_findings, measure_of


@pytest.fixture
def findings(tables):
    return tables["findings"]


def test_every_theme_and_every_association_is_a_finding(findings):
    assert set(findings["finding_id"]) == {
        "story_share.steun",
        "story_share.moed",
        "story_share.drempel",
        "spearman.steun.uitval",
        "mean_difference.moed.cijfer",
        "mean_difference.drempel.cijfer",
    }
    assert findings["finding_id"].is_unique
    assert list(findings.columns) == FINDINGS.names


def test_the_strongest_comes_first_then_the_clearest(findings):
    assert list(findings["rank"]) == [1, 2, 3, 4, 5, 6]
    assert list(findings["finding_id"]) == [
        "spearman.steun.uitval",  # strength 3
        "mean_difference.moed.cijfer",  # strength 2
        "story_share.steun",  # strength 1: 15 of 30 stories, as often as moed and earlier
        "story_share.moed",
        "story_share.drempel",  # strength 1: 10 of 30 stories with the same margin
        "mean_difference.drempel.cijfer",  # strength 0
    ]


def test_a_prevalence_carries_the_number_over_all_stories(findings):
    row = findings.set_index("finding_id").loc["story_share.drempel"]
    assert (row["n"], row["estimate"]) == (30, pytest.approx(1 / 3))
    assert row["low"] == pytest.approx(1 / 3 - 0.12)
    assert row["strength"] == 1
    assert row["caveats"] == "told_stories_only"
    assert not row["simulated"]


def test_an_association_keeps_its_numbers_and_warns_about_cause_and_simulation(findings):
    row = findings.set_index("finding_id").loc["spearman.steun.uitval"]
    assert (row["estimate"], row["low"], row["high"], row["n"]) == (-0.8, -0.95, -0.4, 4)
    assert row["caveats"].split() == ["no_cause", "simulated"]
    assert row["simulated"]


def test_too_few_read_gives_strength_nought_and_a_machine_count_says_so(tables, codebook, settings):
    frequencies = tables["frequencies"].assign(indicative=True, method="machine_uncorrected")
    findings = make_findings(
        frequencies, ASSOCIATIONS.empty(), tables["indicators"], codebook, settings
    )
    assert set(findings["strength"]) == {0}
    assert set(findings["caveats"]) == {"told_stories_only machine_counted"}
    assert set(findings["reasons"]) == {"too_few_read machine_uncorrected"}


def test_an_unknown_indicator_or_theme_is_left_out(tables, codebook, settings):
    wrong = tables["associations"].assign(indicator="bestaat_niet")
    strange = tables["frequencies"].assign(theme="onbekend")
    findings = make_findings(strange, wrong, tables["indicators"], codebook, settings)
    assert findings.empty
    assert list(findings.columns) == FINDINGS.names


@pytest.mark.parametrize(
    ("estimate", "low", "high", "expected"),
    [
        (0.5, 0.4, 0.6, 5.0),
        (-0.5, -0.6, -0.4, 5.0),
        (0.5, 0.5, 0.5, math.inf),
        (0.0, 0.0, 0.0, 0.0),
        (pd.NA, 0.1, 0.2, 0.0),
    ],
)
def test_clarity_is_the_number_over_its_own_margin(estimate, low, high, expected):
    assert clarity({"estimate": estimate, "low": low, "high": high}) == expected


def test_an_id_tells_its_measure():
    name = finding_id(Measure.RISK_DIFFERENCE, "moed", "vsv")
    assert name == "risk_difference.moed.vsv"
    assert measure_of({"finding_id": name}) is Measure.RISK_DIFFERENCE
    with pytest.raises(ValueError, match="hoi"):
        measure_of({"finding_id": "hoi.moed"})
