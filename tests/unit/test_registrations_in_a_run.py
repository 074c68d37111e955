"""Registrations of the example study: planted flaws come through a run with their rows."""

import json
from pathlib import Path

import pandas as pd
import pytest

from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import TABLES
from pipeline.run.registrations import register
from pipeline.store import open_study

CORPUS = Path(__file__).parents[2] / "corpus"
CODEBOOK = Codebook(
    "Proef", 1, (Theme("steun", "Steun", "Er was iemand.", outcome_domains=("schulden",)),)
)
STORIES = pd.DataFrame(
    [("S-1", "P-1", "wijkteam", "Noord", "2024K2")],
    columns=["story_id", "participant", "programme", "wijk", "period"],
)
PASSAGES = pd.DataFrame(
    [("S-1.1", "S-1", 0, 42, False, "Op 3 maart 2024 heeft ze me aangemeld.")],
    columns=["passage_id", "story_id", "start", "end", "is_question", "text"],
)
CODINGS = pd.DataFrame(
    [("S-1.1", "S-1", "steun", True, "human")],
    columns=["passage_id", "story_id", "theme", "present", "by"],
)
STUDY = {"stories": STORIES, "passages": PASSAGES, "codings": CODINGS}


@pytest.fixture(scope="module")
def registered():
    tables, problems = register(open_study(CORPUS), CODEBOOK, STUDY)
    assert problems == []
    return tables


def test_every_planted_flaw_is_there_with_its_registration(registered):
    text = (CORPUS / "outcomes" / "planted.json").read_text(encoding="utf-8")
    planted = json.loads(text)["registration_flaws"]
    issues = registered["registration_issues"]
    found = {kind: set(rows["registration"]) for kind, rows in issues.groupby("kind")}
    assert found["late"] >= set(planted["late"])
    assert found["double"] == set(planted["double_same"]) | set(planted["double_near"])
    assert found["end_before_start"] == set(planted["end_before_start"])
    assert found["start_in_future"] == set(planted["start_in_future"])
    assert found["no_date"] == set(planted["date_that_is_none"])
    assert (issues["row"] >= 2).all()


def test_tables_are_those_that_results_keep(registered):
    for name, frame in registered.items():
        assert frame.columns.tolist() == TABLES[name].names
    teams = registered["registration_teams"]
    assert ((teams["low"] <= teams["share"]) & (teams["share"] <= teams["high"])).all()
    assert len(registered["registration_drift"]) > 0


def test_a_story_fills_in_a_record(registered):
    filled = registered["prefilled"].set_index("field")["value"].to_dict()
    assert filled == {
        "programme": "wijkteam",
        "wijk": "Noord",
        "period": "2024K2",
        "life_domain": "schulden",
        "date": "2024-03-03",
        "step": "registered",
    }


def test_without_a_registration_table_there_is_nothing_wrong(tmp_path):
    (tmp_path / "study.toml").write_text('[study]\nid = "leeg"\ntitle = "Leeg"\n', "utf-8")
    tables, problems = register(open_study(tmp_path), CODEBOOK, STUDY)
    assert problems == []
    assert tables["registration_issues"].empty
    assert len(tables["prefilled"]) == 6
