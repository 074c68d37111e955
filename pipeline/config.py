"""``study.toml`` as frozen, validated settings. An unknown key is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from pipeline.domain import Problem, Severity, UserError

STUDY_FILE = "study.toml"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StudySection(_Section):
    """Who and what the study is."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,40}$")
    title: str
    language: Literal["nl", "en"] = "nl"
    fiction: bool = False
    """The stories are invented; every page says so."""
    seed: int = 20260101


class PathSection(_Section):
    """Where things are, relative to the study folder."""

    stories: str = "stories"
    metadata: str = "metadata.csv"
    codebook: str = "codebook.yaml"
    codings: str = "codings"
    outcomes: str = "outcomes"
    results: str = "results"


class JournalSection(_Section):
    """The database of human decisions."""

    url: str = ""
    """SQLAlchemy URL; empty: ``decisions.db`` in the study folder."""


class PseudonymSection(_Section):
    """How names are replaced and where the key is kept."""

    enabled: bool = True
    key: str = ""
    """Path of the key file; empty: the user's data folder, outside the study."""
    keep: tuple[str, ...] = ()
    """Words that are never replaced, such as names of public organisations."""


class LanguageSection(_Section):
    """Which language models the study asks for; empty: the best that is there."""

    pipeline: str = ""
    vectors: str = ""


class CodingSection(_Section):
    """The theme coder."""

    coder: str = "builtin"
    truth: tuple[str, ...] = ("adjudicated",)
    """Coding sets that count as decided, first one wins; a person's own decision beats all."""
    folds: int = Field(default=5, ge=2, le=20)
    min_examples: int = Field(default=10, ge=1)
    """Below this many coded passages the machine only suggests."""


class FrequencySection(_Section):
    """What is counted."""

    unit: Literal["story", "participant"] = "story"
    groups: tuple[str, ...] = ("wijk", "period", "programme", "age_band")
    min_audit: int = Field(default=10, ge=1)


class AssociationSection(_Section):
    """How themes are held against outcomes."""

    permutations: int = Field(default=9999, ge=999)
    alpha: float = Field(default=0.05, gt=0, lt=0.5)


class DisclosureSection(_Section):
    """What the board's pages may show."""

    min_participants: int = Field(default=10, ge=1)
    round_to: int = Field(default=5, ge=1)


class Settings(_Section):
    """All settings of one study."""

    study: StudySection
    paths: PathSection = PathSection()
    journal: JournalSection = JournalSection()
    pseudonyms: PseudonymSection = PseudonymSection()
    language: LanguageSection = LanguageSection()
    coding: CodingSection = CodingSection()
    frequency: FrequencySection = FrequencySection()
    association: AssociationSection = AssociationSection()
    disclosure: DisclosureSection = DisclosureSection()


def load_settings(folder: Path) -> Settings:
    """Read ``study.toml`` in a study folder.

    Raises
    ------
    UserError
        If the file is missing, is no TOML, or holds an unknown or wrong setting; one problem
        per setting.
    """
    path = folder / STUDY_FILE
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        values = {"folder": folder.name or str(folder)}
        problem = Problem("config.no_study_file", Severity.BLOCKS, STUDY_FILE, values=values)
        raise UserError(problem) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        values = {"detail": str(error)}
        problem = Problem("config.no_toml", Severity.BLOCKS, STUDY_FILE, values=values)
        raise UserError(problem) from error
    try:
        return Settings.model_validate(raw)
    except ValidationError as error:
        raise UserError([_problem(detail) for detail in error.errors()]) from error


def _problem(detail: ErrorDetails) -> Problem:
    """Turn one pydantic error into a problem that names the setting."""
    setting = ".".join(str(part) for part in detail["loc"])
    kind = "unknown_setting" if detail["type"] == "extra_forbidden" else "wrong_setting"
    values = {"setting": setting, "detail": detail["msg"]}
    return Problem(f"config.{kind}", Severity.BLOCKS, STUDY_FILE, values=values)
