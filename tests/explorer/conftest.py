import importlib.util
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipeline.store import Results, open_study

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("small_study", ROOT / "tests" / "small_study.py")
small = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(small)

PAGES = {
    "bevindingen": "findings_page",
    "themas": "themes_page",
    "verhalen": "stories_page",
    "coderen": "coding_page",
    "betrouwbaarheid": "reliability_page",
    "over": "about_page",
    "tellen-en-vertellen": "pair_page",
    "vergadering": "meeting_page",
    "twee-lezingen": "readings_page",
    "registratie": "registration_page",
}


def _script(module: str) -> str:
    return f"from pipeline.explorer.{module} import show\nshow()\n"


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """The small study with its results, once; never written into."""
    folder = tmp_path_factory.mktemp("small") / "proef"
    small.publish_small(folder)
    return folder


@pytest.fixture
def study(published, tmp_path, monkeypatch):
    """The results of a copy of the small study that the explorer opens."""
    folder = tmp_path / "proef"
    shutil.copytree(published, folder)
    monkeypatch.setenv("VERTELLEN_STUDY", str(folder))
    return Results(open_study(folder))


@pytest.fixture(autouse=True)
def _a_researcher_reads(monkeypatch):
    """Tests of pages look at exact numbers; what other readers get has tests of its own."""
    monkeypatch.setenv("VERTELLEN_ROLE", "onderzoeker")


@pytest.fixture
def open_page():
    """Open one page with query parameters."""

    def opened(name, **params):
        app = AppTest.from_string(_script(PAGES[name]), default_timeout=60)
        for key, value in params.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, [error.value for error in app.exception]
        return app

    return opened


@pytest.fixture
def shown():
    """All that a page shows as HTML, joined; its style left out."""

    def joined(app):
        parts = [str(element.proto.body) for element in app.get("html")]
        return "\n".join(part for part in parts if not part.startswith("<style>"))

    return joined
