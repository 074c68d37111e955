"""Tables of stories: one row a story, rows named as the spreadsheet shows them."""

import datetime as dt

import pytest

from pipeline.domain import Severity, UserError
from pipeline.ingest import tables

ROWS = [
    ["verhaal_id", "Antwoord", "deelnemer", "Vraag", "wijk", "Kwartaal", "toestemming", "klas"],
    ["A-1", "Het gaat goed.", "p1", "Hoe gaat het?", "Het Zand", "2024K2", "ja", "3b"],
    ["A-2", "Niet zo.\nEcht niet.", "", "Hoe gaat het?", "", "14-02-2023", "nee", ""],
]
CSV = "\n".join(";".join(f'"{cell}"' for cell in row) for row in ROWS)


def test_csv_and_xlsx_give_the_same_stories(make):
    from_csv = tables.read(make.source("enquete.csv", CSV))
    from_xlsx = tables.read(make.source("enquete.xlsx", make.xlsx(Blad1=ROWS)))
    first, second = from_csv.stories
    assert (first.id, first.participant, first.text) == ("A-1", "p1", "Het gaat goed.")
    assert (second.id, second.participant, second.text) == ("A-2", "A-2", "Niet zo.\nEcht niet.")
    assert first.metadata.question == "Hoe gaat het?"
    assert first.metadata.wijk == "Het Zand"
    assert (first.metadata.period, second.metadata.period) == ("2024K2", "2023K1")
    assert (first.metadata.consent, second.metadata.consent) == (True, False)
    assert first.metadata.extra == {"klas": "3b"}
    assert second.metadata.extra == {}
    assert [story.text for story in from_xlsx.stories] == [first.text, second.text]
    assert [story.metadata for story in from_xlsx.stories] == [first.metadata, second.metadata]
    assert from_csv.problems == from_xlsx.problems == ()


def test_spreadsheet_values_become_what_a_person_would_type(make):
    rows = [
        ["id", "tekst", "datum", "toestemming", "cijfer"],
        [7, "Hoi", dt.datetime(2024, 11, 3), True, 7.5],
        [8.0, "Dag", None, False, 6.0],
    ]
    first, second = tables.read(make.source("a.xlsx", make.xlsx(Blad1=rows))).stories
    assert (first.id, first.metadata.period, first.metadata.consent) == ("7", "2024K4", True)
    assert (second.id, second.metadata.period, second.metadata.consent) == ("8", "", False)
    assert (first.metadata.extra["cijfer"], second.metadata.extra["cijfer"]) == ("7.5", "6")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_usual_delimiter(make, delimiter):
    text = f"id{delimiter}tekst\n1{delimiter}Hoi, jij; daar\n" if delimiter in "\t|" else (
        f'id{delimiter}tekst\n1{delimiter}"Hoi, jij; daar"\n'
    )  # fmt: skip
    (story,) = tables.read(make.source("a.csv", text)).stories
    assert story.text == "Hoi, jij; daar"


def test_excels_own_first_line_is_not_a_header(make):
    ingested = tables.read(make.source("a.csv", "sep=,\r\nid,tekst\r\n1,Hoi\r\n,weg\r\n"))
    assert [story.text for story in ingested.stories] == ["Hoi"]
    assert ingested.problems[0].row == 4


def test_bad_rows_are_skipped_and_named_and_the_rest_is_kept(make):
    text = "id;tekst;periode\n1;Een;2024K9\n;Wees;\n2; ;\n1;Weer;\n\n3;Drie;2024K1\n"
    ingested = tables.read(make.source("a.csv", text))
    assert [(story.id, story.text) for story in ingested.stories] == [("1", "Een"), ("3", "Drie")]
    assert [(problem.code, problem.severity, problem.row) for problem in ingested.problems] == [
        ("ingest.no_period", Severity.NOTICE, 2),
        ("ingest.row_without_id", Severity.SKIPS, 3),
        ("ingest.row_without_text", Severity.SKIPS, 4),
        ("ingest.duplicate_id", Severity.SKIPS, 5),
    ]
    assert ingested.stories[0].metadata.period == ""


def test_every_sheet_with_the_columns_is_read_and_others_named(make):
    data = make.xlsx(
        Leeswijzer=[["Uitleg"], ["Lees dit eerst"]],
        Jongeren=[["id", "tekst"], ["1", "Een"]],
        Leeg=[],
        Ouders=[["id", "tekst"], ["2", "Twee"], ["1", "Dubbel"]],
    )
    ingested = tables.read(make.source("a.xlsx", data))
    assert [story.id for story in ingested.stories] == ["1", "2"]
    assert [(problem.code, problem.row) for problem in ingested.problems] == [
        ("ingest.sheet_left_out", None),
        ("ingest.duplicate_id", 3),
    ]
    assert ingested.problems[0].values == {"sheet": "Leeswijzer"}


@pytest.mark.parametrize(
    ("text", "column"),
    [("id;naam\n1;x\n", "text"), ("tekst\nHoi\n", "story_id"), ("\n", "story_id")],
)
def test_a_missing_column_is_named(make, text, column):
    with pytest.raises(UserError) as caught:
        tables.read(make.source("a.csv", text))
    (problem,) = caught.value.problems
    assert problem.code == "ingest.no_column"
    assert problem.values["column"] == column


def test_a_table_with_only_a_header_is_empty(make):
    with pytest.raises(UserError) as caught:
        tables.read(make.source("a.csv", "id;tekst\n"))
    assert caught.value.problems[0].code == "ingest.empty_file"


def test_the_first_of_two_id_columns_counts(make):
    (story,) = tables.read(make.source("a.csv", "story_id;id;tekst\nA;9;Hoi\n")).stories
    assert story.id == "A"
    assert story.metadata.extra == {"id": "9"}


def test_a_long_answer_is_not_cut_off(make):
    (story,) = tables.read(make.source("a.csv", "id;tekst\n1;" + "woord " * 40_000)).stories
    assert len(story.text.split()) == 40_000


def test_a_chat_in_a_cell_has_turns(make):
    (story,) = tables.read(make.source("a.csv", 'id,tekst\n1,"I: Hoi.\nR: Dag."\n')).stories
    assert [turn.speaker for turn in story.turns] == ["I", "R"]


def test_a_false_workbook_is_refused(make):
    with pytest.raises(UserError) as caught:
        tables.read(make.source("a.xlsx", make.docx(["x"])))
    assert caught.value.problems[0].code == "ingest.not_this_format"
    broken = make.repacked(make.xlsx(A=[["id"]]), {"xl/worksheets/sheet1.xml": b"<kapot"})
    with pytest.raises(UserError) as caught:
        tables.read(make.source("a.xlsx", broken))
    assert caught.value.problems[0].code == "ingest.not_this_format"
