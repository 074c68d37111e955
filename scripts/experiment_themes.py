"""Measures every road of the built-in coder on the example study, and writes the figures down.

    python scripts/experiment_themes.py            roads, learning curve and final figures
    python scripts/experiment_themes.py final      only the final figures

Evaluation is on the example study alone, folds of whole stories. Roads are compared on scores of
models that had not seen the story; their sigmoid and threshold come from the other folds. The
final figures are nested: everything is chosen inside the training folds. Training stories are
only ever learned from.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

from pipeline.coding import code_study, default_coders, evaluate
from pipeline.coding.calibration import fit_sigmoids
from pipeline.coding.features import Recipe
from pipeline.coding.fitting import ALWAYS, FoldModels
from pipeline.coding.folds import story_folds
from pipeline.coding.labels import Truth, truth_of
from pipeline.coding.thresholds import fit_thresholds
from pipeline.pseudonymise import OffsetMap
from pipeline.run.inputs import read_inputs
from pipeline.run.steps import labels_table
from pipeline.store import open_study
from pipeline.train import FOLDS, Material, Told, study_material, training_files, training_material

OUT = Path("models/themes_nl")
FULL = Recipe()
ROADS: dict[str, tuple[Recipe, float]] = {
    "words": (Recipe((1.0, 0.0, 0.0, 0.0), 0.0, 0.0), 0.0),
    "words and letters": (Recipe((1.0, 1.0, 0.0, 0.0), 0.0, 0.0), 0.0),
    "+ passages around it": (Recipe((1.0, 1.0, 0.5, 0.5), 0.0, 0.0), 0.0),
    "+ length and place": (Recipe((1.0, 1.0, 0.5, 0.5), 0.0, 0.1), 0.0),
    "+ situations": (FULL, 0.0),
    "+ a quarter of the training stories": (FULL, 0.25),
    "+ half of the training stories": (FULL, 0.5),
    "+ all training stories": (FULL, 1.0),
    "all, without situations": (replace(FULL, situations=0.0), 1.0),
    "all, without letters": (replace(FULL, bags=(1.0, 0.0, 0.5, 0.5)), 1.0),
    "all, without passages around it": (replace(FULL, bags=(1.0, 1.0, 0.0, 0.0)), 1.0),
    "situations, length and place only": (Recipe((0.0, 0.0, 0.0, 0.0), 0.06, 0.1), 1.0),
}


def main() -> None:
    """Run the roads and the final evaluation."""
    study = open_study(Path("corpus"))
    corpus, themes = study_material(study)
    extra = training_material(training_files(OUT / "training"))
    path = OUT / "metrics.json"
    metrics = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if "final" not in sys.argv:
        metrics["roads"] = [
            {"road": name, **measure(recipe, share, corpus, extra, themes)}
            for name, (recipe, share) in ROADS.items()
        ]
    metrics["final"] = final(study)
    path.write_text(json.dumps(metrics, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measure(
    recipe: Recipe, share: float, corpus: Material, extra: Material, themes: tuple[str, ...]
) -> dict[str, Any]:
    """Return micro-F1, macro-F1 and average precision of one road."""
    began = time.perf_counter()
    frame, truth = corpus.prepared(themes)
    folds = story_folds(frame["story_id"].tolist(), FOLDS, seed=0)
    more, more_truth = extra.prepared(themes)
    names = sorted(set(more["story_id"]))
    order = np.random.default_rng(0).permutation(len(names))
    kept = {names[number] for number in order[: round(share * len(names))]}
    use = more["story_id"].isin(kept).to_numpy(dtype=bool)
    both = pd.concat([frame, more[use]], ignore_index=True)
    all_folds = np.concatenate([folds, np.full(int(use.sum()), ALWAYS)])
    known = truth.with_rows(more_truth.rows(use))
    _, scores = FoldModels(both, known, all_folds, themes, None, recipe).unseen_scores()
    figures = cross_fitted(scores, truth, folds)
    figures["training_stories"] = len(kept)
    figures["seconds"] = round(time.perf_counter() - began)
    print(recipe, share, figures, flush=True)
    return figures


def cross_fitted(scores: np.ndarray, truth: Truth, folds: np.ndarray) -> dict[str, Any]:
    """Return figures with sigmoid and threshold of each fold taken from the others."""
    probability, said = np.zeros(scores.shape), np.zeros(scores.shape, dtype=bool)
    for fold in range(FOLDS):
        own, others = folds == fold, folds != fold
        sigmoids = fit_sigmoids(scores[others], truth.rows(others))
        known = sigmoids.probabilities(scores[others])
        probability[own] = sigmoids.probabilities(scores[own])
        said[own] = probability[own] >= fit_thresholds(known, truth.rows(others))
    present = truth.present
    hits, total = (said & present).sum(axis=0), said.sum(axis=0) + present.sum(axis=0)
    precision = [
        average_precision_score(present[:, column], probability[:, column])
        for column in range(present.shape[1])
    ]
    return {
        "micro_f1": round(float(2 * hits.sum() / total.sum()), 4),
        "macro_f1": round(float(np.mean(2 * hits / np.maximum(total, 1))), 4),
        "macro_average_precision": round(float(np.mean(precision)), 4),
    }


def final(study: Any) -> dict[str, Any]:
    """Return the nested figures of the built-in coder, per theme and all together."""
    inputs = read_inputs(study)
    corpus, themes = study_material(study)
    settings, seed = study.settings.coding, study.settings.study.seed
    tables = (corpus.passages, corpus.labels, inputs.codebook, settings, None, seed)
    coded = code_study(*tables, corpus.stories, OUT.parent)
    told = [Told(story, OffsetMap(())) for story in inputs.stories]
    everyone, _ = labels_table(inputs.codings, corpus.passages, told)
    second = everyone[everyone["coder"] == "coder1"]
    other = truth_of(list(coded.measured.passages), second, themes)
    evaluation = evaluate(coded.measured, seed, other)
    story = coded.quality[coded.quality["unit"] == "story"]
    return {
        "base_alone": base_alone(corpus, themes),
        "builds_on": coded.description["builds_on"],
        "sure_from": coded.description["sure_from"],
        "passage": _records(evaluation.themes),
        "story": _records(story[["theme", "precision", "recall", "f1", "average_precision"]]),
        "coverage": _records(evaluation.coverage.query("theme == '(micro)'")),
    }


def base_alone(corpus: Material, themes: tuple[str, ...]) -> dict[str, float]:
    """Return how the coder of the training stories does on the example study, unseen."""
    defaults = default_coders(OUT.parent)
    if defaults is None:
        raise SystemExit("models/themes_nl is missing: run make themes")
    frame, truth = corpus.prepared(themes)
    suggestions = defaults.base.suggest(frame)
    present, said = truth.present, suggestions.present
    precision = [
        average_precision_score(present[:, column], suggestions.probability[:, column])
        for column in range(len(themes))
    ]
    total = said.sum() + present.sum()
    return {
        "micro_f1": round(float(2 * (said & present).sum() / total), 4),
        "macro_average_precision": round(float(np.mean(precision)), 4),
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return json.loads(table.round(4).to_json(orient="records"))


if __name__ == "__main__":
    main()
