from html.parser import HTMLParser

import pytest

from pipeline.report import html_report
from pipeline.report.facts import Gatherer


class Page(HTMLParser):
    """What a reader can reach: ids, links, and the exact words of each passage and quote."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.passages: list[dict[str, str]] = []
        self.quotes: list[tuple[str, str]] = []
        self.outside: list[str] = []
        self.text: list[str] = []
        self._into: list[str] | None = None
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append((given["href"], given.get("class", "")))
        if tag in ("script", "link", "img", "iframe"):
            self.outside.append(tag)
        if "data-passage" in given:
            self.passages.append({**given, "words": ""})
        self._taking = tag == "blockquote" or given.get("class") == "words"
        if tag == "blockquote":
            self.quotes.append((given["data-story"], ""))
        self._tag = tag

    def handle_data(self, data):
        self.text.append(data)
        if getattr(self, "_taking", False):
            if self._tag == "blockquote":
                story, words = self.quotes[-1]
                self.quotes[-1] = (story, words + data)
            else:
                self.passages[-1]["words"] += data

    def handle_endtag(self, tag):
        self._taking = False


@pytest.fixture(scope="session")
def page(results):
    return Page(html_report(results))


@pytest.fixture(scope="session")
def text(results):
    stories = results.table("stories")
    return dict(zip(stories["story_id"], stories["text"], strict=True))


def test_every_link_resolves_and_every_id_is_unique(page):
    assert len(page.ids) == len(set(page.ids))
    assert {href for href, _ in page.links if not href.startswith("#")} == set()
    assert {href.removeprefix("#") for href, _ in page.links} <= set(page.ids)


def test_every_number_leads_to_words(page):
    numbers = [href for href, css in page.links if css == "number"]
    # Three shares twice, two links that stand, one that does not.
    assert len(numbers) == 9
    assert set(numbers) == {"#woorden-steun", "#woorden-moed", "#woorden-drempel"}


def test_every_word_is_exactly_what_was_told(page, text, results):
    consent = results.table("stories").set_index("story_id")["consent"]
    quoted = [p for p in page.passages if consent[p["data-story"]]]
    assert len(quoted) == 32
    for passage in quoted:
        start, end = int(passage["data-start"]), int(passage["data-end"])
        assert passage["words"] == text[passage["data-story"]][start:end]
    for story, words in page.quotes:
        assert words in text[story]
    assert len(page.quotes) == 5 * 4


def test_without_consent_the_words_stay_out_but_the_passage_counts(page, results, text):
    consent = results.table("stories").set_index("story_id")["consent"]
    silent = [p for p in page.passages if not consent[p["data-story"]]]
    assert len(page.passages) == 40
    assert len(silent) == 8
    assert {p["words"] for p in silent} == {""}
    whole = "".join(page.text)
    for story in consent.index[~consent]:
        answer = text[story].split("\n")[1].removeprefix("R: ")
        assert answer not in whole


def test_fiction_and_simulation_are_labelled(page):
    whole = "".join(page.text)
    assert "de verhalen zijn verzonnen en de cijfers gesimuleerd" in whole
    assert whole.count("gesimuleerd") >= 4


def test_nothing_is_fetched_from_elsewhere(page, results):
    assert page.outside == []
    assert "http" not in html_report(results).replace("http-equiv", "")


def test_the_counter_story_stands_with_each_finding(page):
    assert "".join(page.text).count("Een verhaal dat tegenspreekt.") == 5


def test_markup_in_a_story_stays_text(results):
    html = html_report(results)
    assert "&lt;dicht&gt;" in html
    assert "<dicht>" not in html


def test_english_when_asked(results):
    words = "".join(Page(html_report(results, "en")).text)
    assert "What stories tell" in words
    assert (
        "‘Support’ occurs in about half of the stories: 50% (margin 38 to 62%; 30 stories)."
        in words
    )


def test_the_same_results_give_the_same_report(results):
    assert html_report(results) == html_report(results)


def test_facts_hold_the_numbers(results):
    facts = Gatherer(results, "nl").gather()
    assert (facts.stories, facts.passages) == (30, 70)
    assert [fact.estimate for fact in facts.shares] == ["50%", "50%", "33%"]
    assert facts.shares[2].margin == "21 tot 45%"
    assert [len(words.passages) for words in facts.words] == [15, 15, 10]
    assert [link.anchor for link in facts.links] == [
        "bevinding-spearman.steun.uitval",
        "bevinding-mean_difference.moed.cijfer",
    ]
    assert facts.links[0].simulated
    assert len(facts.other_links) == 1
