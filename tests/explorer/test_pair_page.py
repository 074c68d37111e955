import pytest

from pipeline.explorer import tours
from pipeline.explorer.tours import Tour


def test_the_strongest_pair_opens_first_with_all_that_is_known_of_it(study, open_page, shown):
    app = open_page("tellen-en-vertellen")
    page = shown(app)
    assert [box.value for box in app.selectbox] == ["steun", "uitval"]
    assert "−0,80" in page
    assert "gesimuleerd" in page.lower()
    assert "Nee. Er zijn te weinig wijken" in page
    assert "Wat dit niet zegt" in page


def test_the_address_chooses_the_pair(study, open_page, shown):
    app = open_page("tellen-en-vertellen", thema="moed", cijfer="cijfer")
    assert [box.value for box in app.selectbox] == ["moed", "cijfer"]
    assert "Dit zijn echte cijfers." in shown(app)


def test_a_pair_that_was_not_looked_at_says_so(study, open_page, shown):
    page = shown(open_page("tellen-en-vertellen", thema="moed", cijfer="uitval"))
    assert "zijn niet naast elkaar gelegd" in page


def test_districts_high_and_low_are_told_beside_each_other(study, open_page, shown):
    page = shown(open_page("tellen-en-vertellen", thema="steun", cijfer="uitval"))
    high, low = page.index("<h3>Zuid</h3>"), page.index("<h3>Noord</h3>")
    assert high < low, "the highest of the districts that are large enough comes first"
    assert "Hoogste cijfer: Schooluitval, 6,2 %" in page
    assert "Laagste cijfer: Schooluitval, 4,2 %" in page
    assert "<h3>Oost</h3>" not in page


@pytest.fixture
def tour(monkeypatch):
    """The tour on school careers, about the small study's theme and figure."""
    monkeypatch.setattr(tours, "TOURS", (Tour("school", "steun", "uitval"),))


def test_the_tours_are_one_click_from_the_start(study, open_page, shown, tour):
    page = shown(open_page("bevindingen"))
    assert "Twee rondleidingen" in page
    assert 'href="/themas?thema=steun&amp;rondleiding=school.1"' in page


def test_without_its_theme_a_tour_is_not_offered(study, open_page, shown):
    assert "rondleiding" not in shown(open_page("bevindingen")).lower()


def test_each_step_leads_to_the_next_and_the_last_ends(study, open_page, shown, tour):
    third = shown(open_page("tellen-en-vertellen", rondleiding="school.3"))
    assert "Stap 3 van 5" in third
    assert "rondleiding=school.2" in third
    assert "rondleiding=school.4" in third
    last = shown(open_page("vergadering", rondleiding="school.5"))
    assert "Stap 5 van 5" in last
    assert "school.6" not in last


@pytest.mark.parametrize("step", ["school.0", "school.6", "school.x", "ander.1", "school"])
def test_a_step_that_is_not_there_shows_nothing(study, open_page, shown, tour, step):
    assert "Stap" not in shown(open_page("tellen-en-vertellen", rondleiding=step))
