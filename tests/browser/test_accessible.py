"""No page has a serious finding of axe-core, the usual checker of accessibility."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

VIEWS = [
    "/",
    "/?bevinding=spearman.steun.uitval",
    "/tellen-en-vertellen?thema=steun&cijfer=uitval",
    "/themas",
    "/verhalen?verhaal=S-03",
    "/vergadering?bevinding=spearman.steun.uitval",
    "/twee-lezingen",
    "/registratie",
    "/coderen",
    "/betrouwbaarheid",
    "/over",
]
SERIOUS = {"serious", "critical"}
NOT_OURS = ("[data-testid=", ".st-emotion-cache", "iframe", ".stDataFrame", "canvas")
"""Parts that Streamlit makes: its own controls and grids, which no page can change."""


def _ours(node):
    target = " ".join(str(part) for part in node["target"])
    return ".tv" in target or not any(part in target for part in NOT_OURS)


@pytest.mark.parametrize("view", VIEWS)
def test_no_serious_finding(server, page, view):
    page.goto(server.url + view)
    page.locator(".tv h1").first.wait_for()
    page.wait_for_timeout(800)
    found = Axe().run(page).response["violations"]
    serious = [
        (rule["id"], node["target"], node["html"][:160])
        for rule in found
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
        if _ours(node)
    ]
    assert serious == []
