import html as entities
import re

import pytest


def quoted(page: str) -> list[str]:
    return [
        entities.unescape(words)
        for words in re.findall(r"<blockquote>(.*?)</blockquote>", page, re.S)
    ]


def test_the_words_behind_a_number_are_exact_and_complete(study, open_page, shown):
    page = shown(open_page("verhalen", bevinding="story_share.drempel"))
    assert "10 passages in 10 verhalen. Dit is alles wat is geteld." in page
    stories = study.table("stories")
    text = "\n".join(stories["text"])
    words = quoted(page)
    assert len(words) == 8
    assert all(one in text for one in words)
    assert words[0] == "Maar het loket was dicht, 3 keer <dicht>. Toen moest ik weer bellen."


def test_who_did_not_agree_is_counted_but_not_quoted(study, open_page, shown):
    page = shown(open_page("verhalen", bevinding="story_share.drempel"))
    assert page.count("Geen toestemming om te citeren.") == 2
    assert "Van 2 passages ziet u de woorden niet" in page
    assert "15 keer" not in page


def test_the_words_of_one_group(study, open_page, shown):
    page = shown(open_page("verhalen", thema="drempel", groep="wijk", waarde="Noord"))
    assert "Wijk: Noord. 4 passages in 4 verhalen." in page


def test_a_small_group_cannot_be_asked_for_by_hand(study, open_page, shown):
    app = open_page("verhalen", thema="drempel", groep="wijk", waarde="Oost")
    assert "minder dan 10" in app.info[0].value
    assert quoted(shown(app)) == []


def test_a_story_with_its_coded_passages_marked(study, open_page, shown):
    page = shown(open_page("verhalen", verhaal="S-03", passage="S-03.02"))
    assert 'class="tv-passage tv-coded tv-here" id="passage-S-03-02"' in page
    assert 'class="tv-passage tv-coded tv-against" id="passage-S-03-03"' in page
    assert '<mark class="tv-evidence">Ik heb zelf gebeld</mark>, op dag 3.' in page
    assert "&lt;dicht&gt;" in page


def test_a_theme_that_only_the_machine_saw_says_so(study, open_page, shown):
    assert "Steun (computermodel)" in shown(open_page("verhalen", verhaal="S-28"))


@pytest.mark.parametrize("story", ["S-05", "S-10"])
def test_a_story_without_consent_is_not_shown(study, open_page, shown, story):
    page = shown(open_page("verhalen", verhaal=story))
    assert "gaf geen toestemming om dit verhaal te tonen" in page
    assert "tv-told" not in page


def test_all_stories_can_be_searched_and_filtered(study, open_page, shown):
    app = open_page("verhalen")
    assert "30 verhalen" in shown(app)
    app.text_input[0].set_value("DICHT").run()
    assert "8 verhalen" in shown(app)
    app.selectbox[0].set_value("moed").run()
    assert "4 verhalen" in shown(app)
    assert app.query_params == {}


def test_an_address_without_sense_shows_all_stories(study, open_page, shown):
    page = shown(open_page("verhalen", verhaal="niets", bevinding="niets", pagina="x"))
    assert "30 verhalen" in page
