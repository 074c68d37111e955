import pandas as pd
import pytest

from pipeline.domain.trust import AUDIT
from pipeline.store import Event, Journal, audit_of, record_audit


@pytest.fixture
def journal(study):
    return Journal(study.study.journal_url)


@pytest.fixture
def sampled(study, journal):
    """S-06 (three passages) and S-07 (two) in the audit sample."""
    rows = [
        {"story_id": story, "stratum": "", "probability": 2 / 30, "order": order, "seed": 5}
        for order, story in enumerate(("S-07", "S-06"), start=1)
    ]
    record_audit(journal, AUDIT.conform(pd.DataFrame(rows)), "")
    return audit_of(journal.events())


def test_it_says_in_plain_words_what_the_machine_finds(study, open_page, shown):
    page = shown(open_page("betrouwbaarheid"))
    assert "De machine vindt 4 van de 10 passages" in page
    assert "dan zien mensen dat ook in 6 van de 10 keer" in page
    assert "Mensen halen onderling een score van 86%. De machine haalt 50%." in page
    assert "dan vindt zij 70%. Is het alleen bedoeld, dan 25%." in page
    assert "Hier is de machine zwak: Drempel." in page
    assert "dan blijven er 4 over. Daarvan klopt 75%." in page


def test_agreement_with_its_margin_and_verdict(study, open_page, shown):
    page = shown(open_page("betrouwbaarheid"))
    assert "0,78 (0,70 – 0,86)" in page
    assert ">genoeg<" in page


def test_the_curve_has_words_for_who_does_not_see_it(study, open_page):
    (chart,) = open_page("betrouwbaarheid").get("vega_lite_chart")
    assert "2 punten. Het verst uit elkaar: de machine zei 85%, mensen zagen 70%." in str(
        chart.proto
    )


def test_disagreements_open_the_story_at_the_passage(study, open_page, shown):
    page = shown(open_page("betrouwbaarheid"))
    assert 'href="/verhalen?verhaal=S-04&amp;passage=S-04.02"' in page
    assert "de machine zegt 91%, mensen zeggen niet" in page
    assert "ook in week 4" in page
    assert "op dag 5" not in page  # the teller of S-05 did not agree to be quoted


def test_an_example_that_is_not_recognised_is_named(study, open_page, shown):
    page = shown(open_page("betrouwbaarheid"))
    assert "0 van de 1 voorbeelden herkend." in page
    assert "Niet herkend bij ‘Moed’: Ik belde zelf." in page


def test_the_sample_and_how_far_it_is_coded(study, open_page, shown, journal, sampled):
    assert "Er is nog geen steekproef" not in shown(open_page("betrouwbaarheid"))
    passage = study.table("passages").set_index("passage_id").loc["S-07.02"]
    place = {"start": int(passage["source_start"]), "end": int(passage["source_end"])}
    journal.record(Event(who="AB", story_id="S-07", theme="", decision="absent", **place))
    page = shown(open_page("betrouwbaarheid"))
    assert "2 verhalen getrokken. Van de 3 passages zijn er 1 blind gecodeerd." in page


def test_without_a_sample_it_says_how_to_draw_one(study, open_page, shown):
    assert "Trek er een met: vertellen sample" in shown(open_page("betrouwbaarheid"))


def test_coding_blind_shows_nothing_of_the_machine(study, open_page, shown, journal, sampled):
    app = open_page("coderen")
    app.text_input[0].set_value("AB").run()
    app.radio[0].set_value("blind").run()
    page = shown(app)
    assert "Passage S-07.02, 1 van 3." in page
    assert "Voorstellen" not in page
    assert "kans" not in page
    app.selectbox[0].set_value("moed").run()
    next(button for button in app.button if button.label == "Voeg toe").click().run()
    (event,) = journal.events("coding").to_dict("records")
    assert (event["suggested_by"], event["details"]) == ("", {"blind": True})
    assert pd.isna(event["suggested_probability"])


def test_the_open_queue_never_shows_the_sample(study, open_page, shown, sampled):
    app = open_page("coderen", passage="S-07.02")
    app.text_input[0].set_value("AB").run()
    assert "1 van 37." in shown(app)
    assert "op dag 7" not in shown(app)


def test_a_suggestion_says_why(study, open_page, shown):
    app = open_page("coderen")
    app.text_input[0].set_value("AB").run()
    page = shown(app)
    assert 'Woorden die meewogen: <mark class="tv-evidence">iemand</mark>.' in page
    assert 'href="/verhalen?verhaal=S-02&amp;passage=S-02.02">passage S-02.02 (93%)' in page


def test_a_theme_with_uneven_coding_error_is_named_and_no_other(study, open_page, shown):
    page = shown(open_page("betrouwbaarheid"))
    assert "‘Steun’: de machine vergist zich niet overal even vaak." in page
    assert "Het verschilt per wijk en per kwartaal." in page
    assert page.count("vergist zich niet overal even vaak") == 1


def test_what_chance_would_give_is_told_with_its_numbers(study, open_page, shown):
    page = shown(open_page("betrouwbaarheid"))
    assert "We bekeken 72 paren van een thema en een cijfer. Bij 6 paren zagen we" in page
    assert "In 9 van die 200 keer (4%) kwam er toch iets uit." in page
    assert "komt bij toeval zelden voor." in page
