"""Labels of the audit sample estimate; nothing that learns ever gets them."""

import pandas as pd
import pytest

from pipeline.coding import AuditLabelsRefusedError, code_study, refuse_audit, split_audit
from pipeline.config import CodingSection
from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import LABELS, PASSAGES
from pipeline.domain.trust import AUDIT
from pipeline.store import Journal, audit_of, record_audit

BOOK = Codebook("Proef", 1, (Theme("geld", "Geld", "Schulden worden geregeld."),))


def tables(stories=8):
    passages, labels = [], []
    for number in range(stories):
        for place, theme in enumerate(("geld", "")):
            text = "De schuld is weg." if theme else f"Het regende {number} dagen."
            name = f"s{number}.{place}"
            passages.append(
                {
                    "passage_id": name, "story_id": f"s{number}", "number": place + 1,
                    "start": 20 * place, "end": 20 * place + len(text), "source_start": 0,
                    "source_end": 1, "speaker": "", "is_question": False, "text": text,
                }
            )  # fmt: skip
            labels.append(
                {"passage_id": name, "theme": theme, "coder": "set", "decision": "present"}
            )
    return PASSAGES.conform(pd.DataFrame(passages)), LABELS.conform(pd.DataFrame(labels))


def audit(*stories):
    rows = [
        {"story_id": story, "stratum": "A", "probability": 0.25, "order": place, "seed": 3}
        for place, story in enumerate(stories, start=1)
    ]
    return AUDIT.conform(pd.DataFrame(rows, columns=AUDIT.names))


def test_labels_are_divided_by_story_and_none_is_lost():
    passages, labels = tables()
    teaching, blind = split_audit(labels, passages, audit("s1", "s3"))
    assert blind["passage_id"].tolist() == ["s1.0", "s1.1", "s3.0", "s3.1"]
    assert len(teaching) == len(labels) - 4


def test_a_single_label_of_the_sample_is_refused_and_the_message_is_a_count():
    passages, labels = tables()
    with pytest.raises(AuditLabelsRefusedError, match=r"^2 labels of the audit sample"):
        refuse_audit(labels, passages, audit("s3"))
    refuse_audit(split_audit(labels, passages, audit("s3"))[0], passages, audit("s3"))


def test_the_coder_itself_refuses_what_is_also_blind():
    passages, labels = tables()
    blind = split_audit(labels, passages, audit("s3"))[1]
    with pytest.raises(AuditLabelsRefusedError):
        code_study(passages, labels, BOOK, CodingSection(folds=2), None, 1, blind=blind)


def test_blind_labels_count_but_change_nothing_that_the_machine_says(tmp_path):
    passages, labels = tables()
    teaching, blind = split_audit(labels, passages, audit("s3"))
    turned = blind.assign(theme=blind["theme"].map({"geld": "", "": "geld"}))
    section = CodingSection(folds=2, min_examples=1)
    said = [
        code_study(passages, teaching, BOOK, section, None, 1, models=tmp_path, blind=given)
        for given in (blind, turned)
    ]
    machine = ["passage_id", "theme", "probability", "machine_present"]
    first, second = (one.codings.set_index(["passage_id", "theme"]) for one in said)
    both = first.index.intersection(second.index)
    pd.testing.assert_frame_equal(first.loc[both, machine[2:]], second.loc[both, machine[2:]])
    assert bool(first.loc[("s3.0", "geld"), "present"])
    assert not bool(second.loc[("s3.0", "geld"), "present"])
    assert first.loc[("s3.0", "geld"), "by"] == "human"
    assert not any(story == "s3" for story in said[0].measured.stories)


def test_the_journal_keeps_the_sample_with_its_chances_and_the_newest_stands(tmp_path):
    journal = Journal(f"sqlite:///{tmp_path / 'decisions.db'}")
    assert audit_of(journal.events()).empty
    record_audit(journal, audit("s1"), "wijk")
    record_audit(journal, audit("s2", "s4"), "wijk")
    pd.testing.assert_frame_equal(audit_of(journal.events()), audit("s2", "s4"))
    assert len(journal.history()) == 2
    journal.close()


def test_only_sure_suggestions_decide_when_a_study_asks_so(tmp_path):
    passages, labels = tables(12)
    unread = labels[~labels["passage_id"].str.startswith("s11")]
    free, strict = (
        code_study(
            passages, unread, BOOK,
            CodingSection(folds=2, min_examples=1, precision=precision), None, 1, models=tmp_path,
        ).codings.set_index(["passage_id", "theme"]).loc[("s11.0", "geld")]
        for precision in (0.0, 0.99)
    )  # fmt: skip
    assert bool(free["present"])
    assert not bool(strict["present"])
    assert bool(strict["in_doubt"])
    assert strict["probability"] == free["probability"]
