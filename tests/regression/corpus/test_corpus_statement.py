"""The data statement quotes the figures that were counted, and says what must be said."""

import json
import re

import pytest
from describe_corpus import facts_of, statement

from pipeline.config import load_settings


@pytest.fixture(scope="module")
def facts(corpus):
    return json.loads((corpus / "facts.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text(corpus):
    return (corpus / "DATA_STATEMENT.md").read_text(encoding="utf-8")


def test_facts_are_counted_again_the_same(corpus, facts):
    assert json.loads(json.dumps(facts_of(corpus))) == facts


def test_known_figures(facts):
    assert (facts["stories"], facts["passages"], facts["wijken"]) == (136, 1657, 12)
    assert facts["passages_answered"] == 1214
    assert (facts["f1_lowest"], facts["f1_highest"]) == (0.82, 0.88)
    assert (facts["alpha_any_lowest"], facts["alpha_any_highest"]) == (0.76, 0.85)
    assert facts["seen_by_both"] + facts["seen_by_one"] == facts["codings_adjudicated"] == 778


def test_every_figure_is_in_the_statement(facts, text):
    flat = re.sub(r"\s+", " ", text)
    for name, value in facts.items():
        if isinstance(value, int):
            written = rf"(?:{value}|{value:,})"
            assert re.search(rf"(?<![\d.,]){written}(?![\d,]\d)", flat), name
        elif isinstance(value, float):
            assert str(value) in flat, name
        elif isinstance(value, dict):
            assert all(f"{key} {count:,}" in flat for key, count in value.items()), name
    for link in facts["planted"]:
        row = f"| `{link['theme']}` | `{link['indicator']}` | {link['level']} |"
        row += f" {link['measure']} | {link['target']} | {link['achieved']} | {link['n']} |"
        assert row in text


def test_years_and_seed_are_no_counts(text):
    assert "Rijswijk and Wassenaar, 2009 to 2022, 980 rows" in re.sub(r"\s+", " ", text)
    assert "*Seed* 20260101:" in text


def test_a_figure_that_nobody_counted_stops_the_statement(facts):
    with pytest.raises(KeyError):
        statement({name: value for name, value in facts.items() if name != "words"})


@pytest.mark.parametrize(
    "words",
    [
        "De verhalen zijn verzonnen.",
        "gesimuleerd",
        "language model",
        "Nobody in it exists",
        "CC BY 4.0",
        "MIT License",
        "LUMC/ELAN",
        "Not for:",
        "can never be linked",
    ],
)
def test_what_must_be_said_is_said(text, words):
    assert words in text


def test_no_word_of_cause(text):
    assert not re.search(r"\b(effect|effects|caused|leads to|leidt tot)\b", text, re.IGNORECASE)


def test_the_study_says_that_it_is_fiction(corpus):
    settings = load_settings(corpus)
    assert settings.study.fiction
    assert (settings.study.id, settings.study.title) == ("havenrijk", "Havenrijk (voorbeeld)")
