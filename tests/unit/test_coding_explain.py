"""The words' shares are exact: together with the rest they are the score."""

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.evidence import best_sentence, sentences
from pipeline.coding.features import BAGS, Vocabulary
from pipeline.coding.fitting import FoldModels
from pipeline.coding.frame import prepare
from pipeline.coding.labels import Truth
from pipeline.coding.protocol import Contribution
from pipeline.domain.tables import PASSAGES


@pytest.fixture(scope="module")
def fitted():
    texts = [
        ("De deurwaarder stond voor de deur met een brief.", True),
        ("Ik slaap weer door en de zon schijnt.", False),
        ("Die schuld is nu weg, er is een regeling.", True),
        ("We hebben gelachen met de buren.", False),
    ] * 6
    rows = [
        {
            "passage_id": f"s{number}.1", "story_id": f"s{number}", "number": 1, "start": 0,
            "end": len(text) + 3, "source_start": 0, "source_end": 1, "speaker": "R",
            "is_question": False, "text": f"R: {text}",
        }
        for number, (text, _) in enumerate(texts)
    ]  # fmt: skip
    frame = prepare(PASSAGES.conform(pd.DataFrame(rows)))
    present = {f"s{number}.1": money for number, (_, money) in enumerate(texts)}
    truth = np.array([[present[name]] for name in frame["passage_id"]])
    folds = np.arange(len(frame)) % 3
    models = FoldModels(frame, Truth(np.ones_like(truth), truth), folds, ("geld",))
    return models.fit(), frame


def test_shares_and_the_rest_are_the_log_odds(fitted):
    coder, frame = fitted
    log_odds = coder.sigmoids.log_odds(coder.scores(frame))[:, 0]
    slope = coder.sigmoids.slopes[0]
    matrix = coder.features.transform(frame)
    starts = coder.features.scaling.starts
    own = [n for n, bag in enumerate(BAGS) if bag.column == "words"] + [len(BAGS)]
    rest = np.ones(matrix.shape[1], dtype=bool)
    for block in own:
        rest[starts[block] : starts[block + 1]] = False
    around = matrix[:, rest] @ coder.linear.weights[rest, 0] + coder.linear.intercepts[0]
    words = [sum(word.weight for word in row) for row in coder.explain(frame, "geld")]
    expected = np.array(words) + slope * around + coder.sigmoids.offsets[0]
    np.testing.assert_allclose(expected, log_odds, atol=1e-9)


def test_spans_are_whole_words_of_the_passage_behind_the_label(fitted):
    coder, frame = fitted
    row = frame.iloc[[0]]
    words = coder.explain(row, "geld")[0]
    text = row["text"].iloc[0]
    pieces = [text[word.start : word.end] for word in words]
    assert "R" not in pieces
    assert pieces == [piece for piece in pieces if piece.strip() == piece and piece]
    heaviest = max(words, key=lambda word: word.weight)
    assert text[heaviest.start : heaviest.end].lower() in text.lower()


def test_words_of_the_theme_weigh_more_than_others(fitted):
    coder, frame = fitted
    row = frame[frame["words"].str.startswith("De deurwaarder")].iloc[[0]]
    text = row["text"].iloc[0]
    weight = {text[w.start : w.end]: w.weight for w in coder.explain(row, "geld")[0]}
    assert weight["deurwaarder"] > max(weight["met"], 0)


def test_a_vocabulary_counts_nothing_that_it_does_not_know(fitted):
    _, frame = fitted
    vocabulary = Vocabulary.of(frame.iloc[:4])
    strange = frame.iloc[[0]].assign(words="xyzzy", before="", after="")
    assert [part.nnz for part in vocabulary.count(strange)[: len(BAGS)]] == [0, 0, 0, 0]


def test_sentences_and_the_best_of_them():
    text = "Ja. Het was stil! En toen: niks…"
    spans = sentences(text)
    assert [text[start:end] for start, end in spans] == ["Ja.", "Het was stil!", "En toen: niks…"]
    words = [Contribution(0, 2, 0.1), Contribution(4, 7, 0.2), Contribution(12, 16, 0.3)]
    assert best_sentence(text, words) == (4, 17)
    assert best_sentence(text, []) == (0, len(text))
    assert best_sentence("", []) == (0, 0)
