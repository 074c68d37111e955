"""The steps that make the models: treebanks made alike, words counted, pieces fitted."""

import gzip
import importlib
import random
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy

RECIPES = Path(__file__).parents[2] / "models" / "recipes"
ROWS = {
    "now": "1\tJan\tJan\tPROPN\tSPEC|deeleigen\t_\t2\tflat:name\t_\tSpaceAfter=No",
    "pronoun": "1\tZij\tzij\tPRON\tVNW\tCase=Nom|Abbr=yes\t2\tnsubj\t_\t_",
    "verb": "2\tloopt\tlopen\tVERB\tWW\tNumber=Sing\t0\troot\t_\tSpaceAfter=No",
    "stop": "3\t.\t.\tPUNCT\tLET\t_\t2\tpunct\t_\t_",
}


@pytest.fixture(scope="module")
def recipe():
    sys.path.insert(0, str(RECIPES))
    yield importlib.import_module
    sys.path.remove(str(RECIPES))


def conllu(folder, name, *sentences):
    blocks = [f"# sent_id = {i}\n" + "\n".join(rows) for i, rows in sentences]
    path = folder / name
    text = "\n\n".join(blocks) + "\n\n"
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


def simple(folder, name="ud_dev.conllu"):
    return conllu(folder, name, ("a\\1", [ROWS["pronoun"], ROWS["verb"], ROWS["stop"]]))


def test_old_labels_follow_the_new_release(recipe, tmp_path):
    path = conllu(tmp_path, "alpino_A.conllu.gz", ("a\\1", [ROWS["now"], ROWS["verb"]]))
    first, second = next(iter(recipe("treebanks").read(path)))
    assert (first.dep, first.feats, first.space) == ("flat", "", False)
    assert (second.dep, second.head) == ("ROOT", 0)


def test_what_an_old_release_does_not_tell_stays_open(recipe, tmp_path):
    treebanks = recipe("treebanks")
    sentence = next(iter(treebanks.read(simple(tmp_path, "lassy_old_train.conllu"))))
    assert [word.tag for word in sentence] == ["", "", ""]
    assert [word.pos for word in sentence] == ["", "VERB", "PUNCT"]
    made = treebanks.doc([sentence], [" "], spacy.blank("nl").vocab)
    assert [token.has_morph() for token in made] == [False, True, True]


def test_sections_without_tags_are_left_out(recipe, tmp_path):
    rows = [ROWS["verb"]]
    path = conllu(tmp_path, "alpino_B.conllu", ("paco-test/paco-test\\1", rows), ("extra\\1", rows))
    assert len(list(recipe("treebanks").read(path))) == 1


def test_an_informal_sentence_loses_capital_and_full_stop(recipe, tmp_path):
    treebanks = recipe("treebanks")
    sentence = next(iter(treebanks.read(simple(tmp_path))))
    changed = treebanks.without_full_stop(treebanks.lowered(sentence))
    assert [word.form for word in changed] == ["zij", "loopt"]
    made = treebanks.doc([changed, sentence], ["\n", " "], spacy.blank("nl").vocab)
    assert made.text == "zij loopt\nZij loopt. "
    assert [token.is_sent_start for token in made] == [True, False, False, True, False, False]
    assert [token.head.i for token in made] == [1, 1, 1, 4, 4, 4]


def test_a_name_keeps_its_capital(recipe, tmp_path):
    treebanks = recipe("treebanks")
    path = conllu(tmp_path, "x.conllu", ("a", [ROWS["now"], ROWS["verb"]]))
    sentence = next(iter(treebanks.read(path)))
    assert treebanks.lowered(sentence) == sentence


def test_grouping_keeps_order_and_loses_nothing(recipe):
    groups = recipe("spacy_corpus").groups
    assert [len(group) for group in groups(list(range(25)), None)] == [10, 10, 5]
    drawn = list(groups(list(range(25)), random.Random(3)))
    assert [item for group in drawn for item in group] == list(range(25))
    assert max(len(group) for group in drawn) <= 10


def test_a_treebank_name_gets_its_type_from_what_is_known(recipe, tmp_path):
    entities = recipe("entities")
    known = entities.gazetteer(
        [(["Jan", "Smit", "woont"], ["B-PER", "I-PER", "O"])] * 3
        + [(["Bar", "(", "Kreta", ")"], ["B-LOC", "I-LOC", "I-LOC", "I-LOC"])]
    )
    assert known.type_of(["Jan", "Smit"]) == "PERSON"
    assert known.type_of(["Jan", "Bakker"]) == "PERSON"
    assert known.type_of(["Bar"]) == "LOC"
    assert known.type_of(["Piet"]) == ""


