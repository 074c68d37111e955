"""The statistics on data whose truth is known: lightly here, at full length in the table.

``METHOD_REPLICATIONS=2000`` runs these at full length; ``scripts/simulate_method.py`` does so for
every setting and writes the table that is checked below.
"""

import importlib
import json
import math
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("method_table.json")
SNIPPET = Path(__file__).with_name("method_table.md")
REPLICATIONS = int(os.environ.get("METHOD_REPLICATIONS", "120"))

pytestmark = pytest.mark.benchmark


@pytest.fixture
def simulations(monkeypatch):
    """Return a function that imports a module of the simulation script."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    return importlib.import_module


def _slack(share: float, runs: int = REPLICATIONS) -> float:
    """Return three standard errors: what a share may be off with so many replications."""
    return 3 * math.sqrt(share * (1 - share) / runs)


def _within(value: float, low: float, high: float) -> bool:
    return low - _slack(low) <= value <= high + _slack(high)


@pytest.mark.parametrize("prevalence", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("audit", [100, 200])
def test_the_corrected_share_covers_where_the_naive_does_not(simulations, prevalence, audit):
    run = simulations("method_simulations.prevalence").coverage
    found = run(prevalence, audit, 0.9, 0.9, REPLICATIONS)
    assert _within(found["corrected"], 0.93, 0.97)
    if prevalence < 0.5:
        assert found["naive"] < 0.05


def test_weights_undo_a_stratified_audit_sample(simulations):
    found = simulations("method_simulations.prevalence").stratified_coverage(REPLICATIONS)
    assert _within(found["weighted"], 0.93, 0.97)
    assert found["unweighted"] < 0.6


def test_stories_of_one_person_are_not_independent(simulations):
    found = simulations("method_simulations.prevalence").clustered(REPLICATIONS)
    assert _within(found["human"], 0.93, 0.97)
    assert _within(found["corrected"], 0.93, 0.97)
    assert found["human_plain"] < 0.81 + _slack(0.81)


def test_wijken_borrow_without_pretending_to_be_alike(simulations):
    found = simulations("method_simulations.prevalence").cells(REPLICATIONS // 2, 0.2)
    assert found["shrunken"] > 0.92
    assert found["pooled"] < 0.75
    assert found["shrunken_width"] < 0.9 * found["separate_width"]


def test_little_is_found_where_nothing_is(simulations):
    found = simulations("method_simulations.links").family(12, REPLICATIONS, permutations=1499)
    assert found["any_false"] <= 0.065 + _slack(0.065)


def test_planted_links_are_found_and_few_others(simulations):
    run = simulations("method_simulations.links").family
    found = run(50, REPLICATIONS // 2, rho=0.6, planted=8, permutations=1499)
    assert found["detected"] >= 0.9
    assert found["false_share"] <= 0.06 + _slack(0.06, 8 * REPLICATIONS // 2)


def test_what_is_said_to_be_seen_is_seen(simulations):
    found = simulations("method_simulations.links").power_at_detectable(22, 2 * REPLICATIONS)
    assert _within(found["power"], 0.78, 0.9)


def test_a_machine_that_errs_with_the_outcome_is_put_right(simulations):
    found = simulations("method_simulations.links").debiased_coverage(REPLICATIONS)
    assert _within(found["debiased"], 0.93, 0.98)
    assert found["naive"] < 0.3


def test_whole_courses_are_permuted_because_pooling_finds_what_is_not_there(simulations):
    found = simulations("method_simulations.panels").false_finds(REPLICATIONS)
    assert found["pooled"] > 0.3 - _slack(0.3)
    for method in ("trajectories", "changes", "first_differences"):
        assert found[method] <= 0.065 + _slack(0.065)


def test_real_areas_and_random_themes_give_next_to_nothing(simulations):
    runs = max(6, REPLICATIONS // 20)
    found = simulations("method_simulations.real_areas").draws_with_finds(runs)
    assert found["pairs"] == 70
    assert found["any"] <= 0.05 + _slack(0.05, runs)


def test_the_full_table_is_within_what_is_asked():
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    assert table["replications"] >= 2000
    assert len(table["rows"]) > 40
    off = [
        row
        for row in table["rows"]
        if (row["least"] is not None and row["value"] < row["least"])
        or (row["most"] is not None and row["value"] > row["most"])
    ]
    assert off == []


def test_the_file_for_people_is_that_of_the_table(simulations):
    script = simulations("simulate_method")
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    rows = [script.Row(**row) for row in table["rows"]]
    assert SNIPPET.read_text(encoding="utf-8") == script.markdown(rows, table["replications"])
