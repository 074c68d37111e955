"""Candidates in a study whose subjects are known."""

import warnings

import pandas as pd
import pytest

from pipeline.discovery import CANDIDATES, MEMBERS, discover, shuffled_words
from pipeline.domain import Codebook, Severity
from pipeline.text import problem_sentence


@pytest.fixture(scope="module")
def found(passages, embed, codebook):
    return discover(passages, embed, codebook, None, 7, residual=False)


def subjects(members: pd.DataFrame, subject_of) -> dict[str, pd.Series]:
    """Share of each subject among a candidate's passages."""
    own = members.assign(subject=members["passage_id"].map(subject_of))
    return {
        name: part["subject"].value_counts(normalize=True)
        for name, part in own.groupby("candidate")
    }


def test_every_subject_is_a_stable_candidate(found, subject_of):
    stable = found.candidates.loc[found.candidates["stable"], "candidate"]
    shares = subjects(found.members, subject_of)
    assert {shares[name].index[0] for name in stable if shares[name].iloc[0] > 0.95} == {
        "geld",
        "voetbal",
        "tuin",
    }


def test_tables_keep_their_schema(found):
    pd.testing.assert_frame_equal(CANDIDATES.conform(found.candidates), found.candidates)
    pd.testing.assert_frame_equal(MEMBERS.conform(found.members), found.members)
    counted = found.members.groupby("candidate").size()
    expected = found.candidates.set_index("candidate")["n_passages"]
    assert counted.to_dict() == expected.to_dict()
    assert found.candidates["rank"].tolist() == list(range(1, len(found.candidates) + 1))


def test_a_candidate_near_a_theme_is_less_new(found, subject_of):
    shares = subjects(found.members, subject_of)
    novelty = {
        shares[row["candidate"]].index[0]: row
        for row in found.candidates[found.candidates["stable"]].to_dict("records")
    }
    assert novelty["geld"]["nearest_theme"] == "geld"
    assert novelty["tuin"]["nearest_theme"] == "tuin"
    assert novelty["geld"]["novelty"] < 0.5 < novelty["voetbal"]["novelty"]


def test_each_candidate_is_shown_by_different_passages(found):
    for _, part in found.members.groupby("candidate"):
        shown = part[part["role"] == "exemplar"]
        assert 3 <= len(shown) <= 5
        assert shown["story_id"].is_unique
        assert shown["rank"].tolist() == list(range(1, len(shown) + 1))
        assert (part["role"] == "border").sum() == 1


def test_names_are_made_of_the_subjects_own_words(found):
    words = ", ".join(found.candidates["words"]).split(", ")
    assert not {"toen", "heb", "die", "weer", "ons"} & set(words)
    assert all(label[0].isupper() for label in found.candidates["label"])


def test_residual_finds_what_is_not_coded(passages, embed, codebook, codings, subject_of):
    found = discover(passages, embed, codebook, codings, 7, residual=True)
    assert set(found.members["passage_id"].map(subject_of)) <= {"voetbal"}
    assert found.description["left_out"]["covered"] == 100


def test_order_of_rows_makes_no_difference(found, passages, embed, codebook):
    mixed = passages.sample(frac=1, random_state=3).reset_index(drop=True)
    other = discover(mixed, embed, codebook, None, 7, residual=False)
    pd.testing.assert_frame_equal(other.candidates, found.candidates)
    pd.testing.assert_frame_equal(other.members, found.members)


def test_the_id_hangs_on_the_members_not_on_names(found, passages, embed, codebook):
    renamed = passages.assign(passage_id="x" + passages["passage_id"])
    other = discover(renamed, embed, codebook, None, 7, residual=False)
    assert other.candidates["candidate"].tolist() == found.candidates["candidate"].tolist()


@pytest.mark.parametrize("seed", range(1, 6))
def test_shuffled_words_give_nothing_and_say_so(passages, embed, codebook, seed):
    words = shuffled_words(passages, seed)
    found = discover(words, embed, codebook, None, seed, residual=False)
    assert not found.candidates["stable"].any()
    if found.candidates.empty:
        assert [problem.code for problem in found.problems] == ["discovery.none"]
        assert found.members.empty


def test_too_few_passages_say_so(make_passages, embed, codebook):
    found = discover(make_passages(11), embed, codebook, None, 7, residual=False)
    (problem,) = found.problems
    assert (problem.code, problem.severity) == ("discovery.too_few", Severity.SKIPS)
    assert problem_sentence(problem).startswith("Er zijn 11 passages")
    assert found.candidates.empty


def test_twelve_passages_are_enough_to_run(make_passages, embed, codebook):
    found = discover(make_passages(12), embed, codebook, None, 7, residual=False)
    assert "discovery.few" in {problem.code for problem in found.problems}
    assert found.description["topics"] == [2]


def test_no_passages_at_all(passages, embed, codebook):
    found = discover(passages.head(0), embed, codebook, None, 7, residual=True)
    assert [problem.code for problem in found.problems] == ["discovery.too_few_uncovered"]


def test_without_a_codebook_nothing_is_near(passages, embed):
    found = discover(passages, embed, Codebook("Leeg", 1, ()), None, 7, residual=False)
    assert (found.candidates["nearest_theme"] == "").all()
    assert found.candidates["novelty"].isna().all()


def test_the_rest_of_a_large_corpus_is_assigned(passages, embed, codebook, subject_of):
    found = discover(passages, embed, codebook, None, 7, residual=False, max_fit=90)
    assert found.description["fitted_on"] == 90
    assert [problem.code for problem in found.problems] == ["discovery.sampled"]
    best = found.candidates.iloc[0]
    assert best["n_passages"] > 30
    assert subjects(found.members, subject_of)[best["candidate"]].iloc[0] > 0.9


def test_warning_filters_are_left_as_they_were(make_passages, embed, codebook):
    before = list(warnings.filters)
    discover(make_passages(40), embed, codebook, None, 7, residual=False)
    assert warnings.filters == before
