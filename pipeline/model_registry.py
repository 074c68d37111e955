"""What language models are there: for ``vertellen models`` and the explorer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.domain import UserError
from pipeline.domain.tables import BOOL, FLOAT, TEXT, Column, Table
from pipeline.embedding import find_vectors
from pipeline.language import USUAL_PIPELINE, find_pipeline, installed_package, models_folder

MODELS = Table(
    "models",
    (
        Column("name", TEXT, "name of the model"),
        Column("kind", TEXT, "pipeline, vectors or other"),
        Column("version", TEXT, "as the model tells it, else empty"),
        Column("size_mb", FLOAT, "all its files together, in millions of bytes"),
        Column("licence", TEXT, "as the model tells it, else empty"),
        Column("scores", TEXT, "main measures, joined by commas"),
        Column("in_use", BOOL, "taken by a study with these wishes"),
        Column("folder", TEXT, "where it is"),
    ),
)
PIPELINE_SCORES = {
    "tag": "tag_acc",
    "pos": "pos_acc",
    "lemma": "lemma_acc",
    "LAS": "dep_las",
    "sentences": "sents_f",
    "NER": "ents_f",
}


def list_models(pipeline: str = "", vectors: str = "") -> pd.DataFrame:
    """Return the models that are there, one per row.

    Parameters
    ----------
    pipeline, vectors
        What the study asks for; decides ``in_use``. A model that is asked for and missing is
        simply not in the list.

    Returns
    -------
    pandas.DataFrame
        Columns of ``MODELS``.
    """
    models = models_folder()
    taken = set(_taken(pipeline, vectors, models))
    folders = {path.parent for path in models.glob("*/meta.json")} | taken
    usual = installed_package(USUAL_PIPELINE)
    folders |= {usual} if usual else set()
    rows = [_row(folder, folder in taken) for folder in sorted(folders)]
    return MODELS.conform(pd.DataFrame(rows, columns=MODELS.names))


def _taken(pipeline: str, vectors: str, models: Path) -> Iterator[Path]:
    for find, wanted in ((find_pipeline, pipeline), (find_vectors, vectors)):
        try:
            yield find(wanted, models)[0]
        except UserError:
            continue


def _row(folder: Path, in_use: bool) -> dict[str, object]:
    meta = _json(folder / "meta.json")
    is_pipeline = (folder / "config.cfg").is_file()
    is_vectors = (folder / "config.json").is_file()
    name = str(meta.get("name", folder.name))
    if is_pipeline and "lang" in meta:
        name = f"{meta['lang']}_{name}"
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {
        "name": name,
        "kind": "pipeline" if is_pipeline else "vectors" if is_vectors else "other",
        "version": str(meta.get("version", "")),
        "size_mb": round(size / 1e6, 1),
        "licence": str(meta.get("license", "")),
        "scores": _scores(meta, is_pipeline),
        "in_use": in_use,
        "folder": str(folder),
    }


def _scores(meta: dict[str, Any], is_pipeline: bool) -> str:
    measured = meta.get("performance", {})
    if is_pipeline:
        measured = {
            label: measured[key]
            for label, key in PIPELINE_SCORES.items()
            if isinstance(measured.get(key), float)
        }
    return ", ".join(f"{label} {value:.3f}" for label, value in measured.items())


def _json(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
