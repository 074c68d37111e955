"""Measure passage vectors, all ways of making them side by side; write the figures."""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import figures
import numpy as np
import static_model
import vector_tasks
from model2vec import StaticModel

from pipeline.embedding import load_embedder

MEAN_OF = ("map", "synonyms", "micro_f1", "macro_ap")
PAIRS = 4_000
SPEED_PASSAGES = 20_000
PROBES = (
    ("schuld", "betalingsachterstand"),
    ("gezinscoach", "gezinsbegeleider"),
    ("school", "opleiding"),
    ("eenzaam", "alleen"),
    ("Ik kwam bijna nooit meer buiten.", "De hele dag zat ik binnen."),
    ("Hij belde gewoon bij mij aan.", "Ze stond ineens voor de deur."),
    ("Hij belde gewoon bij mij aan.", "De rente is vier procent."),
)
"""Pairs whose cosine is written down, so that a changed model is noticed."""


def encoder(model: StaticModel) -> vector_tasks.Encode:
    """Return a function that encodes on one core to float32 of length one."""
    model.embedding = model.embedding.astype(np.float32)

    def encode(texts: Sequence[str]) -> vector_tasks.Vectors:
        found: vector_tasks.Vectors = model.encode(
            list(texts), use_multiprocessing=False, normalize=True
        )
        return found

    return encode


def held_out(synonyms: Path) -> list[str]:
    """Return every fifth headword: retrofitting leaves these out, measuring uses only these."""
    return sorted(static_model.synonyms(synonyms))[::5]


def synonym_pairs(synonyms: Path) -> list[tuple[str, str]]:
    """Return held-out headwords, each with one of its synonyms, drawn with a fixed seed."""
    edges = static_model.synonyms(synonyms)
    draw = random.Random(1)
    pairs = [(word, draw.choice(edges[word])) for word in held_out(synonyms) if edges[word]]
    return draw.sample(pairs, min(PAIRS, len(pairs)))


def measure_one(
    model: StaticModel,
    coded: vector_tasks.Coded,
    folds: Sequence[vector_tasks.Fold],
    synonyms: Path,
) -> dict[str, float]:
    """Return the three measurements of one way, and their mean."""
    encode = encoder(model)
    found = vector_tasks.retrieval(encode, coded)
    found["synonyms"] = vector_tasks.synonym_auc(encode, synonym_pairs(synonyms))
    found |= vector_tasks.coder(encode, coded, folds)
    found["mean"] = float(np.mean([found[key] for key in MEAN_OF]))
    return {key: round(value, 4) for key, value in found.items()}


def passages_per_second(encode: vector_tasks.Encode, texts: Sequence[str]) -> float:
    """Return passages per second of processor time on one core, the best of three."""
    many = [texts[i % len(texts)] for i in range(SPEED_PASSAGES)]
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        encode(many)
        best = min(best, time.process_time() - start)
    return float(round(SPEED_PASSAGES / best))


def main() -> None:
    """Write ``metrics.json`` of the shipped vectors."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("shipped", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("synonyms", type=Path)
    parser.add_argument("candidates", type=Path, nargs="+", help="folders; the names tell the way")
    parser.add_argument("--chosen", required=True, help="name of the candidate that ships")
    parser.add_argument("--tolerance", type=float, help="fail when a figure moved further")
    arguments = parser.parse_args()
    coded = vector_tasks.read_coded(arguments.corpus)
    folds = vector_tasks.folds(coded)
    ways = {
        path.name: measure_one(StaticModel.from_pretrained(path), coded, folds, arguments.synonyms)
        for path in arguments.candidates
    }
    without = vector_tasks.coder(None, coded, folds)
    shipped = StaticModel.from_pretrained(arguments.shipped)
    encode = encoder(shipped)
    words = [text.split() for text in coded.texts]
    files = [path for path in arguments.shipped.rglob("*") if path.is_file()]
    found = {
        "model": static_model.META["name"],
        "version": static_model.META["version"],
        "chosen": arguments.chosen,
        "ways": ways,
        "without_vectors": {key: round(value, 4) for key, value in without.items()},
        "pieces": len(shipped.tokens),
        "dimensions": int(shipped.dim),
        "size_mb": round(sum(path.stat().st_size for path in files) / 1e6, 1),
        "passages": len(coded.texts),
        "words_per_passage": round(float(np.mean([len(w) for w in words])), 1),
        "probes": {
            f"{a} | {b}": round(float(encode([a])[0] @ encode([b])[0]), 3) for a, b in PROBES
        },
        "speed": {
            "passages_per_second": passages_per_second(
                load_embedder(str(arguments.shipped)).encode, coded.texts
            ),
            "model2vec": passages_per_second(encode, coded.texts),
        },
    }
    figures.save(arguments.shipped / "metrics.json", found, arguments.tolerance)
    chosen = ways[arguments.chosen]
    performance = {
        "search MAP": chosen["map"],
        "synonyms AUC": chosen["synonyms"],
        "coder micro-F1": chosen["micro_f1"],
    }
    meta = json.dumps({**static_model.META, "performance": performance}, indent=2)
    (arguments.shipped / "meta.json").write_text(meta + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
