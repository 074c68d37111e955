"""Hashes of what a run depends on: input files, code and packages."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import pipeline
from pipeline.store import Study, content_key

PACKAGE = Path(pipeline.__file__).parent
NAMED_PACKAGES = (
    "bertopic",
    "deduce",
    "model2vec",
    "numpy",
    "pandas",
    "scikit-learn",
    "scipy",
    "spacy",
    "streamlit",
    "tellen-vertellen",
)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def input_hashes(study: Study) -> dict[str, str]:
    """Return the hash of every input file of a study, by its path within the study."""
    single = [study.folder / "study.toml", study.metadata, study.codebook]
    folders = (study.stories, study.codings, study.outcomes)
    inside = [path for folder in folders if folder.is_dir() for path in folder.rglob("*")]
    files = sorted({path for path in (*single, *inside) if path.is_file()})
    return {study.relative(path): file_hash(path) for path in files}


@cache
def code_key(*rooms: str) -> str:
    """Return a hash of the source of some rooms, so that new code never meets old results."""
    files = [path for room in ("domain", "config.py", *rooms) for path in _sources(PACKAGE / room)]
    return content_key([[path.name, file_hash(path)] for path in files])


def _sources(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    wanted = {".py", ".toml", ".yaml", ".txt", ".tsv", ".csv", ".html"}
    return sorted(path for path in place.rglob("*") if path.suffix in wanted)


@cache
def package_versions() -> dict[str, str]:
    """Return the installed versions of the packages that results depend on."""
    return {name: metadata.version(name) for name in NAMED_PACKAGES}
