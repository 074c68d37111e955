"""From candidate to code: what people decide gives a codebook and codings."""

import pandas as pd
import pytest

from pipeline.discovery import acceptance, apply_decisions, codebook_with, theme_id
from pipeline.store import Event, Journal

SPAN = ["S-000", 107, 160]


def accept(theme="docent", **more):
    details = {"action": "accept", "candidates": ["k1"], "theme": theme, "label": "De docent"}
    return details | {"definition": "Iemand zag het.", "passages": [SPAN]} | more


@pytest.fixture
def journal(tmp_path):
    opened = Journal(f"sqlite:///{tmp_path / 'decisions.db'}")
    yield opened
    opened.close()


def decide(journal, **details) -> int:
    return journal.record(Event(who="anna", kind="candidate", details=details))


def test_nothing_decided_changes_nothing(journal, codebook):
    assert codebook_with(codebook, journal.history()) == codebook


def test_an_accepted_candidate_is_a_theme_with_positive_codings(journal, codebook):
    decide(journal, **accept(examples=["Mijn docent keek."], include="Een blik."))
    decided = apply_decisions(codebook, journal.history())
    theme = decided.codebook.theme("docent")
    assert (theme.label, theme.definition, theme.include) == (
        "De docent",
        "Iemand zag het.",
        "Een blik.",
    )
    assert theme.examples == ("Mijn docent keek.",)
    assert decided.codebook.ids == ("geld", "tuin", "docent")
    assert decided.codebook.version == 5
    (coding,) = decided.codings.drop(columns="at").to_dict("records")
    assert coding == {
        "set": "person:anna",
        "story_id": "S-000",
        "start": 107,
        "end": 160,
        "theme": "docent",
        "decision": "present",
    }
    (status,) = decided.statuses.to_dict("records")
    assert (status["candidate"], status["status"], status["theme"]) == ("k1", "accepted", "docent")


def test_a_rejected_candidate_keeps_its_reason(journal, codebook):
    decide(journal, action="reject", candidates=["k2"], reason="gaat over het weer")
    decided = apply_decisions(codebook, journal.history())
    assert decided.codebook.themes == codebook.themes
    (status,) = decided.statuses.to_dict("records")
    assert (status["status"], status["reason"]) == ("rejected", "gaat over het weer")


def test_taking_a_decision_back_undoes_all_of_it(journal, codebook):
    first = decide(journal, **accept())
    decide(journal, action="rename", theme="tuin", label="De moestuin")
    journal.retract(first, "anna")
    decided = apply_decisions(codebook, journal.history())
    assert decided.codebook.ids == ("geld", "tuin")
    assert decided.codebook.theme("tuin").label == "De moestuin"
    assert decided.codings.empty
    assert decided.statuses.empty
    standing = apply_decisions(codebook, journal.events())
    assert standing.codebook.themes == decided.codebook.themes


def test_no_two_codebooks_share_a_version(journal, codebook):
    versions = [codebook_with(codebook, journal.history()).version]
    event = decide(journal, **accept())
    versions.append(codebook_with(codebook, journal.history()).version)
    journal.retract(event, "anna")
    versions.append(codebook_with(codebook, journal.history()).version)
    decide(journal, **accept("ander"))
    versions.append(codebook_with(codebook, journal.history()).version)
    assert versions == [4, 5, 6, 7]


def test_renaming_keeps_the_id_and_what_is_not_named(journal, codebook):
    decide(journal, action="rename", theme="geld", label="Grip op geld")
    theme = codebook_with(codebook, journal.history()).theme("geld")
    assert theme.label == "Grip op geld"
    assert theme.definition == codebook.theme("geld").definition


