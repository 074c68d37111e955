"""What holds for any stories and any codings."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.coding import bags, code_study, decide_labels
from pipeline.coding.folds import story_folds
from pipeline.coding.implicit import named, plain_words
from pipeline.coding.lexicon import default_lexicon
from pipeline.config import CodingSection
from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import LABELS, PASSAGES

BOOK = Codebook(
    "Proef",
    1,
    (Theme("geld", "Geld", "Schulden zijn geregeld."), Theme("rust", "Rust", "Weer slapen.")),
)
WORDS = ["schuld", "slapen", "bus", "weer", "niet meer", "regeling", "buren", "huis", "é", "€ 5"]
THEMES = st.lists(st.sampled_from(["geld", "rust"]), unique=True)
PASSAGE = st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), THEMES)
STORIES = st.lists(st.lists(PASSAGE, min_size=1, max_size=3), min_size=3, max_size=7)


def tables(stories):
    passages, labels = [], []
    for number, story in enumerate(stories):
        start = 0
        for place, (words, themes) in enumerate(story, start=1):
            text, name = " ".join(words), f"s{number}.{place}"
            passages.append(
                {
                    "passage_id": name, "story_id": f"s{number}", "number": place, "start": start,
                    "end": start + len(text), "source_start": start, "source_end": start,
                    "speaker": "", "is_question": False, "text": text,
                }
            )  # fmt: skip
            start += len(text) + 1
            labels += [
                {"passage_id": name, "theme": theme, "coder": "set", "decision": "present"}
                for theme in themes or [""]
            ]
    return PASSAGES.conform(pd.DataFrame(passages)), LABELS.conform(pd.DataFrame(labels))


def code(passages, labels, models):
    section = CodingSection(folds=3, min_examples=1)
    return code_study(passages, labels, BOOK, section, None, 5, None, models).codings


@settings(max_examples=15, deadline=None)
@given(stories=STORIES, data=st.data())
def test_probabilities_spans_order_and_no_leakage(tmp_path_factory, stories, data):
    models = tmp_path_factory.mktemp("none")
    passages, labels = tables(stories)
    codings = code(passages, labels, models)
    assert codings["probability"].dropna().between(0, 1).all()
    placed = codings.dropna(subset=["evidence_start"]).merge(passages, on="passage_id")
    assert (placed["evidence_start"] >= placed["start"]).all()
    assert (placed["evidence_end"] <= placed["end"]).all()

    shuffled = code(passages.sample(frac=1, random_state=1), labels[::-1], models)
    pd.testing.assert_frame_equal(codings, shuffled)

    own = data.draw(st.integers(0, len(stories) - 1))
    other = [
        [(words, [t for t in BOOK.ids if t not in themes]) for words, themes in story]
        if number == own
        else story
        for number, story in enumerate(stories)
    ]
    flipped = code(*tables(other), models)
    keys = ["passage_id", "theme"]
    both = codings.merge(flipped, on=keys, suffixes=("", "_flipped"))
    mine = both[both["story_id"] == f"s{own}"]
    before, after = mine["probability"].astype(float), mine["probability_flipped"].astype(float)
    np.testing.assert_allclose(before, after, atol=1e-9)


@settings(deadline=None)
@given(st.lists(st.text(max_size=8), max_size=30), st.integers(2, 6), st.integers(0, 5))
def test_folds_keep_stories_together_and_are_equal_in_size(stories, folds, seed):
    numbers = story_folds(stories, folds, seed)
    fold_of = {}
    for story, number in zip(stories, numbers.tolist(), strict=True):
        assert fold_of.setdefault(story, number) == number
    sizes = np.bincount(list(fold_of.values()), minlength=folds) if fold_of else np.zeros(folds)
    assert sizes.max() - sizes.min() <= 1


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["p1", "p2"]),
        st.sampled_from(["", "geld", "rust"]),
        st.sampled_from(["first", "second", "person:ann", "person:bob"]),
        st.sampled_from(["present", "absent"]),
        st.sampled_from(["2026-01-01", "2026-01-02", "2026-01-03"]),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(ROWS)
def test_one_word_per_passage_and_theme(rows):
    names = ["passage_id", "theme", "coder", "decision", "at"]
    table = LABELS.conform(pd.DataFrame(rows, columns=names))
    decided = decide_labels(table, ("first", "second"))
    assert not decided.duplicated(["passage_id", "theme"]).any()
    assert set(decided["passage_id"]) == set(table["passage_id"])
    pd.testing.assert_frame_equal(decide_labels(decided, ("first", "second")), decided)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_the_lexicon_only_finds_what_is_there(text):
    for place in default_lexicon().find(text):
        assert 0 <= place.start < place.end <= len(text)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_a_theme_is_named_by_its_own_label_and_never_by_no_words(text):
    book = Codebook("Proef", 1, (Theme("proef", "Zeldzaamheid", text),))
    said = named([f"{text} zeldzaamheid", "", "12 ?!"], book, plain_words)
    assert said.tolist() == [[True], [False], [False]]


@settings(deadline=None)
@given(st.text(max_size=120), st.sampled_from(["words", "letters"]))
def test_features_are_the_same_with_and_without_their_places(text, analyser):
    placed = sorted(name for name, _, _ in bags.ANALYSERS[analyser](text))
    assert sorted(bags._names(text, analyser)) == placed
