"""Sentences over many numbers, and every text about a link, name no cause."""

import itertools
import re

import pandas as pd
import pytest

from pipeline.domain import Theme
from pipeline.findings import sentence
from pipeline.outcomes.strength import Caveat, Reason
from pipeline.text import texts

CAUSAL = re.compile(
    r"\b(effect\w*|leid(t|en|de|den) tot|door|leads? to|caused?|causes|due to|because of)\b",
    re.IGNORECASE,
)
MEASURES = ("spearman", "risk_difference", "mean_difference")
BOUNDS = [
    (estimate, estimate - low, estimate + high)
    for estimate in (-0.9, -0.4, -0.05, 0.0, 0.05, 0.4, 0.9)
    for low, high in ((0.01, 0.02), (0.1, 0.3), (0.6, 0.6))
]
THEME = Theme("steun", "Steun", "Er was iemand.", "Support")
JARGON = re.compile(
    r"\b(p-waarde|significant\w*|correlatie\w*|regressie|spearman|bootstrap|hypothese)\b",
    re.IGNORECASE,
)


def said(language):
    """Sentences of every measure, level, size, strength and number of units."""
    for measure, level, bounds, strength, n in itertools.product(
        MEASURES, ("wijk", "participant"), BOUNDS, range(5), (5, 12, 1400)
    ):
        row = {"finding_id": f"{measure}.steun.uitval", "strength": strength, "n": n}
        row |= dict(zip(("estimate", "low", "high"), bounds, strict=True))
        indicator = {"label": "Schooluitval", "label_en": "Drop-out", "unit": "%", "level": level}
        yield sentence(pd.Series(row), THEME, pd.Series(indicator), language)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_sentence_over_many_numbers_names_a_cause(language):
    found = list(said(language))
    assert len(found) == 1890
    assert len(set(found)) > 300
    assert [words for words in set(found) if CAUSAL.search(words)] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_reason_caveat_or_method_names_a_cause(language):
    areas = ("outcomes.reason.", "outcomes.caveat.", "outcomes.method.", "margins.", "charts.")
    found = [w for key, w in texts(language)._by_key.items() if key.startswith(areas)]
    assert len(found) > 40
    assert [words for words in found if CAUSAL.search(words)] == []


def test_what_a_board_reads_is_short_and_plain():
    catalogue = texts("nl")
    words = [catalogue(f"outcomes.reason.{code.value}") for code in Reason]
    words += [catalogue(f"outcomes.caveat.{code.value}") for code in Caveat]
    words += [w.split(" (marge")[0] for w in set(said("nl"))]
    assert [text for text in words if JARGON.search(text)] == []
    parts = [part for text in words for part in re.split(r"(?<=[.:;])\s", text)]
    assert [part for part in parts if len(part.split()) > 28] == []
    lengths = [len(part.split()) for part in parts]
    assert sum(lengths) / len(lengths) < 15
