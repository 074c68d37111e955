def test_a_theme_from_close_by(study, open_page, shown):
    app = open_page("themas", thema="drempel")
    page = shown(app)
    assert app.selectbox[0].value == "drempel"
    assert "In ongeveer een derde van de verhalen komt ‘Drempel’ voor: 33%" in page
    assert "Iets zat tegen." in page
    assert 'href="/verhalen?thema=drempel&amp;groep=wijk&amp;waarde=Noord"' in page
    assert "waarde=Oost" not in page
    assert "2 groepen niet getoond" in page


def test_the_theme_most_told_opens_first(study, open_page):
    assert open_page("themas").selectbox[0].value == "steun"


def test_how_often_a_theme_is_not_named(study, open_page, shown):
    page = shown(open_page("themas", thema="steun"))
    assert "In 47% van de passages wordt het thema niet bij naam genoemd (15 passages)." in page


def test_too_few_periods_give_no_trend(study, open_page, shown):
    page = shown(open_page("themas", thema="steun"))
    assert "Per kwartaal zijn er te weinig vertellers om te tonen (minder dan 10)." in page


def test_the_study_says_what_it_rests_on(study, open_page, shown):
    app = open_page("over")
    page = shown(app)
    for words in ("builtin", "proefvectoren 2", "proef1", "Schooluitval", "Proefbron"):
        assert words in page
    assert page.count(">Gesimuleerd<") == 1
    assert page.count(">Echt<") == 1
    assert "te weinig voorbeelden: het model stelt alleen voor" in page
    assert "0,78" in page
    assert "0,70 – 0,86" in page
    assert any("Alles in deze proef is verzonnen." in text.value for text in app.markdown)
