"""Topics by BERTopic at several granularities, and which passages belong to them."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.cluster import KMeans

from pipeline.discovery.space import Floats, unit
from pipeline.discovery.words import vectorizer

Labels = NDArray[np.int64]
Members = NDArray[np.bool_]

GRANULARITIES = 5
SMALLEST_SHARE = 20
"""The finest fit has a topic for every so many passages on average."""
MOST_TOPICS = 40
TOP_WORDS = 10
CORE = 1.0
"""A passage belongs to its nearest topic when it lies at least so many standard deviations
nearer to it than passages do on average. The others belong to none."""
_MAX_ITER = 60


@dataclass(frozen=True, slots=True)
class Topics:
    """One fit: ``k`` topics over ``n`` passages in ``d`` directions.

    Parameters
    ----------
    labels
        Nearest topic of each passage, shape (n,).
    centres
        Unit vectors, shape (k, d).
    reach
        Cosine to the centre from which a passage belongs to the topic, shape (k,).
    members
        Whether a passage belongs to a topic, shape (n, k).
    words
        The most telling words of each topic by c-TF-IDF, best first, with their weight.
    """

    labels: Labels
    centres: Floats
    reach: Floats
    members: Members
    words: tuple[tuple[tuple[str, float], ...], ...]

    @property
    def k(self) -> int:
        """Number of topics."""
        return len(self.centres)


def granularities(n: int) -> tuple[int, ...]:
    """Return the numbers of topics that are tried for ``n`` passages, coarse to fine.

    Examples
    --------
    >>> granularities(1000)
    (5, 8, 14, 24, 40)
    >>> granularities(12)
    (2,)
    """
    finest = int(np.clip(n // SMALLEST_SHARE, 2, MOST_TOPICS))
    coarsest = int(np.clip(round(np.sqrt(n) / 6), 2, min(8, finest)))
    steps = np.geomspace(coarsest, finest, GRANULARITIES)
    return tuple(sorted({round(float(step)) for step in steps}))


def clusterer(k: int, n: int, seed: int) -> KMeans:
    """Return a seeded k-means; fewer starts for many passages, where each start costs more."""
    starts = 4 if n <= 2000 else 2
    return KMeans(k, n_init=starts, max_iter=_MAX_ITER, tol=1e-3, random_state=seed)


def fit_topics(
    texts: Sequence[str], points: Floats, vocabulary: Sequence[str], k: int, seed: int
) -> Topics:
    """Fit BERTopic with given vectors, k-means and a counter of Dutch content words.

    Parameters
    ----------
    points
        Unit vectors, shape (n, d).
    """
    bertopic = import_bertopic()
    model = bertopic.BERTopic(
        language="multilingual",
        top_n_words=TOP_WORDS,
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=clusterer(k, len(points), seed),
        vectorizer_model=vectorizer(vocabulary),
        ctfidf_model=bertopic.vectorizers.ClassTfidfTransformer(reduce_frequent_words=True),
        calculate_probabilities=False,
        verbose=False,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _ = model.fit_transform(list(texts), embeddings=points)
    labels = np.asarray(found, dtype=np.int64)
    words = tuple(_named(model.get_topic(topic)) for topic in range(int(labels.max()) + 1))
    return topics_from(labels, points, words)


def topics_from(
    labels: Labels, points: Floats, words: tuple[tuple[tuple[str, float], ...], ...]
) -> Topics:
    """Return topics with their centres, reach and members."""
    k = int(labels.max()) + 1
    one_hot = np.eye(k, dtype=np.float32)[labels]
    centres = unit(one_hot.T @ points)
    near = points @ centres.T
    reach: Floats = (near.mean(axis=0) + CORE * near.std(axis=0)).astype(np.float32)
    return Topics(labels, centres, reach, belongs(near, reach), words)


def belongs(near: Floats, reach: Floats) -> Members:
    """Say which passages belong to which topic.

    Parameters
    ----------
    near
        Cosine of each passage to each centre, shape (n, k).
    reach
        Shape (k,).
    """
    nearest = near.argmax(axis=1)
    inside: Members = near >= reach
    inside &= np.arange(near.shape[1]) == nearest[:, None]
    return inside


def telling_words(counts: Any, labels: Labels, k: int) -> list[frozenset[int]]:
    """Return the columns of each topic's most telling words.

    Parameters
    ----------
    counts
        Sparse word counts, shape (n, words).
    labels
        Topic of each passage, shape (n,).
    """
    bertopic = import_bertopic()
    rows = sparse.csr_matrix(
        (np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=(k, len(labels))
    )
    weigh = bertopic.vectorizers.ClassTfidfTransformer(reduce_frequent_words=True)
    with np.errstate(divide="ignore"):  # a word that these passages do not hold
        weights = weigh.fit_transform(sparse.csr_matrix(rows @ counts)).toarray()
    best = np.argsort(-weights, axis=1, kind="stable")[:, :TOP_WORDS]
    return [
        frozenset(int(c) for c in row if weights[topic, c] > 0) for topic, row in enumerate(best)
    ]


def import_bertopic() -> Any:
    """Import BERTopic when it is needed: it takes seconds, and silences all warnings."""
    with warnings.catch_warnings():
        import bertopic
        import bertopic.dimensionality
        import bertopic.vectorizers
    return bertopic


def _named(pairs: Any) -> tuple[tuple[str, float], ...]:
    return tuple((str(word), float(weight)) for word, weight in pairs or () if word and weight > 0)
