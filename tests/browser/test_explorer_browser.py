"""Each role's main road through the explorer, in a real browser."""

import re

import pytest

from pipeline.store import Journal, Results, open_study

pytestmark = pytest.mark.browser


def stories_of(server):
    table = Results(open_study(server.folder)).table("stories")
    return dict(zip(table["story_id"], table["text"], strict=True))


def test_a_board_member_goes_from_number_to_exact_words(server, page):
    page.goto(server.url)
    row = page.locator("tr", has=page.get_by_role("link", name="Drempel", exact=True))
    row.get_by_role("link", name="33%").click()
    page.wait_for_url("**/verhalen?bevinding=story_share.drempel")
    page.get_by_text("10 passages in 10 verhalen").wait_for()
    words = page.locator("blockquote").all_inner_texts()
    texts = stories_of(server)
    assert len(words) == 8
    assert all(any(one in text for text in texts.values()) for one in words)

    page.locator("figure", has_text="Passage S-03.03").get_by_role("link").click()
    page.wait_for_url("**/verhalen?verhaal=S-03&passage=S-03.03")
    marked = page.locator(".tv-here")
    marked.wait_for()
    told = marked.locator(".tv-told").inner_text()
    assert told == "Maar het loket was dicht, 3 keer <dicht>. Toen moest ik weer bellen."
    assert told in texts["S-03"]
    assert page.problems == []


def test_a_finding_shows_what_it_does_not_say(server, page):
    page.goto(server.url)
    tile = page.locator(".tv-tile", has_text="Wat samengaat met cijfers")
    tile.get_by_role("link", name="Wat dit wel en niet zegt").click()
    page.wait_for_url("**bevinding=spearman.steun.uitval")
    page.get_by_role("heading", name="Wat dit niet zegt").wait_for()
    assert page.get_by_text("Een samenhang zegt niet wat de oorzaak is.").is_visible()
    chart = page.locator("[data-testid=stVegaLiteChart]")
    chart.locator("svg").wait_for()
    assert chart.get_attribute("aria-label").startswith("2 wijken, naar ‘Steun’")
    assert page.problems == []


def test_an_organisation_looks_at_a_theme(server, page):
    page.goto(f"{server.url}/themas?thema=steun")
    page.get_by_role("heading", name="Vaak in hetzelfde verhaal").wait_for()
    page.get_by_role("tab", name="Programma").click()
    page.get_by_role("tabpanel").get_by_text("jongerenwerk").wait_for()
    page.get_by_role("link", name="Drempel", exact=True).first.click()
    page.wait_for_url("**/themas?thema=drempel")
    page.get_by_text("Iets zat tegen.", exact=True).wait_for()


def test_a_researchers_decision_survives_a_crash(own_server, page):
    page.goto(f"{own_server.url}/coderen")
    page.get_by_role("textbox", name="Uw naam of initialen").fill("AB")
    page.keyboard.press("Enter")
    page.get_by_text("Passage S-28.02, 1 van 40.").wait_for()
    page.get_by_role("button", name="Klopt", exact=True).click()
    page.get_by_text("‘Steun’: wel, op").wait_for()
    own_server.kill()

    journal = Journal(open_study(own_server.folder).journal_url)
    (event,) = journal.events("coding").to_dict("records")
    assert (event["who"], event["theme"], event["decision"]) == ("AB", "steun", "present")
    journal.close()

    own_server.start()
    page.goto(f"{own_server.url}/coderen")
    page.get_by_text("Besluiten die nog niet zijn meegerekend: 1.").wait_for()


def test_the_name_of_who_codes_never_stands_in_the_address(own_server, page):
    page.goto(f"{own_server.url}/coderen")
    page.get_by_role("textbox", name="Uw naam of initialen").fill("Geheim")
    page.keyboard.press("Enter")
    page.get_by_text("1 van 40.").wait_for()
    page.get_by_role("button", name="Volgende passage").click()
    page.get_by_text("2 van 40.").wait_for()
    assert "geheim" not in page.url.lower()


def test_the_language_can_be_switched_and_stays(server, page):
    page.goto(server.url)
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="What stories tell").wait_for()
    page.locator("tr", has_text="Barrier").get_by_role("link", name="33%").click()
    page.get_by_text("This is everything that was counted.").wait_for()
    assert "taal=en" in page.url
    page.get_by_role("link", name="Nederlands").click()
    page.get_by_text("Dit is alles wat is geteld.").wait_for()
    assert "bevinding=story_share.drempel" in page.url


@pytest.mark.parametrize(
    "view",
    [
        "/",
        "/?bevinding=spearman.steun.uitval",
        "/themas",
        "/verhalen",
        "/verhalen?bevinding=story_share.steun",
        "/verhalen?verhaal=S-03",
        "/coderen",
        "/over",
    ],
)
def test_a_phone_shows_each_page_without_scrolling_sideways(server, phone, view):
    phone.goto(server.url + view)
    phone.locator(".tv h1").wait_for()
    widest = phone.evaluate(
        "() => Math.max(...[...document.querySelectorAll('.tv, .tv *')]"
        ".map(part => part.getBoundingClientRect().right))"
    )
    assert widest <= 390
    background = phone.locator(".stApp").evaluate("part => getComputedStyle(part).backgroundColor")
    assert background == "rgb(18, 24, 31)"


def test_nothing_is_fetched_from_elsewhere(server, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for view in ("/", "/?bevinding=spearman.steun.uitval", "/verhalen?verhaal=S-03"):
        page.goto(server.url + view)
        page.locator(".tv h1").wait_for()
        page.wait_for_timeout(500)
    elsewhere = [
        url for url in asked if not re.match(r"(https?|wss?)://127\.0\.0\.1[:/]|data:|blob:", url)
    ]
    assert elsewhere == []