def test_markup_is_no_word(recipe, tmp_path):
    path = tmp_path / "train"
    path.write_text("nl:''\tO\nnl:Ajax\tB-ORG\nnl:***\tO\n\n", encoding="utf-8")
    assert list(recipe("entities").bio_sentences(path, "\t")) == [(["Ajax"], ["B-ORG"])]


def test_wrapped_lines_become_one_sentence(recipe):
    sentences = recipe("texts").sentences
    text = "Wij willen meer onder-\nwijs en minder\nregels. Dat is alles.\nDit staat apart, ja!"
    assert list(sentences(text)) == [
        ["wij", "willen", "meer", "onderwijs", "en", "minder", "regels"],
        ["dit", "staat", "apart", "ja"],
    ]


def test_pairs_are_counted_by_distance_and_never_across_a_boundary(recipe):
    module = recipe("cooccurrence")
    counts = module.pair_counts(np.array([0, 1, 0, -1, 2], np.int32), 3).toarray()
    np.testing.assert_allclose(counts, [[1, 2, 0], [2, 0, 0], [0, 0, 0]])


def test_pointwise_mutual_information_of_a_small_table(recipe):
    from scipy.sparse import csr_matrix

    table = csr_matrix(np.array([[0, 4.0], [4.0, 0]]))
    found = recipe("cooccurrence").ppmi(table).toarray()
    np.testing.assert_allclose(found, [[0, np.log(2)], [np.log(2), 0]], atol=1e-6)


def test_retrofitting_pulls_synonyms_together_and_leaves_the_rest(recipe):
    words = ["blij", "vrolijk", "tafel"]
    vectors = np.array([[1, 0], [0, 1], [0.5, 0.5]], dtype=np.float32)
    found = recipe("static_model").retrofit(words, vectors, {"blij": ["vrolijk", "onbekend"]})
    np.testing.assert_allclose(found, [[2 / 3, 1 / 3], [1 / 3, 2 / 3], [0.5, 0.5]], atol=1e-3)


def test_pieces_together_give_the_word_that_was_left_out(recipe):
    module = recipe("static_model")
    made = module.tokenizer(["fiets", "pad"], [1.0, 1.0], "fietspadk")
    known = {
        "fiets": np.array([1, 0], np.float32),
        "fietspad": np.array([1, 2], np.float32),
        "fietskat": np.array([0, 0], np.float32),
    }
    table = module.fit_pieces(made, known, 2)
    vocabulary = made.get_vocab()
    np.testing.assert_array_equal(table[vocabulary["fiets"]], [1, 0])
    pieces = made.encode("fietspad", add_special_tokens=False).ids
    total = table[pieces].sum(axis=0)
    assert pieces[0] == vocabulary["fiets"]
    assert total[1] > 0.5
    assert np.linalg.norm(total - known["fietspad"]) < np.linalg.norm(known["fietspad"] - [1, 0])


def test_shares_weigh_writing_and_speech_alike(recipe):
    found = recipe("static_model").shares(["ja", "wet"], {"wet": 3.0, "ja": 1.0}, {"ja": 10})
    np.testing.assert_allclose(found, [0.625, 0.375])


def test_search_finds_the_theme_in_other_stories_only(recipe):
    tasks = recipe("vector_tasks")
    coded = tasks.Coded(
        ["a", "b", "c", "d"],
        ["s1", "s1", "s2", "s2"],
        np.array([[1, 0], [0, 1], [1, 0], [0, 1]], dtype=np.int8),
    )
    perfect = coded.themes.astype(np.float32)
    found = tasks.retrieval(lambda texts: perfect, coded)
    assert found == pytest.approx({"map": 1.0, "p10": 0.5, "chance": 0.5})


def test_synonyms_that_are_nearer_than_random_words_score_one(recipe):
    table = {"a": [1, 0, 0], "b": [0, 1, 0], "c": [0, 0, 1]}

    def encode(texts):
        return np.array([table[text[0]] for text in texts], dtype=np.float32)

    pairs = [("a1", "a2"), ("b1", "b2"), ("c1", "c2")] * 4
    assert recipe("vector_tasks").synonym_auc(encode, pairs) > 0.75
