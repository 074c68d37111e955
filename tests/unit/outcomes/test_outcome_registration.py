"""Registration quality: every kind of flaw, with its row, and nothing else."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from pipeline.outcomes import registration_quality
from pipeline.outcomes.registration import Flaw, check_registrations
from pipeline.outcomes.registration_rules import OnlyFor, Range, RegistrationRules
from pipeline.outcomes.registration_teams import team_drift
from pipeline.text import texts

CORPUS = Path(__file__).parents[3] / "corpus" / "outcomes"
RULES = RegistrationRules(
    file="r.csv",
    id_column="id",
    client_column="client",
    team_column="team",
    registered_column="entered",
    start_column="start",
    end_column="end",
    required=("client", "team"),
    late_after=30,
    double_within=7,
    ranges={"grade": Range(minimum=1, maximum=10)},
    only_for=(OnlyFor(column="left_school", when="age", values=("16-18",)),),
)
GOOD = {
    "team": "Noord",
    "entered": "2024-03-10",
    "start": "2024-03-01",
    "end": "2024-06-01",
    "grade": "7",
    "age": "16-18",
    "left_school": "ja",
}


def _check(*rows: dict[str, str]) -> pd.DataFrame:
    filled = [{**GOOD, "id": f"R{i}", "client": f"c{i}", **row} for i, row in enumerate(rows)]
    table = pd.DataFrame(filled, dtype="string")
    return check_registrations(table.assign(row=np.arange(len(rows)) + 2), RULES).flaws


def test_a_good_row_has_no_flaws():
    assert len(_check({}, {"end": "", "grade": "", "left_school": ""})) == 0


@pytest.mark.parametrize(
    ("row", "kind", "column"),
    [
        ({"team": ""}, "missing", "team"),
        ({"entered": "2024-04-01"}, "late", "entered"),
        ({"start": "2024-02-31"}, "no_date", "start"),
        ({"end": "binnenkort"}, "no_date", "end"),
        ({"end": "2024-02-29"}, "end_before_start", "end"),
        ({"start": "2034-03-01"}, "start_in_future", "start"),
        ({"grade": "11"}, "impossible_value", "grade"),
        ({"grade": "0,5"}, "impossible_value", "grade"),
        ({"grade": "goed"}, "no_number", "grade"),
        ({"age": "51-67"}, "not_for_this_client", "left_school"),
    ],
)
def test_one_flaw(row, kind, column):
    flaws = _check({}, row)
    assert flaws[["kind", "column", "registration", "row"]].to_numpy().tolist() == [
        [kind, column, "R1", 3]
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"entered": "2024-03-31"},
        {"entered": "31-3-2024"},
        {"end": "2024-03-01"},
        {"end": "2030-01-01"},
        {"grade": "10"},
        {"age": "51-67", "left_school": "nee"},
    ],
)
def test_just_no_flaw(row):
    assert len(_check({}, row)) == 0


def test_doubles_name_the_row_they_double():
    flaws = _check(
        {"client": "x", "start": "2024-03-08"},
        {"client": "x", "start": "2024-03-01"},
        {"client": "x", "start": "2024-05-01", "entered": "2024-05-02"},
        {"client": "y"},
    )
    assert flaws[["registration", "kind", "other"]].to_numpy().tolist() == [["R0", "double", "R1"]]


def test_missing_starts_are_compared_by_day_of_entry():
    flaws = _check({"client": "x", "start": ""}, {"client": "x", "start": ""})
    assert flaws["kind"].tolist() == ["double"]


def test_teams_have_shares_with_intervals():
    rows = [{"team": "Noord"}] * 8 + [{"team": "Zuid", "grade": "99"}] * 2 + [{"team": "Zuid"}] * 2
    filled = [{**GOOD, "id": f"R{i}", "client": f"c{i}", **row} for i, row in enumerate(rows)]
    table = pd.DataFrame(filled, dtype="string").assign(row=range(len(rows)))
    teams = check_registrations(table, RULES).teams.set_index("team")
    assert teams.loc["Zuid", ["n", "k", "share"]].tolist() == [4, 2, 0.5]
    assert teams.loc["Noord", ["n", "k", "low"]].tolist() == [8, 0, 0.0]


def test_drift_by_hand_and_only_with_enough_rows():
    """Sixty rows, the last ten late: z of Cochran and Armitage by its formula."""
    when = pd.Series(pd.date_range("2024-01-01", periods=90))
    team = pd.Series(["Noord"] * 60 + ["Klein"] * 30, dtype="string")
    flaws = pd.DataFrame({"place": [*range(50, 60), *range(60, 75)], "kind": "late"})
    table = team_drift(flaws, team, when)
    assert table["team"].tolist() == ["Noord"]
    row = table.iloc[0]
    score = np.arange(60) - 29.5
    z = score[50:].sum() / np.sqrt(1 / 6 * 5 / 6 * np.sum(score**2))
    assert row[["n", "first", "last"]].tolist() == [60, 0.0, 10 / 15]
    assert row["z"] == pytest.approx(z)
    assert row["p"] < 0.001


def test_a_few_flaws_show_no_drift():
    when = pd.Series(pd.date_range("2024-01-01", periods=60))
    team = pd.Series(["Noord"] * 60, dtype="string")
    flaws = pd.DataFrame({"place": [56, 57, 58, 59], "kind": "late"})
    assert team_drift(flaws, team, when)["p"].isna().all()


def test_the_example_registration_has_exactly_the_planted_flaws():
    quality, problems = registration_quality(CORPUS)
    planted = json.loads((CORPUS / "planted.json").read_text())["registration_flaws"]
    assert problems == []
    flaws = quality.flaws

    def found(kind: Flaw, column: str | None = None) -> set[str]:
        chosen = flaws[flaws["kind"] == kind]
        if column:
            chosen = chosen[chosen["column"] == column]
        return set(chosen["registration"])

    expected = {
        "missing_start": found(Flaw.MISSING, "start_date"),
        "missing_team": found(Flaw.MISSING, "team"),
        "missing_contacts": found(Flaw.MISSING, "contacts"),
        "late": found(Flaw.LATE),
        "end_before_start": found(Flaw.END_BEFORE_START),
        "grade_out_of_range": found(Flaw.IMPOSSIBLE_VALUE, "satisfaction"),
        "contacts_negative": found(Flaw.IMPOSSIBLE_VALUE, "contacts"),
        "start_in_future": found(Flaw.START_IN_FUTURE),
        "date_that_is_none": found(Flaw.NO_DATE),
        "vsv_of_adult": found(Flaw.NOT_FOR_THIS_CLIENT),
    }
    doubles = set(planted.pop("double_same")) | set(planted.pop("double_near"))
    assert found(Flaw.DOUBLE) == doubles
    assert {kind: set(rows) for kind, rows in planted.items()} == expected
    assert len(flaws) == len(doubles) + sum(len(rows) for rows in planted.values())


def test_rows_are_those_of_the_file():
    quality, _ = registration_quality(CORPUS)
    lines = (CORPUS / "registraties.csv").read_text().splitlines()
    for flaw in quality.flaws.itertuples():
        assert lines[flaw.row - 1].startswith(f"{flaw.registration},")


def test_a_folder_without_rules(tmp_path):
    assert registration_quality(tmp_path) == (None, [])


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("file = ", "outcomes.no_rules"),
        ('file = "r.csv"\n', "outcomes.wrong_rule"),
        (
            'file = "r.csv"\nid_column = "id"\nclient_column = "c"\nteem = "x"',
            "outcomes.wrong_rule",
        ),
        ('file = "weg.csv"\nid_column = "id"\nclient_column = "c"', "outcomes.no_file"),
        ('file = "r.csv"\nid_column = "nr"\nclient_column = "c"', "outcomes.no_column"),
        ('file = "r.csv"\nid_column = "id"\nclient_column = "c"', "outcomes.no_column"),
    ],
)
def test_rules_that_do_not_work(tmp_path, rules, code):
    (tmp_path / "registrations.toml").write_text(rules)
    (tmp_path / "r.csv").write_text("id,client\n1,a\n")
    quality, problems = registration_quality(tmp_path)
    assert quality is None
    assert {problem.code for problem in problems} == {code}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_flaw_has_a_sentence(language):
    assert all(texts(language).has(f"outcomes.flaw.{kind}") for kind in Flaw)
