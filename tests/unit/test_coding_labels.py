"""Whose word counts, and what is known."""

import pandas as pd

from pipeline.coding.labels import decide_labels, truth_of
from pipeline.domain.tables import LABELS


def labels(*rows):
    """Rows of passage, theme, coder, decision and time."""
    names = ("passage_id", "theme", "coder", "decision", "at")
    return LABELS.conform(pd.DataFrame([dict(zip(names, row, strict=True)) for row in rows]))


def said(table):
    columns = ("passage_id", "theme", "coder", "decision")
    return [tuple(row) for row in table[list(columns)].itertuples(index=False)]


def test_the_first_set_that_read_a_passage_decides_all_of_it():
    table = labels(
        ("p1", "geld", "second", "present", None),
        ("p1", "rust", "first", "present", None),
        ("p2", "geld", "second", "present", None),
        ("p3", "geld", "unknown", "present", None),
    )
    assert said(decide_labels(table, ("first", "second"))) == [
        ("p1", "rust", "first", "present"),
        ("p2", "geld", "second", "present"),
    ]


def test_a_person_beats_the_sets_for_the_theme_they_spoke_of():
    table = labels(
        ("p1", "geld", "set", "present", None),
        ("p1", "rust", "set", "present", None),
        ("p1", "geld", "person:ann", "absent", "2026-01-01T10:00"),
    )
    assert said(decide_labels(table, ("set",))) == [
        ("p1", "geld", "person:ann", "absent"),
        ("p1", "rust", "set", "present"),
    ]


def test_the_latest_of_several_people_counts():
    table = labels(
        ("p1", "geld", "person:ann", "absent", "2026-01-02T10:00"),
        ("p1", "geld", "person:bob", "present", "2026-01-01T10:00"),
    )
    assert said(decide_labels(table, ())) == [("p1", "geld", "person:ann", "absent")]


def test_no_theme_at_all_takes_back_what_was_said_before_it():
    table = labels(
        ("p1", "geld", "set", "present", None),
        ("p1", "rust", "person:ann", "present", "2026-01-01T10:00"),
        ("p1", "", "person:ann", "absent", "2026-01-02T10:00"),
        ("p1", "talent", "person:ann", "present", "2026-01-03T10:00"),
    )
    decided = decide_labels(table, ("set",))
    assert said(decided) == [
        ("p1", "", "person:ann", "absent"),
        ("p1", "talent", "person:ann", "present"),
    ]
    truth = truth_of(["p1"], decided, ["geld", "rust", "talent"])
    assert truth.known.all()
    assert truth.present.tolist() == [[False, False, True]]


def test_a_passage_that_was_read_stays_read_when_its_only_theme_is_overruled():
    table = labels(
        ("p1", "geld", "set", "present", None),
        ("p1", "geld", "person:ann", "absent", "2026-01-01T10:00"),
    )
    decided = decide_labels(table, ("set",))
    assert said(decided) == [("p1", "", "set", "present"), ("p1", "geld", "person:ann", "absent")]
    truth = truth_of(["p1"], decided, ["geld", "rust"])
    assert truth.known.all()
    assert not truth.present.any()


def test_not_coded_is_not_absent():
    table = labels(
        ("p1", "geld", "person:ann", "present", "2026-01-01T10:00"),
        ("p2", "geld", "set", "present", None),
        ("p3", "", "set", "absent", None),
    )
    truth = truth_of(["p1", "p2", "p3", "p4"], table, ["geld", "rust"])
    assert truth.known.tolist() == [[True, False], [True, True], [True, True], [False, False]]
    assert truth.present.tolist() == [[True, False], [True, False], [False, False], [False, False]]


def test_no_labels_at_all():
    assert decide_labels(LABELS.empty(), ("set",)).empty
