"""People's decisions in a run: what a theme made later means for who read what."""

import pandas as pd
import pytest

from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import CODINGS, LABELS, PASSAGES, QUALITY
from pipeline.run.discovery import with_decisions
from pipeline.run.inputs import Inputs
from pipeline.run.later import read_for, set_apart
from pipeline.store import Event, Journal, journal_codings

CODEBOOK = Codebook("Proef", 1, (Theme("oud", "Oud", "Was er al."),))
NEW = {"action": "accept", "candidates": ["k1"], "theme": "nieuw", "label": "Nieuw"}


@pytest.fixture
def journal(tmp_path):
    opened = Journal(f"sqlite:///{tmp_path / 'decisions.db'}")
    yield opened
    opened.close()


def decided(journal):
    sets = journal_codings(journal.events()).iloc[:0]
    inputs = Inputs((), CODEBOOK, sets, None)
    return with_decisions(inputs, journal.history(), journal_codings(journal.events()))[0]


def decide(journal, **details):
    return journal.record(Event("anna", kind="candidate", details=details))


def test_an_accepted_theme_comes_with_its_codings_and_is_a_later_one(journal):
    decide(journal, **NEW, passages=[["S-1", 0, 9]])
    inputs = decided(journal)
    assert (inputs.codebook.ids, inputs.codebook.version) == (("oud", "nieuw"), 2)
    assert inputs.later == ("nieuw",)
    (row,) = inputs.codings[["set", "story_id", "start", "end", "theme"]].to_dict("records")
    assert list(row.values()) == ["person:anna", "S-1", 0, 9, "nieuw"]


def test_codings_of_a_merged_theme_move_along_and_undoing_brings_them_back(journal):
    decide(journal, **NEW, passages=[["S-1", 0, 9]])
    merged = decide(journal, action="merge", themes=["oud", "nieuw"], theme="oud")
    assert list(decided(journal).codings["theme"]) == ["oud"]
    assert decided(journal).later == ()
    journal.retract(merged, "anna")
    assert list(decided(journal).codings["theme"]) == ["nieuw"]


def two_passages():
    rows = [
        {"passage_id": name, "story_id": "S-1", "number": number, "is_question": False}
        | dict.fromkeys(("start", "end", "source_start", "source_end"), number)
        | {"speaker": "", "text": "woorden"}
        for number, name in enumerate(("S-1.1", "S-1.2"))
    ]
    return PASSAGES.conform(pd.DataFrame(rows))


def label(passage, theme, coder):
    return {"passage_id": passage, "theme": theme, "coder": coder, "decision": "present"}


def test_silence_of_a_set_says_nothing_of_a_later_theme():
    labels = LABELS.conform(
        pd.DataFrame([label("S-1.1", "nieuw", "person:anna"), label("S-1.2", "oud", "adjudicated")])
    )
    said = [("S-1.1", "nieuw", True, "person:anna"), ("S-1.2", "nieuw", False, "adjudicated")]
    codings = pd.DataFrame(said, columns=["passage_id", "theme", "present", "coder"])
    codings = codings.assign(story_id="S-1", by="human", machine_present=True)
    quality = QUALITY.conform(
        pd.DataFrame([{"theme": "nieuw", "unit": "passage", "n": 2, "n_present": 1}]).assign(
            enough_examples=True, precision=0.5
        )
    )
    coded = {"codings": CODINGS.conform(codings), "quality": quality}
    apart = set_apart(coded, labels, ("nieuw",))
    assert list(apart["codings"]["by"]) == ["human", "machine"]
    assert list(apart["codings"]["present"]) == [True, True]
    assert apart["quality"]["precision"].isna().all()
    assert set_apart(coded, labels, ()) is coded


def test_a_story_is_read_for_a_later_theme_when_a_person_decided_everywhere():
    themes = (*CODEBOOK.themes, Theme("nieuw", "Nieuw", ""))
    inputs = Inputs((), Codebook("Proef", 2, themes), pd.DataFrame(), None, later=("nieuw",))
    one = pd.DataFrame([label("S-1.1", "nieuw", "person:anna")])
    both = pd.concat([one, pd.DataFrame([label("S-1.2", "nieuw", "person:anna")])])
    for labels, read in ((one, set()), (both, {"S-1"})):
        parts = read_for(inputs, two_passages(), LABELS.conform(labels), {"S-1"})
        assert [(book.ids, set(those)) for book, those in parts] == [
            (("oud",), {"S-1"}),
            (("nieuw",), read),
        ]
