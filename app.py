"""The explorer's entry: page config and navigation, nothing else."""

from types import ModuleType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pipeline.explorer import (
    about_page,
    coding_page,
    discovery_page,
    findings_page,
    meeting_page,
    pair_page,
    readings_page,
    registration_page,
    reliability_page,
    stories_page,
    themes_page,
)
from pipeline.explorer.components import WORDMARK
from pipeline.explorer.roles import may_open
from pipeline.explorer.state import reader_language, reader_role, study_language
from pipeline.text import texts

t = texts(reader_language(study_language()))
st.set_page_config(page_title="Tellen & Vertellen", layout="wide")
st.logo(str(WORDMARK), size="large")


def _page(
    module: ModuleType, name: str, path: str, *, default: bool = False
) -> tuple[StreamlitPage, str]:
    title = t(f"explorer.page.{name}")
    return st.Page(module.show, title=title, url_path=path, default=default), module.__name__


pages = {
    "": [
        _page(findings_page, "findings", "bevindingen", default=True),
        _page(pair_page, "pair", "tellen-en-vertellen"),
        _page(themes_page, "themes", "themas"),
        _page(stories_page, "stories", "verhalen"),
    ],
    t("explorer.page.talk"): [
        _page(meeting_page, "meeting", "vergadering"),
        _page(readings_page, "readings", "twee-lezingen"),
        _page(registration_page, "registration", "registratie"),
    ],
    t("explorer.page.research"): [
        _page(coding_page, "coding", "coderen"),
        _page(discovery_page, "discovery", "ontdekken"),
        _page(reliability_page, "reliability", "betrouwbaarheid"),
        _page(about_page, "about", "over"),
    ],
}
role = reader_role()
allowed = {
    head: [page for page, module in part if may_open(role, module)] for head, part in pages.items()
}
st.navigation({head: part for head, part in allowed.items() if part}, position="top").run()
