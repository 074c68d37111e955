import itertools
import re

import pandas as pd
import pytest

from pipeline.domain import Theme
from pipeline.findings import (
    Measure,
    caveat_texts,
    estimate_text,
    finding_id,
    margin_text,
    part_word,
    reason_texts,
    sentence,
    strength_text,
)
from pipeline.outcomes.caveats import Caveat
from pipeline.outcomes.strength import Reason
from pipeline.text import texts

THEME = Theme("steun", "Steun", "Er was iemand.", "Support")
INDICATOR = {
    "indicator": "uitval",
    "label": "Schooluitval",
    "label_en": "School drop-out",
    "unit": "punt",
    "level": "wijk",
}
CAUSAL = re.compile(
    r"\b(effect\w*|leid\w* tot|door|dankzij|zorg\w* voor|veroorza\w*"
    r"|because|caused|causing|leads? to|due to|thanks to)\b",
    re.IGNORECASE,
)


def finding(measure, estimate, low, high, strength=2, n=12):
    indicator = "" if measure.value.endswith("share") else "uitval"
    return {
        "finding_id": finding_id(measure, "steun", indicator),
        "theme": "steun",
        "indicator": indicator,
        "estimate": estimate,
        "low": low,
        "high": high,
        "strength": strength,
        "n": n,
    }


def branches():
    """Every branch of every sentence: each measure, sign, strength and kind of missing."""
    numbers = [(0.5, 0.3, 0.7), (-0.5, -0.7, -0.3), (0.1, -0.2, 0.4), (pd.NA, pd.NA, pd.NA)]
    shares = [(value / 40, value / 40, value / 40) for value in range(41)]
    for measure, strength in itertools.product(Measure, range(5)):
        for values in shares if measure.value.endswith("share") else numbers:
            yield finding(measure, *values, strength=strength)
    yield finding(Measure.STORY_SHARE, pd.NA, pd.NA, pd.NA)


def test_a_share_in_dutch_with_number_margin_and_n():
    row = finding(Measure.STORY_SHARE, 0.38, 0.302, 0.457, n=136)
    assert sentence(row, THEME) == (
        "In ongeveer twee vijfde van de verhalen komt ‘Steun’ voor: 38% "
        "(marge 30 tot 46%; 136 verhalen)."
    )


def test_a_share_of_participants_in_english():
    row = finding(Measure.PARTICIPANT_SHARE, 0.25, 0.2, 0.31, n=1200)
    assert sentence(row, THEME, None, "en") == (
        "‘Support’ occurs with about a quarter of the tellers: 25% "
        "(margin 20 to 31%; 1,200 tellers)."
    )


def test_areas_that_go_together_downward():
    row = finding(Measure.SPEARMAN, -0.78, -0.93, -0.4)
    assert sentence(row, THEME, INDICATOR) == (
        "In wijken met meer verhalen over ‘Steun’ is ‘Schooluitval’ vaker laag: "
        "samenhang −0,78 (marge −0,93 tot −0,40; 12 wijken)."
    )


def test_a_negative_difference_is_told_as_less_with_positive_numbers():
    row = finding(Measure.RISK_DIFFERENCE, -0.124, -0.2, -0.04, n=80)
    assert sentence(row, THEME, {**INDICATOR, "level": "participant"}) == (
        "Bij vertellers met een verhaal over ‘Steun’ komt ‘Schooluitval’ minder vaak voor: "
        "12 procentpunt minder (marge 4 tot 20; 80 vertellers)."
    )


def test_a_mean_difference_names_the_unit():
    row = finding(Measure.MEAN_DIFFERENCE, 0.84, 0.2, 1.44, n=80)
    assert sentence(row, THEME, {**INDICATOR, "level": "participant"}) == (
        "Bij vertellers met een verhaal over ‘Steun’ is ‘Schooluitval’ gemiddeld hoger: "
        "0,8 punt meer (marge 0,2 tot 1,4; 80 vertellers)."
    )


def test_what_did_not_stand_the_test_may_be_chance():
    row = finding(Measure.SPEARMAN, 0.6, 0.1, 0.9, strength=1)
    assert "maar het kan toeval zijn" in sentence(row, THEME, INDICATOR)
    assert "it may be chance" in sentence(row, THEME, INDICATOR, "en")


@pytest.mark.parametrize("strength", [0, 1, 2, 3, 4])
def test_a_margin_over_nought_is_no_link_whatever_its_strength(strength):
    row = finding(Measure.SPEARMAN, 0.1, -0.2, 0.4, strength=strength)
    assert "geen duidelijke samenhang" in sentence(row, THEME, INDICATOR)


def test_without_a_number_nothing_is_claimed():
    row = finding(Measure.SPEARMAN, pd.NA, pd.NA, pd.NA, strength=0, n=3)
    assert sentence(row, THEME, INDICATOR) == (
        "Over ‘Steun’ en ‘Schooluitval’ samen is nog niets te zeggen: "
        "er zijn te weinig gegevens (3 wijken)."
    )
    assert (estimate_text(row), margin_text(row)) == ("–", "–")


def test_an_association_asks_for_its_indicator():
    with pytest.raises(ValueError, match="spearman"):
        sentence(finding(Measure.SPEARMAN, 0.5, 0.3, 0.7), THEME)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_words_an_association_as_a_cause(language):
    said = {sentence(row, THEME, INDICATOR, language) for row in branches()}
    assert len(said) > 30
    assert [words for words in said if CAUSAL.search(words)] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_text_of_findings_words_a_cause(language):
    by_key = texts(language)._by_key
    own = {key: words for key, words in by_key.items() if key.startswith("findings.")}
    assert {key for key, words in own.items() if CAUSAL.search(words)} == set()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_sentence_holds_its_number_and_n(language):
    for row in branches():
        words = sentence(row, THEME, INDICATOR, language)
        assert str(row["n"]) in words
        if not pd.isna(row["estimate"]):
            digits = estimate_text(row, language).strip("−%")
            assert digits in words


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.0, "bijna geen van de"),
        (0.1, "een klein deel van de"),
        (0.2, "ongeveer een vijfde van de"),
        (0.25, "ongeveer een kwart van de"),
        (0.33, "ongeveer een derde van de"),
        (0.4, "ongeveer twee vijfde van de"),
        (0.5, "ongeveer de helft van de"),
        (0.6, "meer dan de helft van de"),
        (0.667, "ongeveer twee derde van de"),
        (0.75, "ongeveer drie kwart van de"),
        (0.85, "de meeste van de"),
        (1.0, "bijna alle"),
    ],
)
def test_shares_in_words(share, word):
    assert part_word(share) == word


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_that_statistics_give_has_a_sentence(language):
    assert {code for code in Caveat if not caveat_texts(code.value, language)} == set()
    assert {code for code in Reason if not reason_texts(code.value, language)} == set()


def test_codes_become_sentences_and_unknown_ones_stay_out():
    assert caveat_texts("no_cause bestaat_niet", "en") == [
        "An association does not say what the cause is. Something else may be behind it."
    ]
    assert reason_texts("counted") == ["Er zijn genoeg verhalen gelezen om te tellen."]
    assert strength_text(3) == "Past bij het verloop"
