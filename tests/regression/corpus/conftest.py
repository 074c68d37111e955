"""The example study as files, and the scripts that made them."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline.ingest import join_metadata, read_file, story_files

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "scripts"))  # the scripts import each other by folder name


@pytest.fixture(scope="session")
def corpus() -> Path:
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def stories(corpus):
    found = [s for path in story_files(corpus / "stories") for s in read_file(path, corpus).stories]
    return {story.id: story for story in join_metadata(found, corpus / "metadata.csv").stories}


@pytest.fixture(scope="session")
def metadata(corpus) -> pd.DataFrame:
    return pd.read_csv(corpus / "metadata.csv", keep_default_na=False)


@pytest.fixture(scope="session")
def codings(corpus) -> dict[str, pd.DataFrame]:
    return {
        path.stem: pd.read_csv(path, keep_default_na=False)
        for path in sorted((corpus / "codings").glob("*.csv"))
    }


@pytest.fixture(scope="session")
def wijken(corpus) -> pd.DataFrame:
    return pd.read_csv(corpus / "outcomes" / "wijken.csv")


@pytest.fixture(scope="session")
def registrations(corpus) -> pd.DataFrame:
    path = corpus / "outcomes" / "registraties.csv"
    return pd.read_csv(path, keep_default_na=False, dtype=str)
