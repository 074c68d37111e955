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
from pipeline.findings import Row, shown_groups, theme_label
from pipeline.store import Journal, Results, Study, open_study
from pipeline.text import Language, Texts, texts

STUDY_VARIABLE = "VERTELLEN_STUDY"
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
    """

    results: Results
    tables: Tables
    language: Language
    mode: Mode

    @property
    def t(self) -> Texts:
        """The reader's texts."""
        return texts(self.language)

    @property
    def coder(self) -> str:
        """Name of the model that coded, empty when none did."""
        return str(self.results.manifest.get("coder", {}).get("coder", ""))

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
    study = open_the_study()
    try:
        results = Results(study)
    except UserError:
        return None
    language = reader_language(study.settings.study.language)
    mode: Mode = "dark" if st.context.theme.type == "dark" else "light"
    return View(results, _tables(str(study.folder), results.key, results), language, mode)


def reader_language(default: Language) -> Language:
    """Return the reader's language: from the address, else as chosen before, else the study's."""
    asked = st.query_params.get("taal", st.session_state.get("language", default))
    language: Language = "en" if asked == "en" else "nl"
    st.session_state["language"] = language
    return language


def large_groups(view: View, kind: str) -> list[str]:
    """Return the values of a column of STORIES that are large enough to be shown by name."""
    rules = view.results.settings.disclosure
    shown, _ = shown_groups(view.tables["frequencies"], view.tables["stories"], kind, rules)
    return sorted(set(shown["group"]))


def journal(study: Study) -> Journal:
    """Return the journal of decisions, opened once a session."""
    return _journal(study.journal_url)


# Stories are kept per session: another visitor's cache never holds what this one may read.
@st.cache_resource(scope="session", max_entries=2, show_spinner=False)
def _tables(folder: str, key: str, _results: Results) -> Tables:
    return Tables(_results)


@st.cache_resource(scope="session", show_spinner=False, on_release=Journal.close)
def _journal(url: str) -> Journal:
    return Journal(url)
