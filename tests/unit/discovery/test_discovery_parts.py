"""The steps of discovery, one by one, on values that are known."""

import numpy as np
import pytest

from pipeline.discovery.material import prepare, told_text
from pipeline.discovery.naming import name_from_phrases, name_from_words
from pipeline.discovery.picks import Pick, needed_support, parents, pick
from pipeline.discovery.recovery import Match, best_match, shuffled_words
from pipeline.discovery.refits import Halves, Verdict, judge
from pipeline.discovery.roles import border, exemplars
from pipeline.discovery.space import fit_space, unit
from pipeline.discovery.topics import Topics, belongs, fit_topics, granularities, topics_from
from pipeline.discovery.words import content_words, stop_words, vectorizer, vocabulary
from pipeline.language import load_language

LONG = "Dit is een lange zin met genoeg woorden erin"


def test_questions_short_turns_and_stock_phrases_are_left_out(rows):
    frame = rows(
        [
            ("A", f"{LONG} een."),
            ("A", "Ja, dat klopt."),
            ("A", "Dank je wel dat ik mocht vertellen."),
            ("B", "Dank je wel dat ik mocht vertellen!"),
            ("C", "dank je wel, dat ik mocht vertellen"),
            ("C", f"{LONG} twee?"),
        ]
    )
    frame.loc[5, "is_question"] = True
    material = prepare(frame, None, residual=False)
    assert material.passages["passage_id"].tolist() == ["A.01"]
    assert material.left_out == {"questions": 1, "short": 1, "stock_phrases": 3}


def test_speaker_labels_and_pseudonyms_are_no_words():
    assert told_text("R: Toen zei [naam 12] iets in [plaats 3].", "R") == "Toen zei iets in ."
    assert told_text("R: ja", "") == "R: ja"


def test_a_denial_stays_with_what_it_denies():
    assert content_words("Ik had geen geld en niet genoeg eten, nooit vrienden.") == [
        "geen geld",
        "niet eten",
        "nooit vrienden",
    ]


def test_numbers_in_words_name_nothing_but_words_that_end_so_do():
    text = "vijfentwintig tweeëntwintig driehonderd tachtigste rustig verdrietig krachtig"
    assert content_words(text) == ["rustig", "verdrietig", "krachtig"]


def test_words_that_turn_meaning_round_are_no_stop_words():
    turning = {"niet", "geen", "nooit", "alleen", "zonder", "beter", "niemand", "niets"}
    assert not turning & stop_words()
    assert {"dat", "toen", "eigenlijk", "zeg", "ik"} <= stop_words()


def test_words_of_one_story_do_not_count():
    texts = ["brief schuld", "brief vliegtuig vliegtuig", "schuld"]
    assert vocabulary(texts, ["A", "B", "C"]) == ["brief", "schuld"]
    assert vocabulary(["brief", "schuld"], ["A", "A"]) == ["brief", "schuld"]
    counts = vectorizer(["brief", "schuld"]).transform(texts).toarray()
    assert counts.tolist() == [[1, 1], [1, 0], [0, 1]]


def test_the_space_forgets_what_all_passages_share():
    rng = np.random.default_rng(0)
    shared = np.zeros(10)
    shared[9] = 5
    vectors = unit((rng.normal(size=(60, 10)) + shared).astype(np.float32))
    space = fit_space(vectors)
    points = space.points(vectors)
    assert np.allclose(np.linalg.norm(points, axis=1), 1, atol=1e-5)
    assert points.shape == (60, 9)
    longer = unit((vectors + 3 * space.mean).astype(np.float32))
    assert np.allclose(space.centred(longer) @ space.mean, 0, atol=1e-5)


@pytest.mark.parametrize(
    ("n", "expected"),
    [(12, (2,)), (60, (2, 3)), (300, (3, 4, 7, 10, 15)), (10_000, (8, 12, 18, 27, 40))],
)
def test_granularities_grow_with_the_corpus(n, expected):
    assert granularities(n) == expected


def test_a_passage_belongs_to_the_nearest_topic_within_reach():
    near = np.array([[0.9, 0.2], [0.5, 0.6], [0.1, 0.3], [0.7, 0.8]])
    inside = belongs(near, np.array([0.6, 0.5]))
    assert inside.tolist() == [[True, False], [False, True], [False, False], [False, True]]


def _clouds(n=120, k=3, noise=0.3, seed=0):
    rng = np.random.default_rng(seed)
    labels = np.arange(n) % k
    centres = np.eye(6)[:k]
    return unit((centres[labels] + rng.normal(0, noise, (n, 6))).astype(np.float32)), labels


def test_bertopic_gives_the_clusters_their_words():
    points, labels = _clouds(60)
    own = ["brief schuld", "bal veld", "plant aarde"]
    texts = [own[label] for label in labels]
    topics = fit_topics(texts, points, ["aarde", "bal", "brief", "plant", "schuld", "veld"], 3, 1)
    named = [{word for word, _ in words} for words in topics.words]
    assert sorted(map(sorted, named)) == [["aarde", "plant"], ["bal", "veld"], ["brief", "schuld"]]
    assert topics.k == 3


