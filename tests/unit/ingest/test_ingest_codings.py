"""Codings of people, in the coordinates of the ingested text."""

import pandas as pd
import pytest

from pipeline.domain import Severity
from pipeline.ingest import read_codings

HEADER = "story_id,start,end,theme,decision,evidence,sure\n"
TEXT = "Zoë kwam. Toen ging ik. Toen ging ik weer."


@pytest.fixture
def read(make, codebook):
    def _read(**sets: str):
        for name, rows in sets.items():
            make.file(f"codings/{name}.csv", rows)
        return read_codings(make.folder / "codings", [make.story("A-1", TEXT)], codebook)

    return _read


def _seen(codings):
    return [
        (problem.code.removeprefix("ingest."), problem.severity, problem.file, problem.row)
        for problem in codings.problems
    ]


def test_sets_are_named_after_their_file_and_evidence_is_found_in_its_span(read):
    codings = read(
        coder2=HEADER + "A-1,10,42,juiste_zetje,,Toen ging ik weer.,2\n",
        coder1=HEADER + "A-1,0,9,,,,3\nA-1,10,23,drempels,absent,,\n",
    )
    assert codings.problems == ()
    table = codings.table
    assert list(table["set"]) == ["coder1", "coder1", "coder2"]
    assert list(table["theme"]) == ["", "drempels", "juiste_zetje"]
    assert list(table["decision"]) == ["present", "absent", "present"]
    assert list(table["row"]) == [2, 3, 2]
    assert table["sure"].tolist() == [3, pd.NA, 2]
    assert table["evidence_start"].tolist() == [pd.NA, pd.NA, 24]
    last = table.iloc[2]
    assert TEXT[last["evidence_start"] : last["evidence_end"]] == "Toen ging ik weer."
    assert TEXT[last["start"] : last["end"]] == "Toen ging ik. Toen ging ik weer."


def test_dutch_columns_and_semicolons_will_do(read):
    codings = read(x="verhaal_id;begin;einde;thema;oordeel\nA-1;0;9;drempels;afwezig\n")
    assert codings.problems == ()
    assert codings.table.iloc[0][["theme", "decision"]].tolist() == ["drempels", "absent"]


def test_bad_rows_are_skipped_and_named(read):
    rows = [
        "A-9,0,9,drempels,,,",
        "A-1,0,9,dremples,,,",
        "A-1,0,9,drempels,wel,,",
        "A-1,nul,9,drempels,,,",
        "A-1,0,43,drempels,,,",
        "A-1,9,9,drempels,,,",
        "A-1,-3,9,drempels,,,",
        "A-1,0,9,drempels,,,",
        "A-1,0,9,drempels,absent,,",
    ]
    codings = read(x=HEADER + "\n".join(rows) + "\n")
    assert codings.table["row"].tolist() == [9]
    file = "codings/x.csv"
    assert _seen(codings) == [
        ("coding_unknown_story", Severity.SKIPS, file, 2),
        ("coding_unknown_theme", Severity.SKIPS, file, 3),
        ("coding_decision", Severity.SKIPS, file, 4),
        ("coding_span_no_number", Severity.SKIPS, file, 5),
        ("coding_span_outside", Severity.SKIPS, file, 6),
        ("coding_span_outside", Severity.SKIPS, file, 7),
        ("coding_span_no_number", Severity.SKIPS, file, 8),
        ("coding_twice", Severity.SKIPS, file, 10),
    ]


def test_wrong_evidence_certainty_or_time_keeps_the_coding(read):
    header = HEADER.replace("sure", "sure,at")
    rows = [
        "A-1,0,9,drempels,,Toen ging ik,2,2025-03-01T14:30",
        "A-1,10,23,drempels,,Toen,zeker,gisteren",
    ]
    codings = read(x=header + "\n".join(rows) + "\n")
    assert len(codings.table) == 2
    assert codings.table["evidence_start"].tolist() == [pd.NA, 10]
    assert codings.table["sure"].tolist() == [2, pd.NA]
    assert codings.table["at"].tolist() == ["2025-03-01T14:30", pd.NA]
    assert [(code, severity, row) for code, severity, _, row in _seen(codings)] == [
        ("coding_evidence", Severity.NOTICE, 2),
        ("coding_sure", Severity.NOTICE, 3),
        ("coding_time", Severity.NOTICE, 3),
    ]


def test_a_set_without_the_columns_is_left_out_and_the_others_read(read):
    codings = read(goed=HEADER + "A-1,0,9,drempels,,,\n", fout="story_id,start,end\nA-1,0,9\n")
    assert codings.table["set"].tolist() == ["goed"]
    assert _seen(codings) == [("no_column", Severity.SKIPS, "codings/fout.csv", None)]
    assert codings.problems[0].values["column"] == "theme"


def test_without_a_folder_there_are_no_codings(read):
    codings = read()
    assert len(codings.table) == 0
    assert list(codings.table.columns)[:9] == [
        "set", "story_id", "start", "end", "theme", "decision",
        "evidence_start", "evidence_end", "sure",
    ]  # fmt: skip
    assert codings.problems == ()
