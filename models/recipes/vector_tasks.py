"""What passage vectors are for, as three measurements.

- ``retrieval``: does a passage find passages of the same theme in *other* stories?
- ``synonyms``: are Open Dutch WordNet's synonyms nearer to each other than random words?
- ``coder``: does a plain theme coder do better with them than with words alone?
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.multiclass import OneVsRestClassifier

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]

FOLDS = 5
THRESHOLDS = np.linspace(0.05, 0.6, 23)


@dataclass(frozen=True)
class Coded:
    """Passages (n), their stories (n) and themes (n, themes) as two coders agreed on them."""

    texts: list[str]
    stories: list[str]
    themes: NDArray[np.int8]


def read_coded(folder: Path) -> Coded:
    """Read the adjudicated passages that are no question, speaker labels left out."""
    decided = {}
    for line in (folder / "codings_adjudicated.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        decided[row["passage_id"]] = row["themes"]
    names = sorted({theme for themes in decided.values() for theme in themes})
    texts, stories, rows = [], [], []
    for line in (folder / "passages.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["is_question"] or row["passage_id"] not in decided:
            continue
        label = f"{row['speaker']}:"
        text = row["text"]
        texts.append(text.removeprefix(label).strip() if row["speaker"] else text)
        stories.append(row["story_id"])
        rows.append([int(name in decided[row["passage_id"]]) for name in names])
    return Coded(texts, stories, np.array(rows, dtype=np.int8))


def retrieval(encode: Encode, coded: Coded) -> dict[str, float]:
    """Rank, for every themed passage, all themed passages of other stories.

    Returns
    -------
    dict
        ``map``: mean average precision; ``p10``: share of the same theme in the first ten;
        ``chance``: share of the same theme in all.
    """
    themed = np.flatnonzero(coded.themes.sum(axis=1) > 0)
    vectors = encode([coded.texts[i] for i in themed])
    themes = coded.themes[themed].astype(np.int32)
    story = np.array(coded.stories)[themed]
    near = vectors @ vectors.T
    same = themes @ themes.T > 0
    precisions, first_ten, chance = [], [], []
    for i in range(len(themed)):
        others = story != story[i]
        relevant = same[i, others]
        if relevant.any():
            order = np.argsort(-near[i, others], kind="stable")
            precisions.append(average_precision_score(relevant, near[i, others]))
            first_ten.append(relevant[order[:10]].mean())
            chance.append(relevant.mean())
    return {
        "map": float(np.mean(precisions)),
        "p10": float(np.mean(first_ten)),
        "chance": float(np.mean(chance)),
    }


def synonym_auc(encode: Encode, pairs: Sequence[tuple[str, str]], seed: int = 1) -> float:
    """Return how often a synonym is nearer than a random word: area under the ROC curve."""
    draw = np.random.default_rng(seed)
    left, right = zip(*pairs, strict=True)
    first, second = encode(left), encode(right)
    shuffled = second[draw.permutation(len(pairs))]
    near = np.concatenate([(first * second).sum(axis=1), (first * shuffled).sum(axis=1)])
    return float(roc_auc_score(np.repeat([1, 0], len(pairs)), near))


@dataclass(frozen=True)
class Fold:
    """Passages to learn from and to test on, and the words and letters of all passages."""

    train: NDArray[np.intp]
    test: NDArray[np.intp]
    words: csr_matrix


def folds(coded: Coded) -> list[Fold]:
    """Return five folds that keep stories whole; counted words come from the training part."""
    splits = GroupKFold(FOLDS).split(coded.texts, groups=coded.stories)
    return [Fold(train, test, _words(coded.texts, train)) for train, test in splits]


def coder(encode: Encode | None, coded: Coded, prepared: Sequence[Fold]) -> dict[str, float]:
    """Cross-validate TF-IDF of words and letters, with vectors beside them or without.

    The threshold of a fold is the one that is best on the others' out-of-fold probabilities,
    so no passage helps to choose its own.
    """
    probability = np.zeros(coded.themes.shape)
    vectors = None if encode is None else csr_matrix(encode(coded.texts))
    for fold in prepared:
        features = fold.words if vectors is None else hstack([fold.words, vectors]).tocsr()
        model = OneVsRestClassifier(
            LogisticRegression(C=3, class_weight="balanced", solver="liblinear")
        )
        model.fit(features[fold.train], coded.themes[fold.train])
        probability[fold.test] = model.predict_proba(features[fold.test])
    decided = np.zeros_like(coded.themes)
    for fold in prepared:
        rest = np.setdiff1d(np.arange(len(coded.texts)), fold.test)
        scores = [
            f1_score(coded.themes[rest], probability[rest] > t, average="micro", zero_division=0)
            for t in THRESHOLDS
        ]
        decided[fold.test] = probability[fold.test] > THRESHOLDS[int(np.argmax(scores))]
    return {
        "micro_f1": float(f1_score(coded.themes, decided, average="micro")),
        "macro_ap": float(average_precision_score(coded.themes, probability, average="macro")),
    }


def _words(texts: Sequence[str], train: NDArray[np.intp]) -> csr_matrix:
    chosen = [texts[i] for i in train]
    parts = []
    for settings in (
        {"ngram_range": (1, 2), "min_df": 2},
        {"analyzer": "char_wb", "ngram_range": (3, 5), "min_df": 3},
    ):
        counter = TfidfVectorizer(sublinear_tf=True, **settings).fit(chosen)
        parts.append(counter.transform(texts))
    return hstack(parts).tocsr()
