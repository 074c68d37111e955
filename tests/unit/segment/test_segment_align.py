"""Codings brought to passages."""

import pandas as pd
import pytest

from pipeline.domain import Severity
from pipeline.segment import align

# Passages of 10, 10 and 4 characters with a character between them.
PASSAGES = pd.DataFrame(
    {
        "passage_id": ["A.01", "A.02", "A.03", "B.01"],
        "story_id": ["A", "A", "A", "B"],
        "source_start": [0, 11, 22, 0],
        "source_end": [10, 21, 26, 50],
    }
)


def _codings(*spans: tuple[str, int, int], evidence: tuple[int, int] | None = None) -> pd.DataFrame:
    first, last = evidence or (pd.NA, pd.NA)
    frame = pd.DataFrame(
        [
            {"set": "x", "story_id": story, "start": start, "end": end, "theme": "t",
             "decision": "present", "evidence_start": first, "evidence_end": last, "sure": 2,
             "file": "codings/x.csv", "row": row}
            for row, (story, start, end) in enumerate(spans, start=2)
        ]
    )  # fmt: skip
    integers = ["start", "end", "evidence_start", "evidence_end", "sure", "row"]
    return frame.astype(dict.fromkeys(integers, "Int64"))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 10, ["A.01"]),
        (2, 4, ["A.01"]),
        (0, 21, ["A.01", "A.02"]),
        (0, 26, ["A.01", "A.02", "A.03"]),
        (0, 16, ["A.01"]),
        (0, 17, ["A.01", "A.02"]),
        (8, 13, ["A.01"]),
        (8, 14, ["A.02"]),
        (17, 26, ["A.02", "A.03"]),
        (9, 12, ["A.01"]),
    ],
)
def test_a_span_goes_to_the_passage_it_is_most_about_and_to_those_it_mostly_covers(
    start, end, expected
):
    aligned, problems = align(_codings(("A", start, end)), PASSAGES)
    assert aligned["passage_id"].tolist() == expected
    assert problems == []


def test_columns_and_values_are_kept():
    codings = _codings(("B", 5, 20), evidence=(6, 9))
    aligned, _ = align(codings, PASSAGES)
    assert aligned.columns.tolist() == ["passage_id", *codings.columns]
    assert aligned.drop(columns="passage_id").equals(codings)


def test_evidence_is_cut_to_its_passage():
    aligned, _ = align(_codings(("A", 0, 26), evidence=(8, 15)), PASSAGES)
    assert aligned["evidence_start"].tolist() == [8, 11, pd.NA]
    assert aligned["evidence_end"].tolist() == [10, 15, pd.NA]


@pytest.mark.parametrize("span", [("A", 10, 11), ("A", 30, 40), ("C", 0, 5)])
def test_a_span_that_touches_nothing_is_a_problem(span):
    aligned, problems = align(_codings(("A", 0, 5), span), PASSAGES)
    assert aligned["row"].tolist() == [2]
    (problem,) = problems
    assert problem.code == "segment.coding_without_passage"
    assert problem.severity is Severity.SKIPS
    assert (problem.file, problem.row, problem.values) == ("codings/x.csv", 3, {"id": span[0]})


def test_without_file_and_row_and_without_codings():
    bare = _codings(("A", 30, 40)).drop(columns=["file", "row"])
    assert (align(bare, PASSAGES)[1][0].file, align(bare, PASSAGES)[1][0].row) == ("", None)
    aligned, problems = align(bare.iloc[:0], PASSAGES)
    assert (len(aligned), problems) == (0, [])
    assert aligned.dtypes["start"] == "Int64"
