"""Word vectors from running text with gensim: word2vec or fastText, saved as one NumPy archive.

Runs in the training environment (``requirements-train.txt``), not in the project's own.
One worker, so that the same seed gives the same vectors (set PYTHONHASHSEED=0 as well).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from gensim.models import FastText, Word2Vec
from gensim.models.word2vec import LineSentence

SETTINGS = {
    "vector_size": 128,
    "window": 6,
    "min_count": 4,
    "sg": 1,
    "negative": 8,
    "sample": 1e-4,
    "epochs": 8,
    "workers": 1,
}


def main() -> None:
    """Train and save ``words`` (n,), ``counts`` (n,) and ``vectors`` (n, 128), float32."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("method", choices=("word2vec", "fasttext"))
    parser.add_argument("text", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    sentences = LineSentence(str(arguments.text))
    if arguments.method == "word2vec":
        model = Word2Vec(sentences, seed=arguments.seed, **SETTINGS)
    else:
        model = FastText(
            sentences, seed=arguments.seed, min_n=3, max_n=6, bucket=300_000, **SETTINGS
        )
    words = model.wv.index_to_key
    counts = [model.wv.get_vecattr(word, "count") for word in words]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        arguments.out,
        words=np.array(words),
        counts=np.array(counts, dtype=np.int64),
        vectors=model.wv.vectors.astype(np.float32),
    )
    print(f"{len(words)} words")


if __name__ == "__main__":
    main()
