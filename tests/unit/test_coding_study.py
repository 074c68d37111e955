"""code_study on a tiny made study: whose word counts, and who has seen what."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coding import code_study, decide_labels
from pipeline.config import CodingSection
from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import CODINGS, LABELS, PASSAGES, QUALITY

BOOK = Codebook(
    "Proef",
    1,
    (
        Theme("geld", "Grip op geld", "Schulden worden geregeld.", examples=("De schuld is weg.",)),
        Theme("rust", "Rust", "Weer kunnen slapen.", examples=("Ik slaap weer door.",)),
    ),
)
SETTINGS = CodingSection(folds=3, min_examples=5)


def study(stories=12):
    """Every story: a question, a passage on money, one on sleep, one on the weather."""
    passages, labels = [], []
    for number in range(stories):
        name, start = f"s{number:02d}", 0
        texts = [
            ("I", "I: Hoe gaat het nu?", None),
            ("R", f"R: De schuld van {number} euro is betaald, er is een regeling.", "geld"),
            ("R", f"R: Ik slaap weer tot {number} uur, de nacht is rustig.", "rust"),
            ("R", f"R: Het regende {number} dagen en de bus kwam te laat.", ""),
        ]
        for place, (speaker, text, theme) in enumerate(texts, start=1):
            end = start + len(text)
            passages.append(
                {
                    "passage_id": f"{name}.{place}", "story_id": name, "number": place,
                    "start": start, "end": end, "source_start": start, "source_end": end,
                    "speaker": speaker, "is_question": speaker == "I", "text": text,
                }
            )  # fmt: skip
            if theme is not None:
                labels.append(
                    {"passage_id": f"{name}.{place}", "theme": theme, "coder": "adjudicated",
                     "decision": "present"}
                )  # fmt: skip
            start = end + 1
    return PASSAGES.conform(pd.DataFrame(passages)), LABELS.conform(pd.DataFrame(labels))


def code(passages, labels, settings=SETTINGS):
    return code_study(passages, labels, BOOK, settings, None, seed=7)


def probabilities(coded):
    return coded.codings.set_index(["passage_id", "theme"])["probability"]


def test_the_tables_are_those_of_the_contract():
    coded = code(*study())
    assert list(coded.codings.columns) == CODINGS.names
    assert list(coded.quality.columns) == QUALITY.names
    assert not coded.codings.duplicated(["passage_id", "theme"]).any()


def test_it_learns_the_themes_of_stories_it_has_not_seen():
    coded = code(*study())
    table = coded.quality.set_index(["unit", "theme"])
    assert table.loc[("passage", "geld"), "f1"] == 1.0
    assert table.loc[("passage", "(micro)"), "average_precision"] == pytest.approx(1.0)
    assert table.loc[("passage", "geld"), "n"] == 36
    assert table.loc[("story", "geld"), "n_present"] == 12


def test_a_question_is_never_coded_by_the_machine():
    coded = code(*study())
    assert not coded.codings["passage_id"].str.endswith(".1").any()


def test_stories_that_nobody_read_are_coded_by_the_machine():
    passages, labels = study()
    read = labels[~labels["passage_id"].str.startswith("s11")]
    codings = code(passages, read).codings
    unread = codings[codings["story_id"] == "s11"].set_index(["passage_id", "theme"])
    assert set(unread["by"]) == {"machine"}
    assert bool(unread.loc[("s11.2", "geld"), "present"])
    assert set(codings.loc[codings["story_id"] != "s11", "by"]) == {"human"}


def test_a_persons_word_beats_the_machine_in_present_but_not_in_its_own_column():
    passages, labels = study()
    said_no = labels.copy()
    said_no.loc[said_no["passage_id"] == "s03.2", "theme"] = ""
    row = code(passages, said_no).codings.set_index(["passage_id", "theme"]).loc[("s03.2", "geld")]
    assert not row["present"]
    assert row["machine_present"]
    assert row["by"] == "human"


def test_own_labels_turned_round_do_not_touch_own_probabilities():
    passages, labels = study()
    turned = labels.copy()
    own = turned["passage_id"].str.startswith("s03")
    turned.loc[own, "theme"] = turned.loc[own, "theme"].map(
        {"geld": "rust", "rust": "", "": "geld"}
    )
    before, after = (probabilities(code(passages, table)) for table in (labels, turned))
    ours = [key for key in before.index if key[0].startswith("s03") and key in after.index]
    assert len(ours) >= 2
    np.testing.assert_allclose(before[ours].astype(float), after[ours].astype(float), rtol=1e-9)
    others = [key for key in before.index if key[0].startswith("s04") and key in after.index]
    assert (before[others] - after[others]).abs().max() > 0


def test_the_order_of_rows_does_not_matter():
    passages, labels = study()
    shuffled = code(passages.sample(frac=1, random_state=3), labels.sample(frac=1, random_state=4))
    pd.testing.assert_frame_equal(code(passages, labels).codings, shuffled.codings)


def test_too_few_examples_only_suggest():
    passages, labels = study()
    few = labels[labels["passage_id"].str[:3].isin(["s00", "s01", "s02"])]
    coded = code(passages, few)
    assert not coded.quality.loc[coded.quality["theme"] == "geld", "enough_examples"].any()
    unread = coded.codings[coded.codings["by"] == "machine"]
    assert len(unread) > 0
    assert not unread["present"].any()
    assert unread["in_doubt"].any()


def test_a_study_without_codings_starts_from_its_codebook():
    passages, _ = study()
    coded = code(passages, LABELS.empty())
    assert not coded.codings["present"].any()
    money = coded.codings[coded.codings["theme"] == "geld"]
    best = money.sort_values("probability").iloc[-1]
    assert best["passage_id"].endswith(".2")
    assert coded.quality.loc[coded.quality["theme"] == "geld", "n"].eq(0).all()


def test_evidence_is_a_part_of_the_passage():
    passages, labels = study()
    spans = code(passages, labels).codings.dropna(subset=["evidence_start"])
    of = passages.set_index("passage_id")
    assert len(spans) >= 24
    for row in spans.itertuples():
        assert of.loc[row.passage_id, "start"] <= row.evidence_start < row.evidence_end
        assert row.evidence_end <= of.loc[row.passage_id, "end"]


def test_deciding_first_and_coding_then_is_the_same_as_coding_one_set():
    passages, labels = study()
    decided = decide_labels(labels, ("adjudicated",))
    pd.testing.assert_frame_equal(code(passages, labels).codings, code(passages, decided).codings)
