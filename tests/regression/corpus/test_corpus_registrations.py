"""The flaws planted in the registrations are there, found here from the table alone."""

import json

import pandas as pd
import pytest

YOUNG = ("12-15", "16-18", "19-23")


@pytest.fixture(scope="module")
def flaws(corpus):
    text = (corpus / "outcomes" / "planted.json").read_text(encoding="utf-8")
    return {kind: set(rows) for kind, rows in json.loads(text)["registration_flaws"].items()}


@pytest.fixture(scope="module")
def dated(registrations):
    table = registrations.copy()
    for column in ("registered_on", "start_date", "end_date"):
        table[column] = pd.to_datetime(table[column], errors="coerce")
    for column in ("contacts", "satisfaction"):
        table[column] = pd.to_numeric(table[column])
    return table.set_index("registration")


def ids(table) -> set[str]:
    return set(table.index)


def test_there_are_1400_clients_and_20_doubles(registrations, metadata):
    assert registrations["participant"].nunique() == 1400
    assert len(registrations) == 1420
    assert registrations["registration"].is_unique
    tellers = set(metadata.loc[metadata["genre"] != "groepsgesprek", "participant"])
    assert tellers <= set(registrations["participant"])
    assert not registrations["participant"].str.startswith("G-").any()


def test_storytellers_stand_under_their_own_wijk_programme_and_age(registrations, metadata):
    first = metadata.sort_values("period").groupby("participant").first()
    rows = registrations.set_index("participant")
    for participant, told in first[first["genre"] != "groepsgesprek"].iterrows():
        row = rows.loc[participant]
        for column in ("wijk", "programme", "age_band"):
            assert row[column] == told[column]
        assert row["start_date"] < f"{told['period'][:4]}-{3 * int(told['period'][5]) - 2:02}-01"


def test_missing_values(registrations, flaws):
    table = registrations.set_index("registration")
    assert ids(table[table["start_date"] == ""]) == flaws["missing_start"]
    assert ids(table[table["team"] == ""]) == flaws["missing_team"]
    assert ids(table[table["contacts"] == ""]) == flaws["missing_contacts"]


def test_late_registrations(dated, flaws):
    delay = (dated["registered_on"] - dated["start_date"]).dt.days
    assert ids(dated[delay > 30]) == flaws["late"]
    ordinary = delay.drop(list(flaws["late"] | flaws["start_in_future"]))
    assert ordinary.dropna().between(0, 21).all()


def test_doubles(registrations, flaws):
    later = registrations.duplicated("participant")
    assert set(registrations.loc[later, "registration"]) == (
        flaws["double_same"] | flaws["double_near"]
    )
    rest = [column for column in registrations if column != "registration"]
    same = registrations.duplicated(rest)
    assert set(registrations.loc[same, "registration"]) == flaws["double_same"]


def test_impossible_values(registrations, dated, flaws):
    backwards = dated["end_date"] < dated["start_date"]
    future = dated["start_date"] > pd.Timestamp("2026-01-01")
    assert ids(dated[backwards & ~future]) == flaws["end_before_start"]
    assert ids(dated[future]) == flaws["start_in_future"]
    grade = dated["satisfaction"]
    assert ids(dated[grade.notna() & ~grade.between(1, 10)]) == flaws["grade_out_of_range"]
    assert ids(dated[dated["contacts"] < 0]) == flaws["contacts_negative"]
    adult = ~dated["age_band"].isin(YOUNG)
    assert ids(dated[adult & (dated["vsv"] != "")]) == flaws["vsv_of_adult"]
    written = registrations.set_index("registration")["start_date"]
    assert ids(dated[dated["start_date"].isna() & (written != "")]) == flaws["date_that_is_none"]


def test_a_row_carries_one_flaw_and_no_storyteller_any(registrations, metadata, flaws):
    rows = [row for found in flaws.values() for row in found]
    assert len(rows) == len(set(rows)) == 237
    spoiled = registrations[registrations["registration"].isin(rows)]
    assert not set(spoiled["participant"]) & set(metadata["participant"])


def test_rows_are_numbered_in_order_of_entry(registrations):
    assert registrations["registration"].is_monotonic_increasing
    assert registrations["registered_on"].is_monotonic_increasing


def test_a_grade_is_not_known_of_everybody(registrations):
    known = (registrations["satisfaction"] != "").mean()
    assert 0.8 < known < 0.9
