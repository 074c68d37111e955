"""What a page needs to know: the study, its results, the reader's language and colours."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from pipeline.charts import Mode
from pipeline.domain import TABLES, UserError
from pipeline.findings import GuardedTables, Row, shown_groups, theme_label
from pipeline.report import GuardedResults, Role, results_for
from pipeline.store import Journal, Results, Study, open_study
from pipeline.text import Language, Texts, texts

STUDY_VARIABLE = "VERTELLEN_STUDY"
ROLE_VARIABLE = "VERTELLEN_ROLE"
DEFAULT_STUDY = "corpus"
HOME = "bevindingen"
"""The page that opens first; it has no path of its own."""
LANGUAGES: tuple[Language, ...] = ("nl", "en")


class Tables(Mapping[str, pd.DataFrame]):
    """The tables of published results, each read when first asked for."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._read:
            self._read[name] = self._results.table(name)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


@dataclass(frozen=True)
class View:
    """One opened page.

    Parameters
    ----------
    results, tables
        What the last run published.
    language
        Of this reader.
    mode
        Light or dark, as far as the browser told.
    role
        Who reads. Outside the research team every table is guarded.
    """

    results: Results
    tables: Mapping[str, pd.DataFrame]
    language: Language
    mode: Mode
    role: Role = Role.RESEARCHER

    @property
    def t(self) -> Texts:
        """The reader's texts."""
        return texts(self.language)

    @property
    def coder(self) -> str:
        """Name of the model that coded, empty when none did."""
        return str(self.results.manifest.get("coder", {}).get("coder", ""))

    @property
    def guarded(self) -> bool:
        """Whether the reader is outside the research team."""
        return self.results.guarded

    @property
    def story_count(self) -> int:
        """How many stories there are; rounded outside the research team."""
        return self.results.story_count

    def groups(self, kind: str, name: str = "frequencies") -> tuple[pd.DataFrame, list[str]]:
        """Return the cells of the groups of a kind that are shown, and which are left out.

        Parameters
        ----------
        name
            ``"frequencies"`` or ``"candidate_groups"``.
        """
        if isinstance(self.tables, GuardedTables):
            return self.tables.groups(kind, name)
        rules = self.results.settings.disclosure
        return shown_groups(self.tables[name], self.tables["stories"], kind, rules)

    def theme_label(self, theme_id: str) -> str:
        """Return a theme's name in the reader's language."""
        return theme_label(self.results.codebook.theme(theme_id), self.language)

    def indicator(self, indicator_id: str) -> Row | None:
        """Return an indicator's row, ``None`` for an empty id."""
        if not indicator_id:
            return None
        rows = self.tables["indicators"]
        return rows[rows["indicator"] == indicator_id].iloc[0]

    def link(self, page: str, **params: str | int) -> str:
        """Return the address of a page with a view; never text or names."""
        given = {name: value for name, value in params.items() if value != ""}
        if self.language != self.results.settings.study.language:
            given["taal"] = self.language
        if self.role is not default_role():
            given["rol"] = self.role.value
        query = urlencode(given)
        path = "/" if page == HOME else f"/{page}"
        return f"{path}?{query}" if query else path


def open_the_study() -> Study:
    """Open the study that the environment names.

    Raises
    ------
    UserError
        If there is none.
    """
    return open_study(Path(os.environ.get(STUDY_VARIABLE, DEFAULT_STUDY)))


def study_language() -> Language:
    """Return the study's language, Dutch while it cannot be opened."""
    try:
        return open_the_study().settings.study.language
    except UserError:
        return "nl"


def open_view() -> View | None:
    """Return what the last run published; ``None`` before the first run.

    Raises
    ------
    UserError
        If the study itself cannot be opened.
    """
    study, role = open_the_study(), reader_role()
    try:
        results = Results(study)
    except UserError:
        return None
    results, tables = _opened(str(study.folder), results.key, role, study)
    language = reader_language(study.settings.study.language)
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    return View(results, tables, language, mode, role)


def reader_language(default: Language) -> Language:
    """Return the reader's language: from the address, else as chosen before, else the study's."""
    asked = st.query_params.get("taal", st.session_state.get("language", default))
    language: Language = "en" if asked == "en" else "nl"
    st.session_state["language"] = language
    return language


def default_role() -> Role:
    """Return who reads when nobody said: the board, or whom the explorer was started for."""
    return _role(os.environ.get(ROLE_VARIABLE, ""), Role.BOARD)


def reader_role() -> Role:
    """Return who reads: from the address, else as chosen before, else the default."""
    chosen = st.session_state.get("role", default_role().value)
    role = _role(st.query_params.get("rol", chosen), default_role())
    st.session_state["role"] = role.value
    return role


def _role(name: str, otherwise: Role) -> Role:
    return Role(name) if name in set(Role) else otherwise


def large_groups(view: View, kind: str) -> list[str]:
    """Return the values of a column of STORIES that are large enough to be shown by name."""
    shown, _ = view.groups(kind)
    return sorted(set(shown["group"]))


def journal(study: Study) -> Journal:
    """Return the journal of decisions, opened once a session."""
    return _journal(study.journal_url)


# Stories are kept per session: another visitor's cache never holds what this one may read.
@st.cache_resource(scope="session", max_entries=4, show_spinner=False)
def _opened(
    folder: str, key: str, role: Role, _study: Study
) -> tuple[Results, Mapping[str, pd.DataFrame]]:
    results = results_for(_study, role)
    tables = results.tables if isinstance(results, GuardedResults) else Tables(results)
    return results, tables


@st.cache_resource(scope="session", show_spinner=False, on_release=Journal.close)
def _journal(url: str) -> Journal:
    return Journal(url)
