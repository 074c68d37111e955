"""Computed tables kept by the content they were computed from.

An entry is complete or absent: it is written beside its place and moved there in one step, so
a run that is killed finds either nothing or the whole entry. Entries that a finished run did
not use are removed, so that no text of a withdrawn story lingers.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

import pandas as pd

ANSWERS = "answers"
Frames = dict[str, pd.DataFrame]


def content_key(*parts: object) -> str:
    """Return a hash of JSON-able parts, equal for equal content.

    Raises
    ------
    TypeError
        If a part cannot be written as JSON.
    """
    written = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def frame_key(frame: pd.DataFrame) -> str:
    """Return a hash of a table's columns, dtypes and cells, in row order."""
    rows = pd.util.hash_pandas_object(frame, index=False).to_numpy()
    digest = hashlib.sha256(rows.tobytes())
    digest.update(repr([(str(name), str(frame[name].dtype)) for name in frame]).encode())
    return digest.hexdigest()[:32]


class Cache:
    """Entries of one study, each a folder of Parquet tables and one JSON value.

    Parameters
    ----------
    folder
        Where entries live; made when the first one is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: set[str] = set()

    def frames(
        self, stage: str, key: str, compute: Callable[[], tuple[Frames, object]]
    ) -> tuple[Frames, object]:
        """Return the tables and JSON value of a stage, computed only if not yet there.

        Parameters
        ----------
        stage
            Name of the stage, part of the entry's place.
        key
            Hash of all that the result depends on.
        compute
            Gives tables by name and one JSON-able value.
        """
        place = self._folder / f"{stage}-{key}"
        self._used.add(place.name)
        if not place.exists():
            frames, value = compute()
            _write_entry(place, frames, value)
        return _read_entry(place)

    def value(self, stage: str, key: str, compute: Callable[[], object]) -> object:
        """Return a JSON value of a stage, computed only if not yet there."""
        return self.frames(stage, key, lambda: ({}, compute()))[1]

    @property
    def answers(self) -> Path:
        """Folder for answers of a language model: places and numbers without text.

        They may have taken a night, so they stay whatever other coder a run used.
        """
        return self._folder / ANSWERS

    def prune(self) -> None:
        """Remove every entry that was not asked for since this cache was opened."""
        if not self._folder.exists():
            return
        for entry in self._folder.iterdir():
            if entry.name not in self._used and entry.name != ANSWERS:
                shutil.rmtree(entry)


def _write_entry(place: Path, frames: Mapping[str, pd.DataFrame], value: object) -> None:
    building = place.parent / f".building-{uuid4().hex}"
    building.mkdir(parents=True)
    for name, frame in frames.items():
        frame.to_parquet(building / f"{name}.parquet", index=False)
    (building / "value.json").write_text(json.dumps(value), encoding="utf-8")
    building.replace(place)


def _read_entry(place: Path) -> tuple[Frames, object]:
    frames = {path.stem: pd.read_parquet(path) for path in sorted(place.glob("*.parquet"))}
    value: object = json.loads((place / "value.json").read_text(encoding="utf-8"))
    return frames, value
