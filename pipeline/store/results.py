"""Results of a run: Parquet tables, the codebook and a manifest, published in one step."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

from pipeline.config import Settings
from pipeline.domain import TABLES, Codebook, Polarity, Problem, Severity, Theme, UserError
from pipeline.store.study import Study

MANIFEST = "manifest.json"


class Results:
    """The published results of a study, read when asked for.

    Raises
    ------
    UserError
        When opened before the first run.
    """

    guarded = False
    """Whether these are for readers outside the research team."""

    def __init__(self, study: Study) -> None:
        self.study = study
        path = study.results / MANIFEST
        if not path.exists():
            raise UserError(Problem("store.no_results", Severity.BLOCKS))
        self.manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self._tables = study.results / str(self.manifest["tables"])

    @property
    def settings(self) -> Settings:
        """The study's settings."""
        return self.study.settings

    @property
    def key(self) -> str:
        """Hash of everything these results depend on; changes with every other result."""
        return str(self.manifest["key"])

    @cached_property
    def codebook(self) -> Codebook:
        """The codebook that the results were coded with."""
        raw = json.loads((self._tables / "codebook.json").read_text(encoding="utf-8"))
        return _codebook_from(raw)

    @cached_property
    def story_count(self) -> int:
        """How many stories there are, as these readers may know it."""
        return len(self.table("stories"))

    def table(self, name: str) -> pd.DataFrame:
        """Return one table of :data:`pipeline.domain.TABLES`.

        Raises
        ------
        KeyError
            If there is no such table.
        UserError
            If a run put newer results in the place of these.
        """
        try:
            frame = pd.read_parquet(self._tables / f"{name}.parquet")
        except FileNotFoundError as error:
            raise UserError(Problem("store.results_replaced", Severity.BLOCKS)) from error
        return TABLES[name].conform(frame)

    def problems(self) -> list[Problem]:
        """Return what the run left out or noticed."""
        return [
            Problem(
                item["code"],
                Severity(item["severity"]),
                item["file"],
                item["row"],
                item["values"],
            )
            for item in self.manifest["problems"]
        ]


def publish(
    study: Study,
    key: str,
    tables: Mapping[str, pd.DataFrame],
    codebook: Codebook,
    manifest: Mapping[str, Any],
) -> Results:
    """Write results so that a reader sees the old ones or the new ones, never a mixture.

    Parameters
    ----------
    key
        Hash of everything the results depend on.
    tables
        By name; each must conform to its schema.
    manifest
        Settings, input hashes, models, versions, problems.
    """
    study.results.mkdir(parents=True, exist_ok=True)
    place = study.results / f"tables-{key}"
    building = study.results / f".building-{uuid4().hex}"
    building.mkdir()
    for name, frame in tables.items():
        TABLES[name].conform(frame).to_parquet(building / f"{name}.parquet", index=False)
    (building / "codebook.json").write_text(
        json.dumps(asdict(codebook), ensure_ascii=False), encoding="utf-8"
    )
    if place.exists():
        shutil.rmtree(building)
    else:
        building.replace(place)
    _write_manifest(study.results / MANIFEST, {**manifest, "key": key, "tables": place.name})
    _remove_others(study.results, place.name)
    return Results(study)


def _write_manifest(path: Path, manifest: Mapping[str, Any]) -> None:
    building = path.with_name(f".building-{uuid4().hex}")
    with building.open("w", encoding="utf-8") as stream:
        json.dump(manifest, stream, ensure_ascii=False, indent=2, sort_keys=True)
        stream.flush()
        os.fsync(stream.fileno())
    building.replace(path)


def _remove_others(results: Path, keep: str) -> None:
    for entry in results.iterdir():
        old_tables = entry.name.startswith("tables-") and entry.name != keep
        if old_tables or entry.name.startswith(".building-"):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()


def _codebook_from(raw: dict[str, Any]) -> Codebook:
    tuples = ("examples", "implicit_examples", "outcome_domains")
    themes = tuple(
        Theme(
            **{
                **theme,
                **{name: tuple(theme[name]) for name in tuples},
                "polarity": Polarity(theme["polarity"]),
            }
        )
        for theme in raw["themes"]
    )
    return Codebook(raw["title"], raw["version"], themes)
