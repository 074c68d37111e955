"""The optional coder on sentence vectors, tried with vectors that count words."""

import importlib.util
import json

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.labels import Truth
from pipeline.coding.llm import SentenceTransformerRecipe, sentence_transformer_recipe
from pipeline.domain import UserError
from pipeline.embedding import Embedder
from pipeline.language import ModelSource
from pipeline.text import problem_sentence

WORDS = ("bleef", "belde", "soep", "bus", "regen", "hond")
THEMES = ("steun", "moed")


def count(texts):
    return np.array([[1 + 20 * text.lower().count(word) for word in WORDS] for text in texts])


@pytest.fixture
def passages():
    """Sixty passages: 'bleef' carries steun, 'belde' carries moed, in a sentence of its own."""
    random = np.random.default_rng(3)
    rows, present = [], []
    for number in range(60):
        themes = random.random(2) < 0.4
        filler = WORDS[2 + number % 4].title()
        said = [f"{filler} was er.", *np.array(["Zij bleef.", "Ik belde."])[themes]]
        rows.append(
            {
                "passage_id": f"S{number}.1",
                "story_id": f"S{number}",
                "text": "R: " + " ".join(said),
                "words": " ".join(said),
                "before": "",
                "offset": 3,
                "is_question": False,
            }
        )
        present.append(themes)
    present = np.array(present)
    return pd.DataFrame(rows), Truth(np.ones_like(present), present), np.arange(60) % 5


@pytest.fixture
def recipe():
    embedder = Embedder("teller", "1", len(WORDS), ModelSource.ASKED, "0" * 64, count)
    return SentenceTransformerRecipe(THEMES, embedder)


def test_it_learns_what_the_vectors_tell(passages, recipe):
    frame, truth, folds = passages
    suggestions = recipe(frame, truth, folds).suggest(frame)
    assert suggestions.probability.shape == (60, 2)
    assert (suggestions.present == truth.present).all()
    right = np.where(truth.present, suggestions.probability, 1 - suggestions.probability)
    assert right.mean() > 0.9


def test_the_sentence_that_carries_a_theme_weighs_most(passages, recipe):
    frame, truth, folds = passages
    coder = recipe(frame, truth, folds)
    for row, listed in enumerate(coder.explain(frame, "moed")):
        text = frame["text"].iloc[row]
        assert len(listed) == text.count(".")
        if truth.present[row, 1]:
            best = max(listed, key=lambda each: each.weight)
            assert text[best.start : best.end] == "Ik belde."
            assert best.weight > 0


def test_material_outside_the_folds_is_learned_from_but_not_calibrated_on(passages, recipe):
    frame, truth, folds = passages
    outside = np.where(np.arange(60) < 20, -1, folds)
    coder = recipe(frame, truth, outside)
    assert coder.n_present.tolist() == truth.present.sum(axis=0).tolist()
    same = recipe(frame, truth, folds)
    assert coder.linear.weights == pytest.approx(same.linear.weights)
    assert coder.sigmoids.slopes != pytest.approx(same.sigmoids.slopes, abs=1e-9)


def test_it_says_which_model_it_is(passages, recipe):
    described = recipe(*passages).describe()
    assert described["model"] == "teller"
    assert described["dimension"] == 6
    assert described["examples"] == dict(
        zip(THEMES, passages[1].present.sum(axis=0).tolist(), strict=True)
    )


@pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is not None,
    reason="sentence-transformers is installed",
)
def test_without_the_package_the_command_is_named(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "bert"}))
    with pytest.raises(UserError) as caught:
        sentence_transformer_recipe(str(tmp_path), THEMES)
    shown = problem_sentence(caught.value.problems[0])
    assert "pip install sentence-transformers" in shown
