"""Which passage vectors are taken, and what comes out of them."""

import importlib.util
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from model2vec import StaticModel
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from pipeline import embedding
from pipeline.domain import UserError
from pipeline.embedding import load_embedder
from pipeline.language import ModelSource
from pipeline.text import problem_sentence

OWN = Path(embedding.__file__).parents[1] / "models" / "nl_vertellen_vectors"
WORDS = {"[UNK]": 0, "school": 1, "geld": 2, "##coach": 3, "gezins": 4}
TABLE = np.array([[0, 0], [1, 0], [0, 2], [3, 4], [0, 0]], dtype=np.float16)


def save_vectors(folder, name="", version=""):
    tokenizer = Tokenizer(models.WordPiece(vocab=WORDS, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    folder.parent.mkdir(parents=True, exist_ok=True)
    StaticModel(TABLE, tokenizer, normalize=True).save_pretrained(folder)
    if name:
        meta = json.dumps({"name": name, "version": version})
        (folder / "meta.json").write_text(meta, encoding="utf-8")
    return folder


@pytest.fixture
def models_folder(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    save_vectors(folder / "nl_vertellen_vectors", "nl_vertellen_vectors", "0.3.0")
    monkeypatch.setenv("VERTELLEN_MODELS", str(folder))
    return folder


def test_without_wishes_ours_is_taken(models_folder):
    embedder = load_embedder()
    assert (embedder.name, embedder.version, embedder.dimension, embedder.source) == (
        "nl_vertellen_vectors",
        "0.3.0",
        2,
        ModelSource.OWN,
    )
    assert load_embedder() is embedder


def test_a_folder_that_the_study_asks_for_goes_before_ours(models_folder, tmp_path):
    asked = save_vectors(tmp_path / "mine")
    embedder = load_embedder(str(asked))
    assert (embedder.name, embedder.version, embedder.source) == (str(asked), "", ModelSource.ASKED)
    assert load_embedder("nl_vertellen_vectors").source is ModelSource.ASKED


@pytest.mark.parametrize("wanted", ["someone/no-such-vectors", "/no/such/folder", "no-such-name"])
def test_a_missing_wish_is_an_error_with_the_command_that_gets_it(models_folder, wanted):
    with pytest.raises(UserError) as caught:
        load_embedder(wanted)
    assert caught.value.problems[0].code == "models.vectors_missing"
    assert f"hf download {wanted}" in problem_sentence(caught.value.problems[0])


def test_without_ours_the_command_that_makes_it_is_given(models_folder):
    shutil.rmtree(models_folder / "nl_vertellen_vectors")
    with pytest.raises(UserError) as caught:
        load_embedder()
    assert "make models" in problem_sentence(caught.value.problems[0])


def test_a_transformer_without_its_package_is_an_error_with_the_command(
    models_folder, tmp_path, monkeypatch
):
    (tmp_path / "transformer").mkdir()
    (tmp_path / "transformer" / "config.json").write_text('{"model_type": "bert"}')
    find = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if "sentence" in name else find(name)
    )
    with pytest.raises(UserError) as caught:
        load_embedder(str(tmp_path / "transformer"))
    assert "pip install sentence-transformers" in problem_sentence(caught.value.problems[0])


def test_vectors_are_means_of_length_one_and_zero_without_a_known_piece(models_folder):
    vectors = load_embedder().encode(["School", "geld school", "gezinscoach", "xyz", ""])
    half = np.array([1, 2]) / np.sqrt(5)
    expected = [[1, 0], half, [0.6, 0.8], [0, 0], [0, 0]]
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=1e-6)


def test_no_texts_give_an_empty_table(models_folder):
    assert load_embedder().encode([]).shape == (0, 2)


def test_long_texts_are_read_to_the_end(models_folder):
    text = "school " * 2000 + "geld " * 2000
    np.testing.assert_allclose(
        load_embedder().encode([text])[0], np.array([1, 2]) / np.sqrt(5), atol=1e-5
    )


def test_ours_knows_what_belongs_together():
    embedder = load_embedder(str(OWN))
    vectors = embedder.encode(["schulden", "lening", "voetballen"])
    assert vectors.shape == (3, embedder.dimension)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1


def test_ours_gives_a_compound_it_never_saw_a_place_near_its_parts():
    vectors = load_embedder(str(OWN)).encode(["fietsenbuddy", "fietsen", "hypotheek"])
    assert np.linalg.norm(vectors[0]) == pytest.approx(1, abs=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


TEXTS_OF_ALL_SORTS = [
    "Mijn buurvrouw hielp me met de brieven.",
    "m'n oma's gezinscoach, zo'n 3e keer... (echt?) 10.30 uur",
    "cafe\u0301  CAFÉ\ttab\nregel\u00a0vast\x1cscheiding 🙂",
    "woord " * 700,
]


@pytest.mark.parametrize("text", TEXTS_OF_ALL_SORTS)
def test_ours_gives_what_model2vec_itself_gives(text):
    plain = StaticModel.from_pretrained(OWN)
    plain.embedding = plain.embedding.astype(np.float32)
    np.testing.assert_allclose(
        load_embedder(str(OWN)).encode([text])[0], plain.encode([text])[0], atol=1e-5
    )


def test_vectors_with_weights_apart_go_the_plain_way(models_folder, tmp_path):
    folder = save_vectors(tmp_path / "weighted")
    model = StaticModel.from_pretrained(folder)
    weights = np.array([1, 1, 3, 1, 1], dtype=np.float32)
    StaticModel(model.embedding, model.tokenizer, weights=weights).save_pretrained(folder)
    np.testing.assert_allclose(
        load_embedder(str(folder)).encode(["school geld"])[0],
        np.array([1, 6]) / np.sqrt(37),
        atol=1e-3,
    )
