"""A new, empty study with a starter codebook."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pipeline
from pipeline.domain import Problem, Severity, UserError
from pipeline.store import Study, open_study
from pipeline.text import texts

STARTER_CODEBOOK = Path(pipeline.__file__).parents[1] / "corpus" / "codebook.yaml"
METADATA_HEADER = (
    "story_id,participant,genre,teller,age_band,programme,question,wijk,period,consent\n"
)
FOLDERS = ("stories", "codings", "outcomes")


def new_study(folder: Path, title: str = "") -> Study:
    """Make a study folder that ``vertellen check`` can read.

    Parameters
    ----------
    folder
        A folder that does not exist yet, or is empty.
    title
        Title as readers see it; empty: a general one.

    Raises
    ------
    UserError
        If the folder holds anything; nothing is changed then.
    """
    if folder.exists() and any(folder.iterdir()):
        values = {"folder": folder.name}
        raise UserError(Problem("cli.new.exists", Severity.BLOCKS, values=values))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    catalogue = texts("nl")
    settings = catalogue(
        "study_file.template",
        id=_study_id(folder.resolve().name),
        title=json.dumps(title or catalogue("cli.new.title"), ensure_ascii=False),
    )
    (folder / "study.toml").write_text(settings, encoding="utf-8")
    (folder / "metadata.csv").write_text(METADATA_HEADER, encoding="utf-8")
    (folder / "outcomes" / "indicators.toml").write_text(
        catalogue("study_file.indicators"), encoding="utf-8"
    )
    shutil.copyfile(STARTER_CODEBOOK, folder / "codebook.yaml")
    return open_study(folder)


def _study_id(name: str) -> str:
    """Turn a folder name into an id of lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "studie"