def test_clear_topics_return_and_are_borne_out():
    points, labels = _clouds()
    other, _ = _clouds(seed=1)
    topics = topics_from(labels.astype(np.int64), points, ())
    halves = Halves(points, other, np.full(120, 20))
    counts = vectorizer(["a1", "b1", "c1"]).transform([""] * 120).tolil()
    counts[np.arange(120), labels] = 1
    verdict = judge(topics, points, halves, counts.tocsr(), np.arange(120) // 4, 5)
    assert (verdict.stability == 1).all()
    assert (verdict.support > 4).all()
    assert needed_support([verdict]) < verdict.support.min()


def test_second_halves_of_other_passages_bear_nothing_out():
    points, labels = _clouds()
    other, _ = _clouds(seed=1)
    topics = topics_from(labels.astype(np.int64), points, ())
    mixed = np.random.default_rng(2).permutation(other)
    counts = vectorizer(["a1", "b1", "c1"]).transform([""] * 120).tolil()
    counts[np.arange(120), labels] = 1
    halves = Halves(points, mixed, np.full(120, 20))
    verdict = judge(topics, points, halves, counts.tocsr(), np.arange(120) // 4, 5)
    assert (verdict.stability == 1).all()
    assert (verdict.support < needed_support([verdict])).all()


def _fit(*columns: list[int], n: int) -> Topics:
    members = np.zeros((n, len(columns)), dtype=bool)
    for place, rows in enumerate(columns):
        members[rows, place] = True
    k = len(columns)
    return Topics(np.zeros(n, dtype=np.int64), np.zeros((k, 2)), np.zeros(k), members, ())


def test_the_same_thing_is_picked_once_and_finer_ones_have_a_parent():
    coarse = _fit(list(range(20)), n=40)
    fine = _fit(list(range(18)), list(range(7)), list(range(30, 40)), n=40)
    verdicts = [
        Verdict(np.array([0.9]), np.array([6.0]), np.zeros(9)),
        Verdict(np.array([0.9, 0.4, 0.2]), np.array([5.0, 4.0, 9.0]), np.zeros(9)),
    ]
    chosen = pick([coarse, fine], verdicts, np.arange(40) // 2, 3.0)
    assert [(item.level, item.topic, item.stable) for item in chosen] == [
        (0, 0, True),
        (1, 1, False),
    ]
    assert parents(chosen) == [None, 0]


def test_one_persons_subject_is_no_candidate():
    fit = _fit(list(range(12)), n=40)
    verdict = Verdict(np.array([1.0]), np.array([9.0]), np.zeros(9))
    stories = np.concatenate([np.zeros(10), np.arange(1, 31)]).astype(np.int64)
    assert pick([fit], [verdict], stories, 3.0) == []


def test_exemplars_come_from_different_stories_and_the_border_is_near_another_topic():
    points, _ = _clouds(40, 1)
    centrality = points @ unit(points.mean(axis=0, keepdims=True))[0]
    stories = np.arange(40) // 2
    shown = exemplars(points, centrality.astype(float), stories)
    assert len(shown) == 5
    assert len(set(stories[shown])) == 5
    assert centrality[shown[0]] == centrality.max()
    assert border(np.array([[0.9, 0.1, 0.0], [0.8, 0.3, 0.7], [0.9, 0.6, 0.2]]), 0) == 1


def test_a_name_does_not_repeat_a_word_in_another_form():
    assert name_from_words(["buurt", "buurten", "koffie", "soep", "spel"]) == "Buurt, koffie, soep"
    assert name_from_words([]) == ""


def test_a_name_opens_with_a_phrase_of_several_stories():
    texts = [
        "De wijze docent keek me lang aan.",
        "Die docent van wiskunde zag het meteen.",
        "Mijn docent belde naar huis over de toets.",
        "De rode fiets stond buiten.",
    ]
    language = load_language(need=("tag", "morph", "lemma", "parse"))
    weights = {"docent": 0.9, "toets": 0.2, "fiets": 0.1}
    assert name_from_phrases(weights, texts, list("ABCD"), language).startswith("Docent, ")


def test_purity_and_recall_of_the_best_group():
    groups = {"a": ["1", "2", "3", "4"], "b": ["5"]}
    match = best_match(groups, {"1", "2", "9", "outside"}, ["1", "2", "3", "4", "5", "9"])
    assert match == Match("a", 0.5, 2 / 3, 0.5)
    assert match.matches
    assert not best_match({}, {"1"}, ["1"]).matches


def test_shuffled_words_keep_lengths_and_words(passages):
    mixed = shuffled_words(passages, 3)
    assert (
        mixed["text"].str.split().str.len().tolist()
        == passages["text"].str.split().str.len().tolist()
    )
    assert sorted(" ".join(mixed["text"]).split()) == sorted(" ".join(passages["text"]).split())
    assert Pick(0, 0, 0.6, 1.0, np.ones(1, dtype=bool)).stable
