def test_both_readings_show_the_same_numbers(study, open_page, shown):
    page = shown(open_page("twee-lezingen"))
    assert "Waar mensen vastliepen" in page
    assert "Geen getal is anders" in page
    findings = study.table("findings")
    share = findings.loc[
        (findings["theme"] == "drempel") & (findings["kind"] == "prevalence"), "estimate"
    ].iloc[0]
    assert f"{round(100 * share)}%" in page


def test_accounting_tells_the_course_and_what_is_real(study, open_page, shown):
    page = shown(open_page("twee-lezingen"))
    assert (
        "Van 6,8 in 2024K1 naar 7,2 in 2024K2 (%, gemiddeld over de wijken). Lager is beter."
        in page
    )
    assert "Bron: Proefbron. Gesimuleerd." in page
    assert "Bron: Proefbron. Echt." in page
