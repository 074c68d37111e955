"""Word vectors from counts: positive pointwise mutual information and a truncated SVD.

Context distribution smoothing (power .75) and square-rooted singular values after Levy,
Goldberg and Dagan (2015), "Improving distributional similarity with lessons learned from word
embeddings", TACL 3, section 3.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

SMALLEST_COUNT = 4
LARGEST_VOCABULARY = 60_000
WINDOW = 5
SMOOTHING = 0.75
DIMENSIONS = 128
BOUNDARY = -1


def ids(path: Path) -> tuple[NDArray[np.int32], list[str], NDArray[np.int64]]:
    """Return word ids with ``BOUNDARY`` between sentences, the words, and their counts.

    Rare words get the boundary's id too: no pair reaches across them.
    """
    text = path.read_text(encoding="utf-8")
    counts = Counter(text.split())
    words = [w for w, n in counts.most_common(LARGEST_VOCABULARY) if n >= SMALLEST_COUNT]
    index = {word: i for i, word in enumerate(words)}
    found = [index.get(w, BOUNDARY) for w in text.replace("\n", " \n ").split(" ") if w]
    return np.array(found, np.int32), words, np.array([counts[w] for w in words], np.int64)


def pair_counts(sequence: NDArray[np.int32], size: int) -> csr_matrix:
    """Return the symmetric (size, size) counts of words within ``WINDOW`` of each other."""
    total = csr_matrix((size, size), dtype=np.float32)
    reachable = np.ones(len(sequence), dtype=bool)
    for distance in range(1, WINDOW + 1):
        left, right = sequence[:-distance], sequence[distance:]
        # A pair counts only if no boundary stands between its words.
        reachable = reachable[: len(left)] & (right != BOUNDARY)
        use = reachable & (left != BOUNDARY)
        ones = np.full(int(use.sum()), 1 / distance, dtype=np.float32)
        total += coo_matrix((ones, (left[use], right[use])), shape=(size, size)).tocsr()
    return (total + total.T).tocsr()


def ppmi(counts: csr_matrix) -> csr_matrix:
    """Return positive pointwise mutual information with smoothed contexts."""
    row = np.asarray(counts.sum(axis=1)).ravel()
    context = row**SMOOTHING
    found = counts.tocoo()
    expected = row[found.row] * context[found.col] / context.sum()
    values = np.log(found.data / expected)
    keep = values > 0
    return csr_matrix(
        (values[keep].astype(np.float32), (found.row[keep], found.col[keep])), counts.shape
    )


def main() -> None:
    """Save ``words`` (n,), ``counts`` (n,) and ``vectors`` (n, 128), float32."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("text", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sequence, words, counts = ids(arguments.text)
    matrix = ppmi(pair_counts(sequence, len(words)))
    left, singular, _ = randomized_svd(matrix, DIMENSIONS, n_iter=4, random_state=arguments.seed)
    vectors = (left * np.sqrt(singular)).astype(np.float32)
    np.savez(arguments.out, words=np.array(words), counts=counts, vectors=vectors)
    print(f"{len(words)} words, {matrix.nnz} pairs")


if __name__ == "__main__":
    main()
