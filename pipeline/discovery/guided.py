"""A hunch in a sentence, and the passages nearest to it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from pipeline.discovery.material import prepare
from pipeline.discovery.novelty import Embed
from pipeline.discovery.space import Space
from pipeline.domain import Problem, Severity, UserError
from pipeline.domain.schema import FLOAT, INT, TEXT, Column, Table

MOST = 25
_NGRAMS = (3, 5)

NEAREST = Table(
    "nearest",
    (
        Column("rank", INT, "1 is nearest to the hunch"),
        Column("passage_id", TEXT, "passage"),
        Column("story_id", TEXT, "its story"),
        Column("similarity", FLOAT, "mean of vector and word similarity, -1 to 1"),
    ),
)


def nearest_passages(
    hunch: str,
    passages: pd.DataFrame,
    embed: Embed,
    *,
    codings: pd.DataFrame | None = None,
    residual: bool = False,
    most: int = MOST,
) -> pd.DataFrame:
    """Return the passages nearest to a hunch, as a start for a theme.

    Nearness is the mean of two cosines: of passage vectors (what it is about) and of pieces
    of words (what it says, forms of a word included).

    Parameters
    ----------
    hunch
        One or a few sentences in Dutch.
    passages
        PASSAGES.
    codings, residual
        With ``residual``, passages with a theme present are left out.
    most
        Number of passages wanted.

    Returns
    -------
    DataFrame
        NEAREST, nearest first.

    Raises
    ------
    UserError
        If the hunch holds no word.
    """
    if not any(character.isalpha() for character in hunch):
        raise UserError(Problem("discovery.empty_hunch", Severity.BLOCKS))
    frame = prepare(passages, codings, residual=residual).passages
    if frame.empty:
        return NEAREST.empty()
    texts = frame["text"].tolist()
    vectors = np.asarray(embed([*texts, hunch]), dtype=np.float32)
    mean = vectors[:-1].mean(axis=0)
    centred = Space(mean, np.zeros((0, len(mean)), dtype=np.float32)).centred(vectors)
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=_NGRAMS, sublinear_tf=True)
    said = pieces.fit_transform(texts)
    by_words = (said @ pieces.transform([hunch]).T).toarray().ravel()
    similarity = (centred[:-1] @ centred[-1] + by_words) / 2
    best = np.argsort(-similarity, kind="stable")[:most]
    result = frame.iloc[best][["passage_id", "story_id"]].assign(
        rank=np.arange(1, len(best) + 1), similarity=similarity[best]
    )
    return NEAREST.conform(result)
