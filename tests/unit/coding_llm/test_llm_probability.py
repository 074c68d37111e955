"""Where a probability comes from: tokens, repeated answers, codings; or there is none."""

import json

import numpy as np
import pytest

from pipeline.coding.labels import Truth
from pipeline.coding.llm import LanguageModelRecipe
from pipeline.coding.llm.calibrate import fit_calibration
from pipeline.coding.llm.readings import Readings, log_odds
from pipeline.coding.llm.tokens import decision_chances, read_tokens

CHANCES = {"steun": 0.9, "moed": 0.2, "drempel": 0.6}


def readings_of(yes, votes, chance=None):
    yes = np.asarray(yes)
    shape = yes.shape
    votes = np.broadcast_to(votes, shape).copy()
    chance = np.full(shape, np.nan) if chance is None else np.asarray(chance, dtype=float)
    start = np.where(yes > 0, 0, -1)
    return Readings(
        yes, votes, chance, start, start + 4, np.ones(shape[0], dtype=bool), invented=0, refused=0
    )


def test_one_plain_answer_has_no_probability_but_says_present(make_coder, frame, expected):
    suggestions = make_coder().suggest(frame)
    assert np.isnan(suggestions.probability).all()
    assert (suggestions.present == (expected & ~frame[["is_question"]].to_numpy(bool))).all()


def test_repeated_answers_give_a_share(server, make_coder, frame, expected, protocol):
    def behave(number, body):
        answer = protocol.honest(body)
        for item in answer["passages"]:
            if body["temperature"] > 0 and body["seed"] % 2000 < 1000:
                item["themes"] = [each for each in item["themes"] if each["theme"] != "moed"]
        return protocol.Reply(json.dumps(answer))

    server.behave = behave
    coder = make_coder(repeats=3, seed=0)
    suggestions = coder.suggest(frame)
    told = ~frame["is_question"].to_numpy(dtype=bool)
    want = np.where(expected, 3.5 / 4, 0.5 / 4)
    want[:, 1] = np.where(expected[:, 1], 2.5 / 4, 0.5 / 4)
    assert suggestions.probability[told] == pytest.approx(want[told])
    assert np.isnan(suggestions.probability[~told]).all()
    assert (suggestions.present[told] == expected[told]).all()
    assert {body["temperature"] for body in server.bodies} == {0.0, 0.7}
    assert len({body["seed"] for body in server.bodies}) == 3


def test_tokens_give_the_probability_of_each_decision(
    server, make_coder, frame, expected, protocol, with_tokens
):
    def behave(number, body):
        content = json.dumps(protocol.honest(body), ensure_ascii=False)
        return protocol.Reply(content, logprobs=with_tokens(content, CHANCES))

    server.behave = behave
    coder = make_coder(prompt="nl_each_1")
    suggestions = coder.suggest(frame)
    told = ~frame["is_question"].to_numpy(dtype=bool)
    assert suggestions.probability[told] == pytest.approx(np.tile(list(CHANCES.values()), (12, 1)))
    assert all(body["logprobs"] for body in server.bodies)
    assert not suggestions.present[:, 1].any()
    assert (suggestions.present[told][:, 0] == expected[told][:, 0]).all()


def test_a_decision_that_contradicts_the_quotes_is_refused(server, make_coder, frame, protocol):
    def behave(number, body):
        answer = protocol.honest(body)
        for item in answer["passages"]:
            item["decisions"]["steun"] = not item["decisions"]["steun"]
        return protocol.Reply(json.dumps(answer))

    server.behave = behave
    readings = make_coder(prompt="nl_each_1").read(frame)
    assert not readings.decided[:, 0].any()
    assert readings.decided[1:7, 1:].all()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: None,
        lambda raw: {"content": raw["content"][:-1]},
        lambda raw: {"content": [{**each, "token": "x"} for each in raw["content"]]},
        lambda raw: {"content": [{"token": 1}]},
        lambda raw: {"content": "tokens"},
        lambda raw: [1, 2],
    ],
)
def test_tokens_that_do_not_make_up_the_answer_are_not_used(spoil, with_tokens):
    content = '{"passages": [{"id": "1", "decisions": {"steun": true}}]}'
    assert read_tokens(spoil(with_tokens(content, CHANCES)), content) == []
    assert decision_chances(content, 0, [("steun", True)], []) == [None]


def test_decisions_must_line_up_with_what_was_parsed(with_tokens):
    content = '<think>"steun": true</think> é {"steun": false, "moed": true}'
    tokens = read_tokens(with_tokens(content, CHANCES), content)
    parsed = [("steun", False), ("moed", True)]
    start = content.index("{")
    assert decision_chances(content, start, parsed, tokens) == pytest.approx([0.9, 0.2])
    assert decision_chances(content, 0, parsed, tokens) == [None, None]
    assert decision_chances(content, start, parsed[::-1], tokens) == [None, None]


