"""The list of models: what is there, and which of them is used."""

import json

import pandas as pd
import pytest
import spacy

from pipeline import language, model_registry
from pipeline.model_registry import MODELS, list_models


@pytest.fixture
def models(tmp_path, monkeypatch):
    folder = tmp_path / "models"
    monkeypatch.setenv("VERTELLEN_MODELS", str(folder))
    monkeypatch.setattr(language, "USUAL_PIPELINE", "nl_not_installed_sm")
    monkeypatch.setattr(model_registry, "USUAL_PIPELINE", "nl_not_installed_sm")
    return folder


def add_pipeline(folder, name, **performance):
    nlp = spacy.blank("nl")
    nlp.meta.update(name=name, version="2.0.0", license="CC BY-SA 4.0", performance=performance)
    folder.mkdir(parents=True)
    nlp.to_disk(folder)


def add_vectors(folder, **meta):
    folder.mkdir(parents=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"0" * 1_500_000)


def test_without_models_the_list_is_empty(models):
    pd.testing.assert_frame_equal(list_models(), MODELS.empty())


def test_every_model_is_listed_with_size_licence_and_scores(models):
    add_pipeline(models / "nl_vertellen_sm", "vertellen_sm", tag_acc=0.9412, speed=9000.0)
    add_vectors(
        models / "nl_vertellen_vectors",
        name="nl_vertellen_vectors",
        version="1.0.0",
        license="CC0",
        performance={"synonyms": 0.7},
    )
    frame = list_models().set_index("name")
    assert list(frame.index) == ["nl_vertellen_sm", "nl_vertellen_vectors"]
    assert list(frame["kind"]) == ["pipeline", "vectors"]
    assert list(frame["version"]) == ["2.0.0", "1.0.0"]
    assert list(frame["licence"]) == ["CC BY-SA 4.0", "CC0"]
    assert list(frame["scores"]) == ["tag 0.941", "synonyms 0.700"]
    assert list(frame["in_use"]) == [True, True]
    assert frame.loc["nl_vertellen_vectors", "size_mb"] == 1.5


def test_the_one_that_the_study_asks_for_is_in_use(models, tmp_path):
    add_pipeline(models / "nl_vertellen_sm", "vertellen_sm")
    add_pipeline(tmp_path / "mine", "mine")
    frame = list_models(pipeline=str(tmp_path / "mine")).set_index("name")
    assert dict(frame["in_use"]) == {"nl_mine": True, "nl_vertellen_sm": False}


def test_a_missing_wish_leaves_nothing_in_use(models):
    add_pipeline(models / "nl_vertellen_sm", "vertellen_sm")
    assert not list_models(pipeline="nl_nowhere")["in_use"].any()


def test_a_model_of_another_kind_is_listed_as_such(models):
    (models / "themes").mkdir(parents=True)
    (models / "themes" / "meta.json").write_text('{"name": "themes"}', encoding="utf-8")
    frame = list_models()
    assert list(frame["kind"]) == ["other"]
    assert list(frame["in_use"]) == [False]
