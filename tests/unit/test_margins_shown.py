"""What the command line says of margins and of chance, from numbers made here."""

import re

import pandas as pd
import pytest

from pipeline.console_margins import null_trial_lines
from pipeline.outcomes import NullTrial
from pipeline.text import texts

CAUSAL = re.compile(r"\b(effect\w*|leid(t|en|de)\w* tot|door|leads? to|caus\w+)\b", re.IGNORECASE)


def lines(observed, found, language="nl", pairs=72):
    return null_trial_lines(NullTrial(pairs, observed, tuple(found)), language)


def test_the_shuffled_runs_are_told_with_their_numbers():
    said = lines(6, [0] * 191 + [1] * 9)
    assert said == [
        "We bekeken 72 paren van een thema en een cijfer. Bij 6 paren zagen we een samenhang.",
        "Daarna husselden we de cijfers 200 keer. Dan is elke samenhang toeval.",
        "In 9 van die 200 keer (4%) kwam er toch iets uit. Gemiddeld waren dat 0,04 paren.",
        "Zo veel als in de echte cijfers komt bij toeval zelden voor.",
    ]


@pytest.mark.parametrize(
    ("observed", "found", "last"),
    [
        (0, [0] * 100, "Dat wil niet zeggen dat er niets is."),
        (1, [1] * 50 + [0] * 50, "Bouw er niet op."),
        (5, [0] * 100, "zelden voor."),
    ],
)
def test_the_verdict_follows_from_the_numbers(observed, found, last):
    assert lines(observed, found)[-1].endswith(last)


def test_a_study_without_pairs_says_so():
    assert lines(0, [], pairs=0) == [texts("nl")("margins.null.nothing")]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_line_names_a_cause_and_sentences_stay_short(language):
    trials = [
        (observed, [0] * (40 - many) + [1] * many) for observed in range(4) for many in (0, 3, 40)
    ]
    said = [line for observed, found in trials for line in lines(observed, found, language)]
    said += [words for key, words in texts(language)._by_key.items() if key.startswith("margins.")]
    for line in said:
        assert not CAUSAL.search(line), line
        for part in re.split(r"[.:] ", line):
            assert len(part.split()) <= 20, part


def test_plan_and_null_trial_of_the_example(vertellen, example_copy):
    planned = vertellen("plan", example_copy, "--margin", "0.1").stdout
    assert "Voor een marge van 10,0 procentpunt" in planned
    said = vertellen("nulproef", example_copy, "--runs", "20").stdout
    assert "Daarna husselden we de cijfers 20 keer." in said
    kept = pd.read_json(example_copy / "results" / "nulproef.json", typ="series")
    assert len(kept["found"]) == 20
    assert kept["pairs"] > 0
    assert vertellen("nulproef", example_copy, "--runs", "20").stdout == said
