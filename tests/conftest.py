"""The example study, run once for every test that reads results."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "corpus"


class Vertellen:
    """The command line, as a user would call it, with a key folder of its own."""

    def __init__(self, home: Path) -> None:
        self.environment = {**os.environ, "XDG_DATA_HOME": str(home), "COLUMNS": "200"}

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "pipeline", *map(str, words)]

    def __call__(self, *words: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
        ended = subprocess.run(
            self.command(*words),
            env=self.environment,
            cwd=ROOT,
            check=False,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        assert ended.returncode == expect, ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
        return ended

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*words),
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture(scope="session")
def shared(tmp_path_factory, worker_id) -> Path:
    """A folder that all workers of this test run share."""
    own = tmp_path_factory.getbasetemp()
    folder = own if worker_id == "master" else own.parent
    return folder / "shared"


@pytest.fixture(scope="session")
def vertellen(shared) -> Vertellen:
    return Vertellen(shared / "keys")


def copy_corpus(to: Path) -> Path:
    """Copy the example study without results or decisions."""
    ignore = shutil.ignore_patterns("results", "decisions.db*")
    shutil.copytree(CORPUS, to, ignore=ignore)
    return to


@pytest.fixture(scope="session")
def example(shared, vertellen) -> Path:
    """The example study with results, run by the first worker; never write into it."""
    shared.mkdir(exist_ok=True)
    folder = shared / "havenrijk"
    with FileLock(shared / "havenrijk.lock"):
        if not folder.exists():
            copy_corpus(folder)
            vertellen("run", folder)
    return folder


@pytest.fixture
def example_copy(example, tmp_path) -> Path:
    """The example study with results and cache, free to change."""
    folder = tmp_path / "havenrijk"
    shutil.copytree(example, folder)
    return folder


@pytest.fixture
def fresh_example(tmp_path) -> Path:
    """The example study before its first run."""
    return copy_corpus(tmp_path / "havenrijk")
