"""The coder that comes with the program, and which part of it a study may build on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.coding.artefact import read_coder
from pipeline.coding.builtin import BuiltinCoder
from pipeline.language import models_folder

FOLDER = "themes_nl"
LEAST_LETTERS = 40
"""Shorter passages may well be the same in two stories."""
_NOT_LETTERS = re.compile(r"[\W\d_]+")


@dataclass(frozen=True)
class Defaults:
    """The program's own coders, from much to little experience.

    Parameters
    ----------
    full
        Trained on the training stories and the example study.
    base
        Trained on the training stories alone.
    seen_full, seen_base
        Fingerprints of the passages they learned from, uint64.
    """

    full: BuiltinCoder
    base: BuiltinCoder
    seen_full: np.ndarray
    seen_base: np.ndarray

    def for_study(self, frame: pd.DataFrame) -> tuple[BuiltinCoder | None, str]:
        """Return the most experienced coder that never saw a passage of this study.

        Returns
        -------
        coder, name
            ``(None, "")`` when even the training stories are among the study's.
        """
        own = fingerprints(frame["words"].tolist())
        if np.isin(own, self.seen_base).any():
            return None, ""
        if np.isin(own, self.seen_full).any():
            return self.base, "base"
        return self.full, "full"


def fingerprints(texts: list[str]) -> np.ndarray:
    """Return a hash per text with enough letters; case, digits and signs do not count."""
    bare = (_NOT_LETTERS.sub("", text).lower() for text in texts)
    hashes = {
        int.from_bytes(hashlib.sha256(letters.encode()).digest()[:8], "big")
        for letters in bare
        if len(letters) >= LEAST_LETTERS
    }
    return np.array(sorted(hashes), dtype=np.uint64)


def default_coders(models: Path | None = None) -> Defaults | None:
    """Return the program's own coders; None when they are not there.

    Parameters
    ----------
    models
        Folder of the models; None: the program's.
    """
    folder = (models or models_folder()) / FOLDER
    if not (folder / "full.npz").is_file():
        return None
    return _read(folder)


def default_version(models: Path | None = None) -> str:
    """Return a hash over the files of the default coders, ``""`` when they are not there.

    Results depend on it: it belongs in what they are cached by, and in the manifest.
    """
    folder = (models or models_folder()) / FOLDER
    files = sorted(folder.glob("*.npz"))
    if not files:
        return ""
    digests = "".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in files)
    return hashlib.sha256(digests.encode()).hexdigest()


@lru_cache(maxsize=2)
def _read(folder: Path) -> Defaults:
    base = read_coder(folder / "base.npz")
    full = read_coder(folder / "full.npz", base)
    with np.load(folder / "seen.npz", allow_pickle=False) as seen:
        return Defaults(full, base, seen["full"], seen["base"])
