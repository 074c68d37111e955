"""The example study: planted links are found at their size, the rest is not."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.config import AssociationSection
from pipeline.outcomes import associate, nulproef, read_indicators

CORPUS = Path(__file__).parents[2] / "corpus"
PLANTED = json.loads((CORPUS / "outcomes" / "planted.json").read_text(encoding="utf-8"))
SETTINGS = AssociationSection()
SEED = 20260101


@pytest.fixture(scope="module")
def study():
    """Return themes by the adjudicated codings, indicators and outcomes of the example study."""
    stories = pd.read_csv(CORPUS / "metadata.csv", dtype=str).fillna("")
    codings = pd.read_csv(CORPUS / "codings" / "adjudicated.csv", dtype=str).fillna("")
    seen = codings.loc[codings["theme"] != "", ["story_id", "theme"]].drop_duplicates()
    themes = stories.merge(pd.DataFrame({"theme": sorted(set(seen["theme"]))}), how="cross")
    pairs = pd.MultiIndex.from_frame(seen)
    told = pd.MultiIndex.from_frame(themes[["story_id", "theme"]])
    data = read_indicators(CORPUS / "outcomes")
    return themes.assign(present=told.isin(pairs).astype(int)), data.indicators, data.outcomes


@pytest.fixture(scope="module")
def table(study):
    return associate(*study, SETTINGS, SEED).set_index(["theme", "indicator"])


@pytest.mark.parametrize(
    "link", PLANTED["planted"], ids=lambda link: f"{link['theme']}-{link['indicator']}"
)
def test_a_planted_link_is_found_at_its_size(table, link):
    row = table.loc[(link["theme"], link["indicator"])]
    assert row["strength"] >= 2
    assert row["effect"] * link["sign"] > 0
    assert (row["effect_name"], row["level"], row["n"]) == (
        link["measure"],
        link["level"],
        link["n"],
    )
    assert row["low"] <= link["target"] <= row["high"]
    assert row["low"] <= link["achieved"] <= row["high"]


@pytest.mark.parametrize(
    "link", PLANTED["planted_too_small"], ids=lambda link: f"{link['theme']}-{link['indicator']}"
)
def test_a_link_planted_in_too_few_people_is_not_called_one(table, link):
    row = table.loc[(link["theme"], link["indicator"])]
    assert row["strength"] < 2
    assert abs(link["target"]) < row["detectable"]


def test_nothing_else_is_called_a_link(table):
    planted = {(link["theme"], link["indicator"]) for link in PLANTED["planted"]}
    assert set(table.index[table["strength"] >= 2]) == planted


def test_indicators_without_a_link_stay_without(table):
    for indicator in PLANTED["absent_indicators"]:
        assert (table.xs(indicator, level="indicator")["strength"] < 2).all()


def test_real_figures_of_other_wijken_are_linked_to_nothing(study, table):
    indicators = study[1]
    real = set(indicators.loc[~indicators["simulated"].astype(bool), "indicator"])
    assert len(real) == 5
    assert not real & set(table.index.get_level_values("indicator"))


def test_the_null_trial_of_the_example_finds_next_to_nothing(study):
    trial = nulproef(*study, SETTINGS, SEED, runs=200)
    assert trial.observed == len(PLANTED["planted"])
    assert trial.share_with_any <= 0.065
    assert trial.p == pytest.approx(1 / 201)
