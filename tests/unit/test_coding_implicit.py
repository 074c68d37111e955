"""Whether a theme is named in a passage, by the lemmas of the codebook's own words."""

import numpy as np

from pipeline.coding.implicit import named, plain_words
from pipeline.domain import Codebook, Theme
from pipeline.language import lemmas, load_language

BOOK = Codebook(
    "Proef",
    1,
    (
        Theme("grip_op_geld", "Grip op geld", "Schulden worden geregeld.", include="Regeling."),
        Theme("talent", "Ontdekken wat je kunt", "De verteller ontdekt iets.", include="Muziek."),
    ),
)
TEXTS = [
    "Die schuld ben ik nu kwijt.",
    "De enveloppen liggen niet meer in de oven.",
    "Toen ontdekte ik dat ik dat best kon.",
    "Zonder de verteller maken mensen iets.",
]


def by_pipeline(texts):
    return lemmas(load_language("nl_vertellen_sm"), texts)


def test_other_forms_of_a_theme_s_words_name_it():
    said = named(TEXTS, BOOK, by_pipeline)
    assert said.tolist() == [[True, False], [False, False], [False, True], [False, False]]


def test_without_a_pipeline_only_the_words_themselves_do():
    said = named([*TEXTS, "Muziek, en schulden."], BOOK, plain_words)
    assert said.tolist() == [*[[False, False]] * 4, [True, True]]


def test_no_texts_give_no_rows():
    said = named([], BOOK, by_pipeline)
    assert said.shape == (0, 2)
    assert said.dtype == np.bool_
