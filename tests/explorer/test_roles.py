"""What the board and the organisation get, and what only the research team sees."""

import re

import pytest

FOR_ALL = ("bevindingen", "themas", "verhalen", "over", "tellen-en-vertellen", "vergadering")


@pytest.fixture(autouse=True)
def _nobody_said_who_reads(monkeypatch):
    monkeypatch.delenv("VERTELLEN_ROLE", raising=False)


def said(page: str) -> str:
    """The page without the links to this same view, which repeat what was asked."""
    return re.sub(r'href="\?[^"]*"', "", page)


def stories_named(page: str) -> set[str]:
    return set(re.findall(r"S-\d\d", said(page)))


def test_the_board_reads_when_nobody_said(study, open_page, shown):
    page = shown(open_page("bevindingen"))
    assert '<strong aria-current="true">bestuur</strong>' in page
    assert "Aantallen zijn afgerond" in page


@pytest.mark.parametrize(
    ("name", "role"), [*((name, "bestuur") for name in FOR_ALL), ("registratie", "organisatie")]
)
def test_every_page_opens(study, open_page, shown, name, role):
    assert f'<strong aria-current="true">{role}</strong>' in shown(open_page(name, rol=role))


def test_a_role_goes_along_with_every_link(study, open_page, shown):
    page = shown(open_page("bevindingen", rol="onderzoeker"))
    links = re.findall(r'href="(/[^"]*)"', page)
    assert links
    assert all("rol=onderzoeker" in link for link in links)


@pytest.mark.parametrize("name", ["coderen", "betrouwbaarheid", "registratie"])
def test_single_codings_and_registrations_are_not_for_the_board(study, open_page, shown, name):
    page = shown(open_page(name))
    assert "Deze pagina is voor andere lezers" in page
    assert stories_named(page) == set()


def test_an_unknown_role_is_the_board(study, open_page, shown):
    assert '<strong aria-current="true">bestuur</strong>' in shown(open_page("over", rol="baas"))


def test_the_words_of_a_group_name_no_group(study, open_page, shown):
    """Whoever asks for Noord gets the same passages as whoever asks for everything."""
    whole = open_page("verhalen", thema="steun")
    for value in ("Noord", "Oost"):
        app = open_page("verhalen", thema="steun", groep="wijk", waarde=value)
        assert stories_named(shown(app)) == stories_named(shown(whole))
        assert "te raden wie in welke groep zit" in app.info[0].value
        assert f">{value}<" not in said(shown(app))
        assert f"Wijk: {value}" not in shown(app)


@pytest.mark.parametrize("asked", [{}, {"verhaal": "S-05"}, {"bevinding": "story_share.drempel"}])
def test_a_story_without_consent_is_not_even_named(study, open_page, shown, asked):
    silent = {f"S-{number:02d}" for number in range(5, 31, 5)}
    assert not silent & stories_named(shown(open_page("verhalen", **asked)))


def test_counts_are_rounded_to_five(study, open_page, shown):
    """Thirty stories, ten with a barrier: the margin follows from the rounded count alone."""
    page = shown(open_page("themas", thema="drempel"))
    assert "35% (marge 15 tot 55%; 30 verhalen)" in page


def test_the_board_has_no_figure_of_one_person(study, open_page, shown):
    page = shown(open_page("tellen-en-vertellen", thema="moed", cijfer="cijfer"))
    assert "Van een verteller bij wie cijfer en verhaal samengaan" not in page
    researcher = shown(
        open_page("tellen-en-vertellen", thema="moed", cijfer="cijfer", rol="onderzoeker")
    )
    assert "Van een verteller bij wie cijfer en verhaal samengaan" in researcher


def test_a_record_of_a_meeting_freezes_what_the_board_saw(study, open_page):
    app = open_page("vergadering", bevinding="story_share.drempel")
    app.button[0].click().run()
    (path,) = (study.study.folder / "meetings").glob("*.json")
    assert "35% (marge 15 tot 55%; 30 verhalen)" in path.read_text(encoding="utf-8")
