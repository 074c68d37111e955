"""``study.toml`` as frozen, validated settings. An unknown key is an error."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
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

    coder: Literal["builtin", "llm", "sentence_transformer"] = "builtin"
    """The program's own; a language model (section ``llm``); vectors of a sentence transformer."""
    model: str = ""
    """Name or path of the sentence transformer, also of one that SetFit tuned."""
    truth: tuple[str, ...] = ("adjudicated",)
    """Coding sets that count as decided, first one wins; a person's own decision beats all."""
    folds: int = Field(default=5, ge=2, le=20)
    min_examples: int = Field(default=10, ge=1)
    """Below this many coded passages the machine only suggests."""
    precision: float = Field(default=0.0, ge=0, lt=1)
    """The machine decides only where it is right this often (0.8: four times in five); 0: where
    a theme is more likely than its threshold says."""


class LlmSection(_Section):
    """The language model that codes, for ``coder = "llm"``.

    The key of a server that asks for one is never a setting: it comes out of the environment.
    """

    endpoint: str = "http://127.0.0.1:11434/v1"
    """Base address of an OpenAI-compatible server, up to and with ``/v1``."""
    model: str = ""
    """Name of the model as the server knows it."""
    allow_remote: str = ""
    """Empty (or ``false``): stories stay on this machine. Else the sentence that names the host."""
    repeats: int = Field(default=1, ge=1, le=20)
    """Answers per passage: the first at temperature 0, the others seeded and sampled."""
    batch: int = Field(default=4, ge=1, le=32)
    """Passages in one request."""
    parallel: int = Field(default=2, ge=1, le=16)
    """Requests at the same time."""
    attempts: int = Field(default=3, ge=1, le=10)
    """Tries of one request before its batch is split."""
    timeout: float = Field(default=300.0, gt=0, le=3600)
    """Seconds in which an answer must be complete."""
    answer_tokens: int = Field(default=600, ge=50, le=20000)
    """Most tokens of an answer per passage; models that think aloud need more."""
    seed: int = Field(default=20260101, ge=0, lt=2**31)
    """Passed to the server; the seeds of further answers follow from it."""

    @field_validator("allow_remote", mode="before")
    @classmethod
    def _no_is_empty(cls, value: object) -> object:
        """Read ``false`` as empty; ``true`` is not the sentence and is refused with it."""
        return ("true" if value else "") if isinstance(value, bool) else value


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
    llm: LlmSection = LlmSection()
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
