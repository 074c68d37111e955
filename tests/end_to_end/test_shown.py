"""On the example study: every number that is shown leads to the exact words behind it."""

import re
from html import unescape

import pytest

from pipeline.findings import passages_behind
from pipeline.report import html_report
from pipeline.store import Results, open_study


@pytest.fixture(scope="module")
def results(example):
    return Results(open_study(example))


@pytest.fixture(scope="module")
def texts(results):
    stories = results.table("stories")
    return dict(zip(stories["story_id"], stories["text"], strict=True))


def test_every_link_in_the_report_leads_somewhere(results):
    html = html_report(results)
    ids = re.findall(r'\bid="([^"]+)"', html)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert len(ids) == len(set(ids))
    assert targets - set(ids) == set()
    numbers = re.findall(r'class="number" href="#woorden-([^"]+)"', html)
    assert len(numbers) >= len(results.table("findings"))


def test_all_words_in_the_report_are_the_words_of_the_story(results, texts):
    html = html_report(results)
    passage = re.compile(
        r'data-story="([^"]+)" data-start="(\d+)" data-end="(\d+)">'
        r'.*?<span class="words">(.*?)</span>',
        re.DOTALL,
    )
    items = html.split("<li ")[1:]
    found = [match for item in items if (match := passage.search(item))]
    assert len(found) > 400
    for match in found:
        story, start, end, words = match.groups()
        assert unescape(words) == texts[story][int(start) : int(end)]


def test_the_number_of_passages_is_what_was_counted(results):
    codings = results.table("codings")
    tables = {name: results.table(name) for name in ("stories", "passages", "codings")}
    frequencies = results.table("frequencies")
    for theme in results.codebook.ids:
        behind = passages_behind(theme, tables)
        assert len(behind) == int((codings["present"] & (codings["theme"] == theme)).sum())
        row = frequencies[(frequencies["theme"] == theme) & (frequencies["group_kind"] == "all")]
        assert behind["story_id"].nunique() == int(row.iloc[0]["k"])


def test_only_who_agreed_is_quoted_and_each_quote_is_exact(results, texts):
    quotes = results.table("quotes")
    consent = results.table("stories").set_index("story_id")["consent"]
    passages = results.table("passages").set_index("passage_id")
    assert len(quotes) > 100
    assert quotes["story_id"].map(consent).fillna(False).all()
    for row in quotes.to_dict("records"):
        passage = passages.loc[row["passage_id"]]
        assert passage["start"] <= row["start"] < row["end"] <= passage["end"]
        assert texts[row["story_id"]][row["start"] : row["end"]] in passage["text"]


def test_each_prevalence_has_three_quotes_and_a_counter_story(results):
    quotes = results.table("quotes")
    shares = quotes[quotes["finding_id"].str.startswith("story_share.")]
    counts = shares.groupby(["finding_id", "role"]).size().unstack(fill_value=0)
    assert len(counts) == len(results.codebook.themes)
    assert set(counts["confirms"]) == {3}
    assert set(counts["contradicts"]) == {1}
