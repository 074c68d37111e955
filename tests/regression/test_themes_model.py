"""The shipped theme coder: its figures still hold, its size and speed are what was promised."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from pipeline.coding import check_codebook, default_coders
from pipeline.ingest import read_codebook
from pipeline.store import open_study
from pipeline.train import study_material

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "models" / "themes_nl"
DRIFT = 0.01
LEAST_RECOGNISED = {"named": 13, "implied": 6}
"""Of fourteen each, when this was measured 14 and 7; a failure names those that are missed."""


@pytest.fixture(scope="module")
def metrics():
    return json.loads((FOLDER / "metrics.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def defaults():
    return default_coders(ROOT / "models")


def micro(metrics):
    return next(row for row in metrics["final"]["passage"] if row["theme"] == "(micro)")


def test_probabilities_are_calibrated(metrics):
    assert micro(metrics)["ece"] <= 0.05


def test_sure_suggestions_are_right_often_enough(metrics):
    row = micro(metrics)
    assert row["sure"] == 0 or row["sure_precision"] >= 0.75


def test_every_road_has_its_figures(metrics):
    for road in metrics["roads"]:
        assert {"micro_f1", "macro_f1", "macro_average_precision"} <= set(road)
    assert len(metrics["roads"]) >= 10


def test_the_shipped_base_still_does_what_was_measured(metrics, defaults):
    corpus, themes = study_material(open_study(ROOT / "corpus"))
    frame, truth = corpus.prepared(themes)
    suggestions = defaults.base.suggest(frame)
    precision = [
        average_precision_score(truth.present[:, column], suggestions.probability[:, column])
        for column in range(len(themes))
    ]
    stored = metrics["final"]["base_alone"]
    assert np.mean(precision) == pytest.approx(stored["macro_average_precision"], abs=DRIFT)
    hits = (suggestions.present & truth.present).sum()
    f1 = 2 * hits / (suggestions.present.sum() + truth.present.sum())
    assert f1 == pytest.approx(stored["micro_f1"], abs=DRIFT)


def test_the_model_is_small():
    assert sum(path.stat().st_size for path in FOLDER.glob("*.npz")) < 10_000_000


def test_the_codebooks_own_examples(defaults):
    table = check_codebook(read_codebook(ROOT / "corpus" / "codebook.yaml"), defaults.full)
    missed = table[~table["recognised"]]
    recognised = table.groupby("kind")["recognised"].sum().to_dict()
    for kind, least in LEAST_RECOGNISED.items():
        names = missed.loc[missed["kind"] == kind, "theme"].tolist()
        assert recognised[kind] >= least, f"{kind}, not recognised: {names}"
