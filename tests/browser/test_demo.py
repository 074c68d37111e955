"""The example study as ``make demo`` serves it."""

import signal
import socket
import urllib.request

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def demo(vertellen, example):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    process = vertellen.start("demo", example, "--port", port)
    yield f"http://localhost:{port}"
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)


def _open(page, address):
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
            break
        except OSError:
            page.wait_for_timeout(500)
    page.goto(address)


def test_the_demo_opens_on_findings_of_the_example_study(demo, page):
    _open(page, demo)
    page.get_by_role("heading", name="Havenrijk").wait_for(timeout=60_000)
    shown = page.inner_text("body")
    assert "135 verhalen" in shown  # 136, rounded for the board
    assert "verzonnen" in shown
    assert "Het juiste zetje" in shown


def test_a_number_of_the_demo_opens_the_words_behind_it(demo, page, example):
    from pipeline.store import Results, open_study

    _open(page, demo)
    page.get_by_role("link", name="35%").first.click()
    page.get_by_role("heading", name="Het juiste zetje").wait_for(timeout=60_000)
    results = Results(open_study(example))
    codings = results.table("codings").query("theme == 'juiste_zetje' and present")
    stories = results.table("stories")
    may = stories.loc[stories["consent"].fillna(False), "story_id"]
    texts = stories.set_index("story_id")["text"]
    spans = results.table("passages").set_index("passage_id")
    first = codings[codings["story_id"].isin(may)].iloc[0]
    passage = spans.loc[first["passage_id"]]
    words = texts[first["story_id"]][passage["start"] : passage["end"]]
    last_line = words.splitlines()[-1][-40:]
    page.get_by_text(last_line).first.wait_for(timeout=60_000)
