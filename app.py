"""The explorer's entry: page config and navigation, nothing else."""

import streamlit as st

from pipeline.explorer import (
    about_page,
    coding_page,
    discovery_page,
    findings_page,
    reliability_page,
    stories_page,
    themes_page,
)
from pipeline.explorer.components import WORDMARK
from pipeline.explorer.state import reader_language, study_language
from pipeline.text import texts

t = texts(reader_language(study_language()))
st.set_page_config(page_title="Tellen & Vertellen", layout="wide")
st.logo(str(WORDMARK), size="large")
pages = [
    st.Page(
        findings_page.show, title=t("explorer.page.findings"), url_path="bevindingen", default=True
    ),
    st.Page(themes_page.show, title=t("explorer.page.themes"), url_path="themas"),
    st.Page(stories_page.show, title=t("explorer.page.stories"), url_path="verhalen"),
    st.Page(coding_page.show, title=t("explorer.page.coding"), url_path="coderen"),
    st.Page(discovery_page.show, title=t("explorer.page.discovery"), url_path="ontdekken"),
    st.Page(
        reliability_page.show, title=t("explorer.page.reliability"), url_path="betrouwbaarheid"
    ),
    st.Page(about_page.show, title=t("explorer.page.about"), url_path="over"),
]
st.navigation(pages, position="top").run()
