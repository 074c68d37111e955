"""Answers kept, so that a run that was killed goes on where it stopped."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Protocol


class Cache(Protocol):
    """Where answers are kept. Keys are hexadecimal hashes; values hold no text of a story."""

    def get(self, key: str) -> object | None:
        """Return what was put under a key; None if nothing or damaged."""

    def put(self, key: str, value: object) -> None:
        """Keep a value that JSON can hold."""


class MemoryCache:
    """Keeps answers as long as the program runs."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def get(self, key: str) -> object | None:
        """Return what was put under a key, or None."""
        return self._values.get(key)

    def put(self, key: str, value: object) -> None:
        """Keep a value."""
        self._values[key] = value


class FolderCache:
    """One small JSON file per answer, whole or not there at all.

    Parameters
    ----------
    folder
        Made when the first answer is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> object | None:
        """Return what was put under a key; None if nothing or damaged."""
        try:
            value: object = json.loads(self._path(key).read_bytes())
        except (FileNotFoundError, ValueError, RecursionError):
            return None
        return value

    def put(self, key: str, value: object) -> None:
        """Keep a value: written beside its place and moved there in one step."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(value, file)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"
