"""Nearest coded passages and the check of a codebook's own examples."""

import numpy as np
import pandas as pd

from pipeline.coding.codebook_check import check_codebook
from pipeline.coding.nearest import nearest_coded
from pipeline.coding.protocol import Suggestions
from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import CODINGS, PASSAGES


def test_the_most_alike_coded_passages_of_other_stories():
    names = ["a.1", "a.2", "b.1", "c.1", "d.1"]
    angles = dict(zip(["t" + name for name in names], [0.0, 0.0, 0.1, 0.5, 0.2], strict=True))
    passages = PASSAGES.conform(
        pd.DataFrame(
            {
                "passage_id": names, "story_id": [n[0] for n in names], "number": 1, "start": 0,
                "end": 4, "source_start": 0, "source_end": 4, "speaker": "",
                "is_question": False, "text": ["t" + name for name in names],
            }
        )
    )  # fmt: skip
    codings = CODINGS.conform(
        pd.DataFrame(
            {
                "passage_id": names[1:], "story_id": [n[0] for n in names[1:]], "theme": "geld",
                "present": True, "by": ["human", "human", "human", "machine"], "coder": "x",
            }
        )
    )  # fmt: skip

    def embed(texts):
        return np.array([[np.cos(angles[t]), np.sin(angles[t])] for t in texts])

    asked = pd.DataFrame({"passage_id": ["a.1"], "theme": ["geld"]})
    table = nearest_coded(asked, codings, passages, embed)
    assert table["nearest"].tolist() == ["b.1", "c.1"]
    assert table["rank"].tolist() == [1, 2]
    np.testing.assert_allclose(table["similarity"], np.cos([0.1, 0.5]))


class Fixed:
    """Says .9 for the theme whose id stands in the text, .2 for the others."""

    literal = False

    themes = ("geld", "rust")

    def suggest(self, frame):
        p = np.array([[0.9 if theme in text else 0.2 for theme in self.themes]
                      for text in frame["words"]])  # fmt: skip
        return Suggestions(p, np.array([0.5, 0.5]))


def test_examples_that_are_not_recognised_are_named():
    book = Codebook(
        "Proef",
        1,
        (
            Theme("geld", "Geld", "", examples=("over geld",), implicit_examples=("stilte",)),
            Theme("rust", "Rust", "", examples=("rust en geld",)),
        ),
    )
    table = check_codebook(book, Fixed())
    assert table["recognised"].tolist() == [True, False, True]
    assert table["kind"].tolist() == ["named", "implied", "named"]
    assert table["also"].tolist() == [0, 0, 1]
    assert table["rank"].tolist() == [1, 1, 1]
    assert table["probability"].tolist() == [0.9, 0.2, 0.9]


def test_a_codebook_without_examples_has_nothing_to_check():
    assert check_codebook(Codebook("Leeg", 1, (Theme("a", "A", ""),)), Fixed()).empty
