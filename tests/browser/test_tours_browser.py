"""Both guided tours on the example study, from the start page to the end."""

import pytest

pytestmark = pytest.mark.browser

TOURS = {
    "Schoolloopbanen en schooluitval": ("Het juiste zetje", "Voortijdig schoolverlaten"),
    "Hulp bij schulden door het wijkteam": (
        "Grip op geld en schulden",
        "Huishoudens met problematische schulden",
    ),
}


@pytest.fixture(scope="module")
def tour_server(example, browser_server):
    running = browser_server(example)
    yield running
    running.kill()


@pytest.mark.parametrize("name", TOURS)
def test_a_tour_leads_from_the_start_page_to_the_talk(tour_server, page, name):
    theme, figure = TOURS[name]
    page.goto(tour_server.url)
    page.get_by_role("link", name=name).click()
    for step in (1, 2, 3, 4, 5):
        bar = page.get_by_label(f"Rondleiding: {name}. Stap {step} van 5")
        bar.wait_for()
        page.get_by_text(theme).first.wait_for()
        if step == 3:
            page.get_by_role("heading", name=figure).wait_for()
            page.get_by_role("heading", name="Wat mensen vertellen, hier en daar").wait_for()
        if step == 4:
            page.get_by_role("heading", name="En dit verhaal spreekt tegen").wait_for()
            page.get_by_role("heading", name="Wat dit niet zegt").wait_for()
        if step < 5:
            bar.get_by_role("link", name="Volgende stap").click()
    page.get_by_role("textbox", name="Herkennen: herkent u dit?").wait_for()
    page.get_by_role("link", name="Stoppen").click()
    page.get_by_role("heading", name="Havenrijk").wait_for()
    assert page.problems == []
