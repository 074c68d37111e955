def test_flaws_are_counted_once_per_registration(study, open_page, shown):
    page = shown(open_page("registratie"))
    assert "Bij 3 van de 10 registraties is iets na te kijken." in page
    assert "Team Zuid: ‘te laat ingevoerd" in page
    assert "van 10% naar 40%." in page
    assert "Team Noord:" not in page


def test_rows_to_look_at_name_their_row(study, open_page):
    app = open_page("registratie")
    rows = app.dataframe[0].value
    assert list(rows["Rij"]) == [2, 2, 4, 5]
    assert list(rows["Dubbel met"]) == ["", "", "R2", ""]


def test_a_record_is_filled_with_what_the_story_tells(study, open_page, shown):
    app = open_page("registratie", verhaal="S-02")
    assert app.selectbox[1].value == "S-02"
    assert "<q>elke week</q>" in shown(app)


def test_without_consent_no_words_are_shown(study, open_page, shown):
    app = open_page("registratie", verhaal="S-05")
    page = shown(app)
    assert "gaf geen toestemming om woorden te tonen" in page
    assert "<q>" not in page
