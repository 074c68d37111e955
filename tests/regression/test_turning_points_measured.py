"""The published figures on turning points are those that the rules reach now."""

import importlib.util
import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location(
    "measure_turning_points", ROOT / "scripts" / "measure_turning_points.py"
)
measure = importlib.util.module_from_spec(_SPEC)
import sys  # noqa: E402

sys.modules[_SPEC.name] = measure
_SPEC.loader.exec_module(measure)

PUBLISHED = json.loads((ROOT / "tests/benchmarks/turning_points.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def cases():
    return measure.read_cases()


def test_there_are_sixty_of_each_and_every_mark_is_in_the_text(cases):
    turning = [case for case in cases if case.marks]
    assert len(turning) >= 60
    assert len(cases) - len(turning) >= 60
    assert len({case.id for case in cases}) == len(cases)
    for case in turning:
        assert {"actor", "act", "step"} <= set(case.marks)


def test_the_halves_share_no_case_and_are_of_one_size(cases):
    sizes = {half: sum(case.half == half for case in cases) for half in measure.HALVES}
    assert sizes["development"] == sizes["held_out"] == len(cases) // 2


def test_the_published_figures_on_the_cases_are_reached(pinned_language):
    assert measure.measure_cases() == PUBLISHED["cases"]


def test_the_rules_are_precise_on_cases_they_were_not_written_on():
    held_out = PUBLISHED["cases"]["held_out"]
    assert held_out["detected"]["precision"] >= 0.85
    assert held_out["detected"]["recall"] >= 0.6


@pytest.mark.slow
def test_the_published_figures_on_the_example_study_are_reached(pinned_language):
    assert measure.measure_corpus() == PUBLISHED["corpus"]


@pytest.fixture
def pinned_language():
    """Skip where another language pipeline is installed: figures are those of the one named."""
    from pipeline.language import identify_language

    here = identify_language()
    if here.name != PUBLISHED["language"]["name"]:
        pytest.skip(f"measured with {PUBLISHED['language']['name']}, here is {here.name}")