def test_tokens_that_say_neither_true_nor_false_tell_nothing():
    content = '{"steun": true}'
    tokens = read_tokens({"content": [{"token": content, "logprob": -0.1}]}, content)
    assert decision_chances(content, 0, [("steun", True)], tokens) == [None]


def test_log_odds_are_finite_and_keep_what_is_unknown():
    assert log_odds(np.array([0.5, 0.75])) == pytest.approx([0, np.log(3)])
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
    assert np.isnan(log_odds(np.array([np.nan]))).all()


def _made_up(n=2000, themes=3, seed=1):
    """A model whose yes is right three times in five, and whose no is wrong one in twenty."""
    random = np.random.default_rng(seed)
    yes = random.random((n, themes)) < 0.2
    present = random.random((n, themes)) < np.where(yes, 0.6, 0.05)
    return yes.astype(int), Truth(np.ones_like(present), present), np.arange(n) % 5


def test_codings_turn_a_plain_answer_into_a_probability_that_holds():
    yes, truth, folds = _made_up()
    readings = readings_of(yes, 1)
    fitted = fit_calibration(readings, truth, folds)
    probability = fitted.probabilities(readings)
    for theme in range(3):
        for said, tolerance in ((1, 0.03), (0, 0.01)):
            rows = yes[:, theme] == said
            share = truth.present[rows, theme].mean()
            assert probability[rows, theme] == pytest.approx(share, abs=tolerance)
    assert fitted.method == "answer"
    assert ((fitted.thresholds > 0.06) & (fitted.thresholds < 0.56)).all()


def test_an_overconfident_model_is_drawn_in():
    random = np.random.default_rng(2)
    truly = random.uniform(0.02, 0.9, size=(4000, 2))
    present = random.random(truly.shape) < truly
    said = 1 / (1 + np.exp(-3 * np.log(truly / (1 - truly))))
    truth = Truth(np.ones_like(present), present)
    readings = readings_of((said > 0.5).astype(int), 1, said)
    fitted = fit_calibration(readings, truth, np.arange(4000) % 5)
    assert fitted.method == "tokens"
    error = np.abs(fitted.probabilities(readings) - truly).mean()
    assert error < 0.02 < np.abs(said - truly).mean()


def test_a_theme_nobody_coded_takes_the_pooled_sigmoid():
    yes, truth, folds = _made_up()
    known = truth.known.copy()
    known[:, 2] = False
    readings = readings_of(yes, 1)
    fitted = fit_calibration(readings, Truth(known, truth.present), folds)
    said = fitted.probabilities(readings)[yes[:, 2] == 1, 2]
    assert said == pytest.approx(0.6, abs=0.05)


def test_too_few_codings_leave_the_model_uncalibrated():
    yes, truth, folds = _made_up(n=12, themes=1)
    few = Truth(truth.known, np.zeros_like(truth.present))
    assert fit_calibration(readings_of(yes, 1), few, folds) is None


def test_unusable_answers_stay_unknown_after_calibration():
    yes, truth, folds = _made_up()
    readings = readings_of(yes, 1)
    fitted = fit_calibration(readings, truth, folds)
    silent = readings_of(np.zeros((2, 3), dtype=int), 0)
    assert np.isnan(fitted.probabilities(silent)).all()
    assert silent.problems()[0].values == {"n": 2, "total": 2}


def test_the_recipe_calibrates_and_asks_only_about_coded_passages(
    server, make_coder, frame, expected, protocol
):
    known = np.zeros_like(expected)
    known[:10] = True
    folds = np.where(np.arange(14) == 1, -1, np.arange(14) % 3)
    many = [frame] * 4
    big = frame.iloc[[row for _ in many for row in range(14)]].reset_index(drop=True)
    truth = Truth(np.tile(known, (4, 1)), np.tile(expected, (4, 1)))
    recipe = LanguageModelRecipe(make_coder(batch=1))
    coder = recipe(big, truth, np.tile(folds, 4))
    asked = {each["passage"] for body in server.bodies for each in protocol.passages_asked(body)}
    assert asked == set(frame["words"].iloc[[2, 3, 4, 5, 6, 8, 9]])
    assert coder.calibration is not None
    suggestions = coder.suggest(frame)
    told = ~frame["is_question"].to_numpy(dtype=bool)
    assert (suggestions.present[told] == expected[told]).all()
    assert np.isfinite(suggestions.probability[told]).all()
    described = coder.describe()
    assert described["calibrated"] is True
    assert described["probability_from"] == "answer"


def test_the_evidence_is_the_explanation(make_coder, frame, protocol):
    spans = make_coder().explain(frame, "drempel")
    found = {
        frame["text"].iloc[row][each.start : each.end]
        for row, listed in enumerate(spans)
        for each in listed
    }
    assert found == {protocol.sentences["drempel"]}
    assert [len(each) for each in spans] == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0]
