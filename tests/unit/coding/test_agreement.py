"""The agreement table: silence counts, questions do not, stories are what is drawn."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.agreement import agreement_table, alpha_interval, decisions
from pipeline.coding.coefficients import krippendorff_alpha
from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import AGREEMENT, LABELS, PASSAGES

CODEBOOK = Codebook("test", 1, (Theme("hulp", "Hulp", ""), Theme("geld", "Geld", "")))


def _passages(n: int, per_story: int = 2, questions: tuple[int, ...] = ()) -> pd.DataFrame:
    rows = [
        {
            "passage_id": f"p{i}",
            "story_id": f"s{i // per_story}",
            "number": i % per_story + 1,
            "start": 0,
            "end": 1,
            "source_start": 0,
            "source_end": 1,
            "speaker": "",
            "is_question": i in questions,
            "text": "x",
        }
        for i in range(n)
    ]
    return PASSAGES.conform(pd.DataFrame(rows))


def _labels(*rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["passage_id", "theme", "coder"])
    frame["decision"] = ["present" if theme else "absent" for theme in frame["theme"]]
    return LABELS.conform(frame)


def _read(coder: str, themes: list[str]) -> list[tuple[str, str, str]]:
    return [(f"p{i}", theme, coder) for i, theme in enumerate(themes)]


def test_silence_on_a_read_passage_is_absent_and_unread_is_unknown():
    labels = _labels(("p0", "hulp", "an"), ("p1", "", "an"), ("p1", "geld", "bo"))
    values = decisions(labels, _passages(3), CODEBOOK.ids, ["an", "bo"])
    assert values[0, :2].tolist() == [[1, 0, 1], [0, 0, 0]]
    assert values[1, 1].tolist() == [0, 1, 1]
    assert np.isnan(values[0, 2]).all()
    assert np.isnan(values[1, [0, 2]]).all()


def test_an_explicit_absent_is_no_theme():
    labels = LABELS.conform(
        pd.DataFrame(
            {"passage_id": ["p0"], "theme": ["hulp"], "coder": ["an"], "decision": ["absent"]}
        )
    )
    assert decisions(labels, _passages(1), CODEBOOK.ids, ["an"])[0, 0].tolist() == [0, 0, 0]


def test_the_table_by_hand():
    labels = _labels(
        *_read("an", ["hulp", "hulp", "", "", "geld", ""]),
        *_read("bo", ["hulp", "", "", "", "geld", "hulp"]),
    )
    table = agreement_table(labels, _passages(6), CODEBOOK, [("an", "bo")], seed=1)
    assert table.columns.tolist() == AGREEMENT.names
    assert table["theme"].tolist() == ["hulp", "geld", "(any)"]
    help_, money, any_theme = (table.loc[i] for i in range(3))
    # Of 6 passages 2 differ; each coder saw "hulp" twice: 4 of 12 ratings.
    assert help_["percent"] == pytest.approx(4 / 6)
    assert help_["alpha"] == pytest.approx(1 - 11 * 4 / (2 * 4 * 8))
    assert money["alpha"] == 1.0
    assert any_theme["percent"] == pytest.approx(4 / 6)
    assert table["n"].tolist() == [6, 6, 6]


def test_questions_do_not_count():
    labels = _labels(*_read("an", ["", "hulp", ""]), *_read("bo", ["", "hulp", "geld"]))
    table = agreement_table(labels, _passages(3, questions=(0,)), CODEBOOK, [("an", "bo")], 1)
    assert table["n"].tolist() == [2, 2, 2]


def test_passages_read_by_one_coder_do_not_count():
    labels = _labels(*_read("an", ["hulp", "", "hulp", ""]), ("p0", "hulp", "bo"))
    table = agreement_table(labels, _passages(4), CODEBOOK, [("an", "bo")], 1)
    assert table["n"].tolist() == [1, 1, 1]
    assert table["alpha"].isna().all()


def test_coders_without_a_passage_in_common_give_no_rows():
    labels = _labels(("p0", "hulp", "an"), ("p1", "hulp", "bo"))
    table = agreement_table(labels, _passages(2), CODEBOOK, [("an", "bo"), ("an", "niemand")], 1)
    assert len(table) == 0
    assert table.columns.tolist() == AGREEMENT.names


def test_the_same_seed_gives_the_same_table():
    rng = np.random.default_rng(5)
    themes = np.array(["hulp", "geld", ""])
    labels = _labels(
        *_read("an", themes[rng.integers(0, 3, 40)].tolist()),
        *_read("bo", themes[rng.integers(0, 3, 40)].tolist()),
    )
    pairs = [("an", "bo")]
    first = agreement_table(labels, _passages(40), CODEBOOK, pairs, 9)
    pd.testing.assert_frame_equal(first, agreement_table(labels, _passages(40), CODEBOOK, pairs, 9))
    assert (first["alpha_low"] < first["alpha"]).all()
    assert (first["alpha"] < first["alpha_high"]).all()


def test_stories_that_agree_within_themselves_widen_the_interval():
    """Twenty copies of each passage in a story say nothing more than one."""
    rng = np.random.default_rng(2)
    once = rng.integers(0, 2, size=(2, 30)).astype(float)
    copied = np.repeat(once, 20, axis=1)
    stories = np.repeat(np.arange(30).astype(str), 20)
    apart = np.arange(600).astype(str)
    generator = np.random.default_rng
    wide = np.diff(alpha_interval(copied, stories, "nominal", generator(1)))
    narrow = np.diff(alpha_interval(copied, apart, "nominal", generator(1)))
    assert wide > 3 * narrow


def test_the_bootstrap_interval_is_the_one_by_brute_force():
    rng = np.random.default_rng(4)
    values = rng.integers(1, 4, size=(3, 40)).astype(float)
    stories = np.repeat(np.arange(10).astype(str), 4)
    low, high = alpha_interval(values, stories, "ordinal", np.random.default_rng(7), draws=4000)
    slow = []
    for _ in range(600):
        drawn = rng.integers(0, 10, 10)
        columns = np.concatenate([np.arange(4 * s, 4 * s + 4) for s in drawn])
        slow.append(krippendorff_alpha(values[:, columns], "ordinal"))
    expected = np.quantile(slow, [0.025, 0.975])
    assert [low, high] == pytest.approx(expected, abs=0.05)