def test_merged_themes_take_codings_and_examples_along(journal, codebook):
    decide(journal, **accept("docent"))
    decide(journal, **accept("leraar", candidates=["k3"], passages=[SPAN, ["S-001", 7, 50]]))
    decide(journal, action="merge", themes=["docent", "leraar"], theme="docent", label="School")
    decided = apply_decisions(codebook, journal.history())
    assert decided.codebook.ids == ("geld", "tuin", "docent")
    assert decided.codebook.theme("docent").label == "School"
    assert decided.renamed == {"leraar": "docent"}
    spans = decided.codings[["story_id", "start", "theme"]].to_records(index=False).tolist()
    assert spans == [("S-000", 107, "docent"), ("S-001", 7, "docent")]


def test_merging_twice_points_to_the_last(journal, codebook):
    decide(journal, **accept("a"))
    decide(journal, **accept("b"))
    decide(journal, action="merge", themes=["a", "b"], theme="b")
    decide(journal, action="merge", themes=["b", "tuin"], theme="tuin")
    decided = apply_decisions(codebook, journal.history())
    assert decided.renamed == {"a": "tuin", "b": "tuin"}
    assert set(decided.codings["theme"]) == {"tuin"}


def test_a_split_theme_makes_place_for_its_parts(journal, codebook):
    decide(journal, **accept("school"))
    decide(
        journal,
        action="split",
        theme="geld",
        parts=[
            {"theme": "schuld", "label": "Schuld", "passages": [SPAN]},
            {"theme": "loon", "label": "Loon"},
        ],
    )
    decided = apply_decisions(codebook, journal.history())
    assert decided.codebook.ids == ("schuld", "loon", "tuin", "school")
    assert decided.retired == {"geld"}
    assert decided.codings["theme"].tolist() == ["school", "schuld"]


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (accept("geld"), "discovery.theme_exists"),
        (accept("x", label=" "), "discovery.no_label"),
        ({"action": "rename", "theme": "weg", "label": "x"}, "discovery.unknown_theme"),
        ({"action": "merge", "themes": ["geld"], "theme": "geld"}, "discovery.nothing_to_merge"),
        (
            {"action": "split", "theme": "geld", "parts": [{"theme": "a", "label": "A"}]},
            "discovery.wrong_split",
        ),
        (
            {
                "action": "split",
                "theme": "geld",
                "parts": [{"theme": "a", "label": "A"}, {"theme": "b", "label": ""}],
            },
            "discovery.no_label",
        ),
        ({"action": "paint"}, "discovery.unknown_action"),
        ({}, "discovery.unknown_action"),
    ],
)
def test_what_does_not_fit_is_skipped_and_told(journal, codebook, details, code):
    event = decide(journal, **details)
    decided = apply_decisions(codebook, journal.history())
    assert decided.codebook.themes == codebook.themes
    assert [(problem.code, problem.values["event"]) for problem in decided.problems] == [
        (code, event)
    ]


def test_acceptance_holds_spans_of_the_source(journal, codebook, passages):
    details = acceptance(["k1", "k2"], "docent", "Docent", "Zag het.", passages.head(2), ["Zin."])
    decide(journal, **details)
    decided = apply_decisions(codebook, journal.history())
    assert decided.codings["start"].tolist() == passages["source_start"].head(2).tolist()
    assert decided.codings["end"].tolist() == passages["source_end"].head(2).tolist()
    assert decided.statuses["candidate"].tolist() == ["k1", "k2"]


def test_ids_are_plain_and_new():
    assert theme_id("Het juiste zetje!", []) == "het_juiste_zetje"
    assert theme_id("Ziek & één", ["ziek_een"]) == "ziek_een_2"
    assert theme_id("!!!", []) == "thema"


def test_details_as_json_text_count_too(codebook):
    events = pd.DataFrame(
        [
            {
                "id": 1,
                "at": "2026-01-01",
                "who": "anna",
                "kind": "candidate",
                "refers_to": pd.NA,
                "details": '{"action": "rename", "theme": "geld", "label": "Schuld"}',
            }
        ]
    )
    assert codebook_with(codebook, events).theme("geld").label == "Schuld"
