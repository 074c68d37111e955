"""The same findings in every form: full, one page, slides and Word."""

import io
import re
import shutil
import xml.etree.ElementTree as ElementTree
from html import unescape

import docx
import pytest

from pipeline.charts import SHARES
from pipeline.charts.svg import LABEL_WIDTH, Interval, intervals_svg
from pipeline.domain import UserError
from pipeline.domain.readers import Role
from pipeline.report import GuardedResults, html_report, one_page, slides, word_report
from pipeline.report.facts import Gatherer
from pipeline.run.reporting import FORMS, write_report
from pipeline.store import open_study

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def facts(results):
    return Gatherer(results, "nl").gather()


@pytest.fixture(scope="module")
def word(results):
    return docx.Document(io.BytesIO(word_report(results)))


@pytest.fixture(scope="module")
def guarded(results):
    return GuardedResults(results.study)


def words_of(html: str) -> str:
    plain = re.sub(r"<style>.*?</style>|<[^>]+>", "\n", html, flags=re.S)
    return unescape(plain)


def paragraphs(word) -> list[str]:
    return [paragraph.text for paragraph in word.paragraphs]


def test_word_has_every_finding_as_a_heading(word, facts):
    headings = [p.text for p in word.paragraphs if p.style.name == "Heading 2"]
    assert headings == [finding.sentence for finding in (*facts.links, *facts.shares)]


def test_word_has_the_numbers_in_a_table(word, facts):
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows[1:]]
    assert rows == [[f.label, f.estimate, f.margin] for f in facts.shares]
    assert rows[2] == ["Drempel", "33%", "21 tot 45%"]


def test_word_quotes_exactly_and_says_what_contradicts(word, facts):
    quotes = [p.text for p in word.paragraphs if p.style.name == "Quote"]
    expected = [q.words for f in (*facts.links, *facts.shares) for q in f.quotes]
    assert quotes == expected
    against = [text for text in paragraphs(word) if text.startswith("Een verhaal dat tegenspreekt")]
    assert len(against) == 5


def test_word_says_what_is_simulated_and_what_it_does_not_say(word, facts):
    said = paragraphs(word)
    simulated = [f for f in (*facts.links, *facts.shares) if f.simulated]
    assert said.count("gesimuleerd") == len(simulated)
    assert said.count("Wat dit niet zegt") == len(facts.links) + len(facts.shares)
    assert facts.banner in said


def test_word_draws_a_margin_as_cells(word, facts):
    """Forty cells: the band from 21 to 45%, the number at 33%."""
    drawings = [table for table in word.tables if len(table.columns) == 40]
    drawn = [f for f in (*facts.links, *facts.shares) if f.mark]
    assert len(drawings) == len(drawn)
    shade = re.compile(r'w:fill="([0-9a-f]{6})"')
    fills = [shade.search(cell._tc.xml)[1] for cell in drawings[-1].rows[0].cells]
    light = [place for place, fill in enumerate(fills) if fill != "eceae4"]
    assert (light[0], light[-1]) == (8, 18)
    assert [place for place, fill in enumerate(fills) if fill == "a8480f"] == [13]


def test_one_page_has_the_three_headlines(results, facts):
    words = words_of(one_page(results))
    best = next(f for f in facts.shares if not f.critical)
    worst = next(f for f in facts.shares if f.critical)
    for finding in (best, worst, facts.links[0]):
        assert finding.sentence in words
        assert {q.words for q in finding.quotes if q.contradicts} & set(words.split("\n"))
    for finding in facts.shares[1:2]:
        assert finding.sentence not in words
    assert "Wat dit niet zegt" in words


def test_one_finding_a_slide(results, facts):
    html = slides(results)
    found = re.findall(r'data-finding="([^"]+)"', html)
    assert found == [f.anchor for f in (*facts.links, *facts.shares)]
    parts = html.split('<section class="slide"')[1:]
    for part, finding in zip(parts, (*facts.links, *facts.shares), strict=True):
        assert finding.sentence in words_of(part)
        assert all(caveat in words_of(part) for caveat in finding.caveats)
        assert part.count("<blockquote") == 2
        assert ("gesimuleerd" in words_of(part)) == finding.simulated


@pytest.mark.parametrize("form", [one_page, slides])
def test_nothing_is_fetched_and_every_drawing_is_whole(results, form):
    html = form(results)
    assert "<script" not in html
    assert "<img" not in html
    assert set(re.findall(r"https?://[^\"' <]+", html)) == {"http://www.w3.org/2000/svg"}
    for drawing in re.findall(r"<svg.*?</svg>", html, re.S):
        tree = ElementTree.fromstring(drawing)
        assert tree.find(f"{SVG}title").text
        assert tree.find(f"{SVG}desc").text


def test_a_drawing_stands_where_its_number_is():
    rows = [Interval("Steun <x>", 0.5, 0.25, 0.75, "50% (25 tot 75%)")]
    tree = ElementTree.fromstring(intervals_svg(rows, SHARES, ("0%", "100%"), "Titel", "Tekst"))
    band, mark = tree.find(f"{SVG}rect"), tree.find(f"{SVG}circle")
    assert float(band.get("x")) == LABEL_WIDTH + 100
    assert float(band.get("width")) == 200
    assert float(mark.get("cx")) == LABEL_WIDTH + 200
    assert [text.text for text in tree.iter(f"{SVG}text")] == [
        "Steun <x>",
        "50% (25 tot 75%)",
        "0%",
        "100%",
    ]


@pytest.mark.parametrize("form", [html_report, one_page, slides])
def test_outside_the_research_team_numbers_are_rounded(guarded, form):
    words = words_of(form(guarded))
    assert "35% (marge 15 tot 55%; 30 verhalen)" in words
    assert "33%" not in words


@pytest.mark.parametrize("form", sorted(FORMS))
def test_no_form_for_the_board_holds_words_without_consent(results, guarded, form):
    written = FORMS[form](guarded)
    if isinstance(written, bytes):
        text = "\n".join(paragraphs(docx.Document(io.BytesIO(written))))
    else:
        text = words_of(written)
    stories = results.table("stories")
    silent = stories[~stories["story_id"].isin(guarded.tables.readable)]
    assert len(silent) == 10
    for told in silent["text"]:
        answer = told.split("\n")[1].removeprefix("R: ")
        assert answer not in text


def test_a_report_is_written_where_asked(results, tmp_path):
    for form, suffix in (("docx", "docx"), ("slides", "html")):
        path = tmp_path / "nieuw" / f"rapport.{suffix}"
        assert write_report(results.study, path, form, Role.BOARD) == path
        assert path.stat().st_size > 1000
        assert [entry.name for entry in path.parent.iterdir() if entry.name[0] == "."] == []


def test_without_a_file_the_form_names_it(results, tmp_path):
    folder = tmp_path / "kopie"
    shutil.copytree(results.study.folder, folder)
    assert write_report(open_study(folder), form="onepage").name == "een-pagina.html"


def test_an_unknown_form_is_a_mistake_of_the_user(results, tmp_path):
    with pytest.raises(UserError) as refused:
        write_report(results.study, tmp_path / "x", "pptx")
    assert refused.value.problems[0].code == "report.no_form"


def test_english_forms(results):
    assert "Counted and told in 30 stories." in words_of(slides(results, "en"))
    said = paragraphs(docx.Document(io.BytesIO(word_report(results, "en"))))
    assert "Counted and told in 30 stories." in said
