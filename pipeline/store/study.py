"""A study folder: its settings and where its parts lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from pipeline.config import Settings, load_settings

APP_NAME = "tellen-vertellen"


@dataclass(frozen=True, slots=True)
class Study:
    """An opened study.

    Parameters
    ----------
    folder
        The study folder, absolute.
    settings
        What ``study.toml`` says.
    """

    folder: Path
    settings: Settings

    @property
    def stories(self) -> Path:
        """Folder with the story files."""
        return self.folder / self.settings.paths.stories

    @property
    def metadata(self) -> Path:
        """Table with what is known about each story."""
        return self.folder / self.settings.paths.metadata

    @property
    def codebook(self) -> Path:
        """The codebook as the study was given it."""
        return self.folder / self.settings.paths.codebook

    @property
    def codings(self) -> Path:
        """Folder with coding sets made elsewhere."""
        return self.folder / self.settings.paths.codings

    @property
    def outcomes(self) -> Path:
        """Folder with the indicator registry and its tables."""
        return self.folder / self.settings.paths.outcomes

    @property
    def results(self) -> Path:
        """Folder with everything that can be computed again."""
        return self.folder / self.settings.paths.results

    @property
    def forgetting(self) -> Path:
        """File that is there while a participant is being taken out of the study."""
        return self.folder / "forgetting.json"

    @property
    def journal_url(self) -> str:
        """SQLAlchemy URL of the journal of human decisions."""
        return self.settings.journal.url or f"sqlite:///{self.folder / 'decisions.db'}"

    @property
    def pseudonym_key(self) -> Path:
        """The key file; by default in the user's own data folder, apart from the study."""
        if self.settings.pseudonyms.key:
            return (self.folder / self.settings.pseudonyms.key).resolve()
        return user_data_path(APP_NAME) / "keys" / f"{self.settings.study.id}.json"

    def relative(self, path: Path) -> str:
        """Return a path as the user knows it: relative to the study where it lies inside."""
        try:
            return path.resolve().relative_to(self.folder).as_posix()
        except ValueError:
            return path.name


def open_study(folder: Path) -> Study:
    """Open the study in a folder.

    Raises
    ------
    UserError
        If there is no valid ``study.toml``.
    """
    absolute = folder.resolve()
    return Study(absolute, load_settings(absolute))
