import pytest

from pipeline.store import Journal, journal_codings


@pytest.fixture
def journal(study):
    return Journal(study.study.journal_url)


def coder(open_page, **params):
    app = open_page("coderen", **params)
    app.text_input[0].set_value("AB").run()
    assert not app.exception
    return app


def press(app, label, number=0):
    buttons = [button for button in app.button if button.label == label]
    buttons[number].click().run()
    assert not app.exception


def test_without_a_name_there_is_nothing_to_press(study, open_page, shown):
    app = open_page("coderen")
    assert "Vul eerst uw naam of initialen in." in shown(app)
    assert list(app.button) == []


def test_the_queue_starts_with_what_the_machine_doubts(study, open_page, shown):
    page = shown(coder(open_page))
    assert "Passage S-28.02, 1 van 40." in page
    assert "Het model twijfelt hier." in page
    assert "kans 55%" in page
    assert "ook in week 28 🙂" in page


def test_a_decision_is_in_the_journal_at_once(study, open_page, journal):
    app = coder(open_page)
    press(app, "Klopt")
    (event,) = journal.events("coding").to_dict("records")
    passage = study.table("passages").set_index("passage_id").loc["S-28.02"]
    assert (event["who"], event["story_id"], event["theme"], event["decision"]) == (
        "AB",
        "S-28",
        "steun",
        "present",
    )
    assert (event["start"], event["end"]) == (passage["source_start"], passage["source_end"])
    assert event["codebook_version"] == 3
    assert (event["suggested_by"], event["suggested_probability"]) == ("builtin", 0.55)


def test_a_rejection_and_a_change_of_mind(study, open_page, journal):
    app = coder(open_page)
    press(app, "Klopt")
    press(app, "Klopt niet")
    codings = journal_codings(journal.events())
    assert codings[["set", "theme", "decision"]].to_dict("records") == [
        {"set": "person:AB", "theme": "steun", "decision": "absent"}
    ]


def test_a_theme_the_machine_did_not_see(study, open_page, journal):
    app = coder(open_page)
    app.selectbox[0].set_value("moed").run()
    press(app, "Voeg toe")
    (event,) = journal.events("coding").to_dict("records")
    assert (event["theme"], event["decision"]) == ("moed", "present")


def test_no_theme_at_all(study, open_page, journal):
    app = coder(open_page)
    press(app, "Geen thema")
    (event,) = journal.events("coding").to_dict("records")
    assert (event["theme"], event["decision"], event["suggested_by"]) == ("", "absent", "")


def test_a_decision_can_be_taken_back(study, open_page, journal, shown):
    app = coder(open_page)
    press(app, "Klopt")
    assert "‘Steun’: wel, op" in shown(app)
    press(app, "Neem terug")
    assert journal.events("coding").empty
    assert list(journal.history()["kind"]) == ["coding", "retraction"]
    assert "‘Steun’: wel, op" not in shown(app)


def test_decisions_wait_for_the_next_run(study, open_page, journal, shown):
    app = coder(open_page)
    assert "nog niet zijn meegerekend" not in shown(app)
    press(app, "Klopt")
    assert "Besluiten die nog niet zijn meegerekend: 1." in shown(app)


def test_the_queue_keeps_its_order_while_working(study, open_page, shown):
    app = coder(open_page)
    press(app, "Klopt")
    press(app, "Volgende passage →")
    assert "2 van 40." in shown(app)
    press(app, "← Vorige passage")
    assert "Passage S-28.02, 1 van 40." in shown(app)


def test_an_address_can_name_the_passage(study, open_page, shown):
    assert "Passage S-03.03, " in shown(coder(open_page, passage="S-03.03"))


def test_a_researcher_reads_what_may_not_be_quoted(study, open_page, shown):
    page = shown(coder(open_page, passage="S-15.02"))
    assert "op dag 15" in page
