"""Cards and figures of the shipped models say what the models do."""

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy

from pipeline.embedding import load_embedder

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "models"
SPOKEN = ROOT / "tests" / "regression" / "spoken" / "spoken.conllu"
NAMES = ("nl_vertellen_sm", "nl_vertellen_vectors")


@pytest.fixture(scope="module")
def recipe():
    """Load a module of models/recipes by name."""
    sys.path.insert(0, str(MODELS / "recipes"))
    yield importlib.import_module
    sys.path.remove(str(MODELS / "recipes"))


def figures(name):
    return json.loads((MODELS / name / "metrics.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_the_card_is_what_the_figures_give(recipe, name):
    card = (MODELS / name / "card.md").read_text(encoding="utf-8")
    assert card == recipe("card").render(figures(name))


@pytest.mark.parametrize("name", NAMES)
def test_figures_and_model_carry_one_version_and_a_licence(name):
    meta = json.loads((MODELS / name / "meta.json").read_text(encoding="utf-8"))
    assert figures(name)["version"] == meta["version"]
    assert meta["license"] == "CC BY-SA 4.0"
    licence = (MODELS / name / "LICENSE").read_text(encoding="utf-8")
    assert "Attribution-ShareAlike 4.0 International" in licence


def test_the_spoken_set_gives_the_figures_of_the_card(recipe):
    nlp = spacy.load(MODELS / "nl_vertellen_sm", exclude=["ner"])
    measured = recipe("evaluate_pipeline").spoken_scores(nlp, SPOKEN)
    assert measured == pytest.approx(figures("nl_vertellen_sm")["spoken"], abs=0.005)


def test_the_model_tells_the_figures_of_the_card():
    meta = json.loads((MODELS / "nl_vertellen_sm" / "meta.json").read_text(encoding="utf-8"))
    both = figures("nl_vertellen_sm")["treebanks"]["both"]
    assert {key: meta["performance"][key] for key in both} == both


def test_probes_of_the_vectors_give_the_figures_of_the_card():
    embedder = load_embedder(str(MODELS / "nl_vertellen_vectors"))
    for pair, expected in figures("nl_vertellen_vectors")["probes"].items():
        first, second = embedder.encode(pair.split(" | "))
        assert float(first @ second) == pytest.approx(expected, abs=0.005), pair


def test_the_chosen_way_has_the_best_mean():
    found = figures("nl_vertellen_vectors")
    assert len(found["ways"]) >= 3
    best = max(found["ways"], key=lambda way: found["ways"][way]["mean"])
    assert found["chosen"] == best


def test_the_models_together_are_at_most_forty_megabytes():
    files = [path for name in NAMES for path in (MODELS / name).rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 40_000_000


def test_a_figure_that_moved_is_noticed(recipe, tmp_path):
    module = recipe("figures")
    path = tmp_path / "metrics.json"
    module.save(path, {"a": {"f": 0.5}, "speed": {"x": 10}}, None)
    module.save(path, {"a": {"f": 0.505}, "speed": {"x": 99}}, 0.01)
    with pytest.raises(SystemExit, match=r"a\.f: 0\.505 was, 0\.6 is"):
        module.save(path, {"a": {"f": 0.6}}, 0.01)
    assert json.loads(path.read_text(encoding="utf-8"))["a"]["f"] == 0.505


def test_a_spoken_sentence_is_annotated_word_by_word(recipe):
    docs = list(recipe("spoken").docs(SPOKEN, spacy.blank("nl").vocab))
    sentences = [sentence for doc in docs for sentence in doc.sents]
    assert len(sentences) >= 150
    words = [token for doc in docs for token in doc if not token.is_space]
    assert all(token.pos_ and token.lemma_ for token in words)
    assert {token.pos_ for token in words} <= {
        "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PRON", "PROPN",
        "PUNCT", "SCONJ", "VERB",
    }  # fmt: skip
    unpunctuated = [s for s in sentences if s[-1].is_space or not s[-1].is_punct]
    assert len(unpunctuated) >= 10


def test_entity_labels_become_spans(recipe):
    entities = recipe("entities")
    labels = ["B-PER", "I-PER", "B-PER", "O", "I-ORG", "B-MISC", "I-LOC"]
    assert entities.bio_spans(labels) == [
        (0, 2, "PERSON"),
        (2, 3, "PERSON"),
        (4, 5, "ORG"),
        (6, 7, "LOC"),
    ]


def test_weights_keep_eleven_bits(recipe):
    values = np.array([0.0, 1.0, -0.1, 3.14159, 1e-8], dtype=np.float32)
    kept = recipe("assemble").rounded(values)
    np.testing.assert_allclose(kept, values, rtol=2**-11)
    assert kept.dtype == np.float32
    assert not np.any(kept.view(np.uint32) & 0xFFF)
