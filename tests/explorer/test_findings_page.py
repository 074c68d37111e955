import pytest


def test_the_overview_shows_each_theme_with_number_and_margin(study, open_page, shown):
    html = shown(open_page("bevindingen"))
    for label, share, margin in (
        ("Steun", "50%", "38 tot 62%"),
        ("Moed", "50%", "38 tot 62%"),
        ("Drempel", "33%", "21 tot 45%"),
    ):
        assert label in html
        assert f">{share}</a>" in html
        assert margin in html


def test_every_number_is_a_link_to_its_words(study, open_page, shown):
    html = shown(open_page("bevindingen"))
    for theme in ("steun", "moed", "drempel"):
        assert f'href="/verhalen?bevinding=story_share.{theme}"' in html


def test_fiction_and_simulation_are_said_at_the_top(study, open_page, shown):
    assert "de verhalen zijn verzonnen en de cijfers gesimuleerd" in shown(open_page("bevindingen"))


def test_three_headlines(study, open_page, shown):
    html = shown(open_page("bevindingen"))
    assert html.count('<div class="tv-tile ') == 3
    assert ">Vaker laag</a>" in html


def test_links_that_stand_are_shown_and_the_others_folded_away(study, open_page, shown):
    app = open_page("bevindingen")
    html = shown(app)
    assert "In wijken met meer verhalen over ‘Steun’ is ‘Schooluitval’ vaker laag" in html
    assert [e.label for e in app.expander] == [
        "Nog 1 combinaties bekeken: niets gezien dat standhoudt"
    ]


def test_a_group_that_is_large_enough_is_rounded(study, open_page, shown):
    app = open_page("bevindingen", groep="wijk", waarde="Noord")
    html = shown(app)
    assert 'href="/verhalen?thema=drempel&amp;groep=wijk&amp;waarde=Noord"' in html
    assert ">35%</a>" in html  # four of twelve is 33%
    assert "afgerond op 5" in html


@pytest.mark.parametrize("wijk", ["West", "Oost"])
def test_a_small_group_is_not_shown(study, open_page, shown, wijk):
    app = open_page("bevindingen", groep="wijk", waarde=wijk)
    assert "minder dan 10" in app.info[0].value
    assert "/verhalen?thema=" not in shown(app)


def test_one_finding_with_all_that_belongs_to_it(study, open_page, shown):
    html = shown(open_page("bevindingen", bevinding="spearman.steun.uitval"))
    assert "In wijken met meer verhalen over ‘Steun’ is ‘Schooluitval’ vaker laag" in html
    assert "Past bij het verloop" in html
    assert "sterkte 3 van 4" in html
    assert "Lees wat er geteld is: 15 passages in 15 verhalen" in html
    assert html.count("<blockquote>") == 4
    assert html.count("tv-quote tv-against") == 1
    assert "Een samenhang zegt niet wat de oorzaak is." in html


def test_the_districts_of_a_link_have_a_chart_in_words_and_a_table(study, open_page):
    app = open_page("bevindingen", bevinding="spearman.steun.uitval")
    (chart,) = app.get("vega_lite_chart")
    assert chart.proto.alt.startswith("2 wijken, naar ‘Steun’")
    assert list(app.dataframe[0].value["area"]) == ["Noord", "Zuid"]


def test_english(study, open_page, shown):
    app = open_page("bevindingen", taal="en")
    html = shown(app)
    assert "What stories tell" in html
    assert 'href="/verhalen?bevinding=story_share.steun&amp;taal=en"' in html


def test_an_unknown_finding_falls_back_to_the_overview(study, open_page, shown):
    assert "Wat verhalen vertellen" in shown(open_page("bevindingen", bevinding="niets.hier"))


def test_without_results_the_page_says_what_to_do(tmp_path, monkeypatch, open_page, shown):
    (tmp_path / "study.toml").write_text('[study]\nid = "leeg"\ntitle = "Leeg"\n')
    monkeypatch.setenv("VERTELLEN_STUDY", str(tmp_path))
    for name in ("bevindingen", "themas", "verhalen", "coderen", "over"):
        app = open_page(name)
        assert "Nog geen resultaten" in shown(app)
        assert app.code[0].value == "vertellen run"


def test_without_a_study_the_page_says_so(tmp_path, monkeypatch, open_page, shown):
    monkeypatch.setenv("VERTELLEN_STUDY", str(tmp_path / "weg"))
    html = shown(open_page("bevindingen"))
    assert "Deze studie gaat niet open" in html
    assert "study.toml" in html
