"""Fits the program's own theme coder and writes it to ``models/themes_nl``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pipeline.coding import decide_labels
from pipeline.coding.artefact import to_arrays
from pipeline.coding.builtin import BuiltinCoder
from pipeline.coding.defaults import fingerprints
from pipeline.coding.fitting import FoldModels
from pipeline.coding.folds import story_folds
from pipeline.coding.frame import prepare
from pipeline.coding.labels import Truth, truth_of
from pipeline.domain.tables import LABELS, PASSAGES, STORIES
from pipeline.pseudonymise import OffsetMap
from pipeline.run.inputs import read_inputs
from pipeline.run.steps import Told, labels_table, passages_table, stories_table
from pipeline.store import Study

FOLDS = 5
TRAINING = "training"
_SPEAKER = re.compile(r"^([^\W\d_][\w .'’\-]{0,30}):\s")
_ASKS = ("I", "Interviewer")


@dataclass(frozen=True)
class Material:
    """Coded stories: tables PASSAGES, LABELS (decided) and STORIES."""

    passages: pd.DataFrame
    labels: pd.DataFrame
    stories: pd.DataFrame

    def prepared(self, themes: tuple[str, ...]) -> tuple[pd.DataFrame, Truth]:
        """Return what a coder learns from: told passages that somebody read."""
        frame = prepare(self.passages, self.stories)
        told = ~frame["is_question"].to_numpy(dtype=bool)
        truth = truth_of(frame["passage_id"].tolist(), self.labels, themes)
        return frame[told].reset_index(drop=True), truth.rows(told)


def study_material(study: Study) -> tuple[Material, tuple[str, ...]]:
    """Return the coded stories of a study as they were ingested, and its themes.

    Raises
    ------
    UserError
        If the study cannot be read.
    """
    inputs = read_inputs(study)
    told = [Told(story, OffsetMap(())) for story in inputs.stories]
    passages = passages_table(told)
    labels, _ = labels_table(inputs.codings, passages, told)
    decided = decide_labels(labels, study.settings.coding.truth)
    return Material(passages, decided, stories_table(told)), inputs.codebook.ids


def training_material(files: Iterable[Path]) -> Material:
    """Read training stories: JSON lines with a story and its passages with themes."""
    stories = [story for path in sorted(files) for story in _lines(path)]
    passages, labels = [], []
    for story in stories:
        for row, themes in _passages(story):
            passages.append(row)
            labels += [
                {"passage_id": row["passage_id"], "theme": theme, "coder": TRAINING}
                for theme in themes or [""]
            ]
    columns = STORIES.names
    table = pd.DataFrame(
        [{**dict.fromkeys(columns, ""), **_known(story, columns)} for story in stories]
    )
    return Material(
        PASSAGES.conform(pd.DataFrame(passages)),
        LABELS.conform(pd.DataFrame(labels).assign(decision="present")),
        STORIES.conform(table.drop(columns="consent")),
    )


def fit_coder(
    material: Material, themes: tuple[str, ...], seed: int, prior: BuiltinCoder | None = None
) -> BuiltinCoder:
    """Fit a coder on all stories, calibrated on folds of whole stories."""
    frame, truth = material.prepared(themes)
    folds = story_folds(frame["story_id"].tolist(), FOLDS, seed)
    return FoldModels(frame, truth, folds, themes, prior).fit()


def train_themes(study: Study, training: Path, out: Path) -> dict[str, int]:
    """Fit ``base`` on the training stories and ``full`` on the study on top of it; write both.

    Parameters
    ----------
    training
        Folder with files ``*stories*.jsonl`` and ``generated_*.jsonl``.
    out
        Folder for ``base.npz``, ``full.npz`` and ``seen.npz``.

    Returns
    -------
    dict
        How many stories and passages each was trained on.
    """
    corpus, themes = study_material(study)
    extra = training_material(training_files(training))
    seed = study.settings.study.seed
    base = fit_coder(extra, themes, seed)
    full = fit_coder(corpus, themes, seed, base)
    out.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out / "base.npz", **to_arrays(base))  # type: ignore[arg-type]
    np.savez_compressed(out / "full.npz", **to_arrays(full))  # type: ignore[arg-type]
    np.savez_compressed(out / "seen.npz", full=_seen(corpus), base=_seen(extra))
    return {
        "training_stories": len(extra.stories),
        "training_passages": len(extra.passages),
        "study_stories": len(corpus.stories),
        "study_passages": len(corpus.passages),
    }


def training_files(folder: Path) -> list[Path]:
    """Return the files with whole stories; banks of single passages taught nothing more."""
    return sorted([*folder.glob("*stories*.jsonl"), *folder.glob("generated_*.jsonl")])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _passages(story: dict[str, Any]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    start = 0
    for number, passage in enumerate(story["passages"], start=1):
        text = passage["text"]
        found = _SPEAKER.match(text)
        speaker = found.group(1) if found else ""
        end = start + len(text)
        row = {
            "passage_id": f"{story['id']}.{number:02d}",
            "story_id": story["id"],
            "number": number,
            "start": start,
            "end": end,
            "source_start": start,
            "source_end": end,
            "speaker": speaker,
            "is_question": speaker in _ASKS,
            "text": text,
        }
        yield row, passage["themes"]
        start = end + 1


def _known(story: dict[str, Any], columns: list[str]) -> dict[str, str]:
    known = {name: story[name] for name in columns if story.get(name)}
    return {**known, "story_id": story["id"], "participant": story["id"]}


def _seen(material: Material) -> np.ndarray:
    return fingerprints(prepare(material.passages)["words"].tolist())
