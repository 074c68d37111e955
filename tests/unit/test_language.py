"""Which Dutch pipeline is taken, what of it runs, and what is said when it is not there."""

import shutil
import sys
from pathlib import Path

import pytest
import spacy

from pipeline import language
from pipeline.domain import UserError
from pipeline.language import ModelSource, load_language, models_folder, stream
from pipeline.text import problem_sentence, texts

OWN = Path(language.__file__).parents[1] / "models"


def save_pipeline(folder, name, version="1.2.3", pipes=("sentencizer",)):
    nlp = spacy.blank("nl")
    for pipe in pipes:
        nlp.add_pipe(pipe)
    nlp.meta["name"] = name
    nlp.meta["version"] = version
    folder.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A models folder with a small pipeline of its own, and nothing installed."""
    folder = tmp_path / "models"
    save_pipeline(folder / "nl_vertellen_sm", "vertellen_sm")
    monkeypatch.setenv("VERTELLEN_MODELS", str(folder))
    monkeypatch.setattr(language, "USUAL_PIPELINE", "nl_not_installed_sm")
    return folder


@pytest.fixture
def package(tmp_path, monkeypatch):
    """An installed spaCy model package named ``nl_installed_sm``."""
    root = tmp_path / "site" / "nl_installed_sm"
    root.mkdir(parents=True)
    (root / "__init__.py").write_text("", encoding="utf-8")
    save_pipeline(root / "nl_installed_sm-3.8.0", "installed_sm", "3.8.0")
    monkeypatch.syspath_prepend(str(root.parent))
    monkeypatch.setattr(language, "USUAL_PIPELINE", "nl_installed_sm")
    yield root
    sys.modules.pop("nl_installed_sm", None)


def test_without_wishes_and_without_the_usual_one_ours_is_taken(models):
    model = load_language()
    assert (model.name, model.version, model.source) == (
        "nl_vertellen_sm",
        "1.2.3",
        ModelSource.OWN,
    )
    assert len(model.sha256) == 64


def test_an_installed_usual_pipeline_goes_before_ours(models, package):
    model = load_language()
    assert (model.name, model.version, model.source) == (
        "nl_installed_sm",
        "3.8.0",
        ModelSource.INSTALLED,
    )


def test_what_the_study_asks_for_goes_before_an_installed_one(models, package):
    assert load_language("nl_vertellen_sm").source is ModelSource.ASKED
    assert load_language("nl_vertellen_sm").name == "nl_vertellen_sm"
    assert load_language("nl_installed_sm").name == "nl_installed_sm"


def test_a_path_is_a_wish_too(models, tmp_path):
    folder = save_pipeline(tmp_path / "elsewhere", "other", "0.1")
    model = load_language(str(folder))
    assert (model.name, model.version, model.source) == ("nl_other", "0.1", ModelSource.ASKED)


@pytest.mark.parametrize(
    ("wanted", "code", "words"),
    [
        ("nl_core_news_xx", "models.pipeline_missing", "python -m spacy download nl_core_news_xx"),
        ("./no/such/folder", "models.no_pipeline_folder", "./no/such/folder"),
    ],
)
def test_a_missing_wish_is_an_error_that_says_what_to_do(models, wanted, code, words):
    with pytest.raises(UserError) as caught:
        load_language(wanted)
    assert [problem.code for problem in caught.value.problems] == [code]
    for reader in ("nl", "en"):
        assert words in problem_sentence(caught.value.problems[0], reader)


def test_without_any_model_the_command_that_makes_ours_is_given(models):
    shutil.rmtree(models / "nl_vertellen_sm")
    with pytest.raises(UserError) as caught:
        load_language()
    assert "make models" in problem_sentence(caught.value.problems[0])


def test_a_model_is_loaded_once_per_need(models):
    first = load_language(need=("sentence", "lemma"))
    assert load_language(need=["lemma", "sentence"]) is first
    assert load_language(need=("tag",)) is not first


def test_another_models_folder_is_another_model(models, tmp_path, monkeypatch):
    save_pipeline(tmp_path / "second" / "nl_vertellen_sm", "vertellen_sm", "9.9.9")
    before = load_language()
    monkeypatch.setenv("VERTELLEN_MODELS", str(tmp_path / "second"))
    assert models_folder() == tmp_path / "second"
    assert (before.version, load_language().version) == ("1.2.3", "9.9.9")


def test_the_hash_tells_models_apart_and_ignores_the_card(models, tmp_path):
    same = language.folder_sha256(models / "nl_vertellen_sm")
    (models / "nl_vertellen_sm" / "card.md").write_text("words", encoding="utf-8")
    assert language.folder_sha256(models / "nl_vertellen_sm") == same
    (models / "nl_vertellen_sm" / "tokenizer").write_bytes(b"other")
    assert language.folder_sha256(models / "nl_vertellen_sm") != same


def config(factories):
    listener = {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1"}}
    own = {"tok2vec": {"@architectures": "spacy.Tok2Vec.v2"}}
    shared = {"tagger", "morphologizer", "trainable_lemmatizer", "senter"}
    parts = {
        name: {"factory": factory, "model": listener if factory in shared else own}
        for name, factory in factories.items()
    }
    return {"nlp": {"pipeline": list(factories), "disabled": []}, "components": parts}


TRAINED = {
    "tok2vec": "tok2vec",
    "morphologizer": "morphologizer",
    "tagger": "tagger",
    "parser": "parser",
    "lemmatizer": "trainable_lemmatizer",
    "attribute_ruler": "attribute_ruler",
    "senter": "senter",
    "ner": "ner",
}


@pytest.mark.parametrize(
    ("need", "kept"),
    [
        (("lemma", "sentence"), {"tok2vec", "lemmatizer", "senter"}),
        (("tag",), {"tok2vec", "tagger"}),
        (("morph",), {"tok2vec", "morphologizer"}),
        (("entity",), {"ner"}),
        (("parse",), {"tok2vec", "senter", "parser"}),
        (("parse", "sentence"), {"tok2vec", "senter", "parser"}),
    ],
)
def test_only_what_is_needed_runs(need, kept):
    assert language.components(config(TRAINED), need) == kept


@pytest.mark.parametrize(
    ("need", "kept"),
    [
        (("parse",), {"parser"}),
        (("parse", "sentence", "lemma"), {"parser", "lemmatizer", "tok2vec"}),
        (("sentence",), {"tok2vec", "senter"}),
    ],
)
def test_a_recogniser_that_is_off_comes_on_only_without_the_parser(need, kept):
    usual = config(TRAINED)
    usual["nlp"]["disabled"] = ["senter"]
    assert language.components(usual, need) == kept


def test_a_lemmatizer_by_rule_brings_what_it_looks_at():
    rules = {**TRAINED, "lemmatizer": "lemmatizer"}
    assert language.components(config(rules), ("lemma",)) == {
        "tok2vec",
        "lemmatizer",
        "tagger",
        "morphologizer",
        "attribute_ruler",
    }


def test_without_a_sentence_recogniser_the_parser_or_the_sentencizer_finds_sentences():
    without = {name: factory for name, factory in TRAINED.items() if name != "senter"}
    assert language.components(config(without), ("sentence",)) == {"parser"}
    assert language.components(config({"sentencizer": "sentencizer"}), ("sentence",)) == {
        "sentencizer"
    }


def test_our_pipeline_runs_only_what_is_needed():
    model = load_language(str(OWN / "nl_vertellen_sm"), need=("lemma", "sentence"))
    assert model.pipes == ("tok2vec", "senter", "lemmatizer")
    doc = model.nlp("De jongens liepen naar huis. Zij waren moe.")
    assert [token.lemma_ for token in doc][1:3] == ["jongen", "lopen"]
    assert [sentence.text for sentence in doc.sents] == [
        "De jongens liepen naar huis.",
        "Zij waren moe.",
    ]


def test_our_whole_pipeline_tags_parses_and_names():
    need = ("tag", "morph", "parse", "lemma", "sentence", "entity")
    doc = load_language(str(OWN / "nl_vertellen_sm"), need=need).nlp("De hond slaapt in Utrecht.")
    assert [token.pos_ for token in doc] == ["DET", "NOUN", "VERB", "ADP", "PROPN", "PUNCT"]
    assert doc[1].dep_ == "nsubj"
    assert doc[1].head.text == "slaapt"
    assert doc[1].morph.get("Number") == ["Sing"]
    assert doc[2].tag_ == "WW|pv|tgw|met-t"
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Utrecht", "LOC")]


def test_a_stream_keeps_order_reads_lazily_and_forgets_words(models):
    model = load_language(need=("sentence",))
    asked = []

    def texts_one_by_one():
        for i in range(7):
            asked.append(i)
            yield f"eenmaligwoord{i} is hier. Klaar."

    results = stream(
        model, texts_one_by_one(), lambda doc: [s.text for s in doc.sents], batch_size=2,
        zone_size=3,
    )  # fmt: skip
    assert asked == []
    assert next(results)[0] == "eenmaligwoord0 is hier."
    assert asked == [0, 1, 2]
    assert [found[0] for found in results] == [f"eenmaligwoord{i} is hier." for i in range(1, 7)]
    assert "eenmaligwoord3" not in model.nlp.vocab.strings


@pytest.mark.parametrize("source", list(ModelSource))
def test_every_source_has_words_for_people(source):
    assert texts("nl")(f"models.source.{source}") != texts("en")(f"models.source.{source}")
