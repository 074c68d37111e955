"""Measure discovery on the example study and write ``tests/benchmarks/discovery.json``.

    python scripts/measure_discovery.py hidden guided shuffled order speed
    python scripts/measure_discovery.py defaults

``hidden`` hides one theme of the codebook at a time and looks whether residual discovery
finds it again; ``guided`` takes the implicit example of a theme as a hunch and looks how many
of the 20 nearest passages carry the theme; ``shuffled`` looks for themes in shuffled words,
with 20 seeds; ``order`` gives the passages in another order; ``speed`` times copies of the
corpus with other words dealt in.
``defaults`` does what ``hidden`` does with BERTopic as it comes (UMAP and HDBSCAN): for an
environment that has ``umap-learn`` besides the project's packages. A table for people is
written beside the figures. Each part can be run by itself; the others stay as they were.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from pipeline.coding import decide_labels
from pipeline.discovery import Match, best_match, discover, nearest_passages, shuffled_words
from pipeline.discovery.material import prepare
from pipeline.domain import Codebook
from pipeline.domain.tables import CODINGS
from pipeline.embedding import load_embedder
from pipeline.pseudonymise import OffsetMap
from pipeline.run.inputs import read_inputs
from pipeline.run.steps import Told, labels_table, passages_table
from pipeline.store import open_study

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "tests/benchmarks/discovery.json"
TABLE = ROOT / "tests/benchmarks/discovery.md"
README = ROOT / "README.md"
START, END = "<!-- discovery:start -->", "<!-- discovery:end -->"
SEED = 20260101
SHUFFLES = 20
NEAREST = 20
SIZES = (5_000, 100_000)


def main() -> None:
    """Measure the parts that are asked for."""
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "hidden": hidden,
        "guided": guided,
        "shuffled": shuffled,
        "order": order,
        "speed": speed,
        "defaults": defaults,
    }
    for name in sys.argv[1:]:
        measured = parts[name]()
        figures = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
        figures[name] = measured
        figures = {key: figures[key] for key in sorted(figures)}
        FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
        TABLE.write_text(table(figures), encoding="utf-8")
        before, rest = README.read_text("utf-8").split(START)
        after = rest.split(END)[1]
        README.write_text(f"{before}{START}\n{table(figures)}{END}{after}", encoding="utf-8")
        print(name, "measured")


def example() -> tuple[pd.DataFrame, pd.DataFrame, Codebook]:
    """Return the example's passages, its adjudicated codings and its codebook."""
    inputs = read_inputs(open_study(ROOT / "corpus"))
    told = [Told(story, OffsetMap(())) for story in inputs.stories]
    passages = passages_table(told)
    labels, _ = labels_table(inputs.codings, passages, told)
    decided = decide_labels(labels, ("adjudicated",))
    decided = decided[(decided["theme"] != "") & (decided["decision"] == "present")]
    story = passages.set_index("passage_id")["story_id"]
    rows = decided[["passage_id", "theme", "coder"]].assign(
        story_id=decided["passage_id"].map(story), present=True, by="human"
    )
    return passages, CODINGS.conform(rows), inputs.codebook


def hidden() -> dict[str, Any]:
    """Hide a theme, run residual discovery, and look for it among stable candidates."""
    passages, codings, codebook = example()
    embed = load_embedder().encode
    rows = []
    for theme in codebook.ids:
        others, rest = _without(codings, codebook, theme)
        found = discover(passages, embed, rest, others, SEED, residual=True)
        looked_at = prepare(passages, others, residual=True).passages["passage_id"]
        carriers = codings.loc[codings["theme"] == theme, "passage_id"]
        stable = found.candidates.loc[found.candidates["stable"], "candidate"]
        groups = found.members.groupby("candidate")["passage_id"].agg(list).to_dict()
        steady = {name: groups[name] for name in stable}
        row = {"theme": theme, "stable": len(steady), "all": len(groups)}
        row |= _row("", best_match(steady, set(carriers), set(looked_at)))
        row |= _row("any_", best_match(groups, set(carriers), set(looked_at)))
        rows.append(row | {"n": len(set(carriers) & set(looked_at))})
        print(row)
    return {"seed": SEED, "versions": _versions("bertopic", "scikit-learn"), "themes": rows}


def guided() -> dict[str, Any]:
    """Take a sentence per theme as a hunch, and count the theme among the nearest passages."""
    passages, codings, codebook = example()
    embed = load_embedder().encode
    told = set(prepare(passages, None, residual=False).passages["passage_id"])
    rows = []
    for theme in codebook.themes:
        hunch = " ".join(theme.implicit_examples or theme.examples)
        near = nearest_passages(hunch, passages, embed, most=NEAREST)["passage_id"]
        carriers = set(codings.loc[codings["theme"] == theme.id, "passage_id"]) & told
        hits = int(near.isin(carriers).sum())
        row = {"theme": theme.id, "hits": hits, "precision": round(hits / NEAREST, 4)}
        rows.append(row | {"chance": round(len(carriers) / len(told), 4)})
    return {"nearest": NEAREST, "themes": rows}


def defaults() -> dict[str, Any]:
    """Do the same with BERTopic's defaults: UMAP, HDBSCAN and all its topics."""
    from bertopic import BERTopic
    from umap import UMAP

    passages, codings, codebook = example()
    embed = load_embedder().encode
    rows = []
    for theme in codebook.ids:
        others, _ = _without(codings, codebook, theme)
        frame = prepare(passages, others, residual=True).passages
        texts = frame["text"].tolist()
        # As BERTopic sets UMAP up itself, with a seed so that it can be done again.
        places = UMAP(15, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED)
        model = BERTopic(language="multilingual", umap_model=places)
        topics, _ = model.fit_transform(texts, embeddings=embed(texts))
        groups: dict[str, list[str]] = defaultdict(list)
        for topic, passage in zip(topics, frame["passage_id"], strict=True):
            if topic >= 0:
                groups[str(topic)].append(passage)
        carriers = set(codings.loc[codings["theme"] == theme, "passage_id"])
        looked_at = set(frame["passage_id"])
        row = {"theme": theme, "all": len(groups)}
        row |= _row("", best_match(groups, carriers, looked_at))
        rows.append(row | {"n": len(carriers & looked_at)})
        print(row)
    versions = _versions("bertopic", "umap-learn", "hdbscan", "numba")
    return {"seed": SEED, "versions": versions, "themes": rows}


def shuffled() -> dict[str, Any]:
    """Look for themes in shuffled words."""
    passages, _, codebook = example()
    embed = load_embedder().encode
    rows = []
    for seed in range(1, SHUFFLES + 1):
        words = shuffled_words(passages, seed)
        found = discover(words, embed, codebook, None, seed, residual=False)
        stable = int(found.candidates["stable"].sum())
        support = found.description["highest_support"]
        rows.append({"seed": seed, "all": len(found.candidates), "stable": stable})
        rows[-1] |= {"support": support, "needed": found.description["support_needed"]}
        print(rows[-1])
    nothing = sum(row["stable"] == 0 for row in rows)
    return {"seeds": SHUFFLES, "without_stable_candidates": nothing, "runs": rows}


def order() -> dict[str, Any]:
    """Give the passages in another order, and the same passages twice."""
    passages, codings, codebook = example()
    embed = load_embedder().encode
    first = discover(passages, embed, codebook, codings, SEED, residual=False)
    again = discover(passages, embed, codebook, codings, SEED, residual=False)
    mixed = passages.sample(frac=1, random_state=1).reset_index(drop=True)
    other = discover(mixed, embed, codebook, codings, SEED, residual=False)
    identical = first.candidates.equals(again.candidates) and first.members.equals(again.members)
    index = adjusted_rand_score(
        first_candidates(first.members, passages), first_candidates(other.members, passages)
    )
    kept = int(first.candidates["stable"].sum())
    return {"ari": float(index), "identical": bool(identical), "stable_candidates": kept}


def speed() -> dict[str, Any]:
    """Time large corpora, vectors included, beside one plain k-means on the same vectors."""
    passages, _, codebook = example()
    embed = load_embedder().encode
    discover(passages.head(300), embed, codebook, None, SEED, residual=False)
    rows = []
    for size in SIZES:
        large = enlarged(passages, size)
        start, wall = time.process_time(), time.perf_counter()
        found = discover(large, embed, codebook, None, SEED, residual=False)
        cpu, wall = time.process_time() - start, time.perf_counter() - wall
        start = time.process_time()
        vectors = embed(large["text"].tolist())
        KMeans(40, n_init=1, random_state=SEED).fit(vectors)
        plain = time.process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        rows.append({"passages": size, "cpu_s": round(cpu, 1), "wall_s": round(wall, 1)})
        rows[-1] |= {"plain_kmeans_cpu_s": round(plain, 1), "ratio": round(cpu / plain, 2)}
        rows[-1] |= {"peak_gib": round(memory, 2), "candidates": len(found.candidates)}
        print(rows[-1])
    return {"sizes": rows, "versions": _versions("bertopic", "scikit-learn", "numpy")}


def enlarged(passages: pd.DataFrame, size: int) -> pd.DataFrame:
    """Return ``size`` passages: what people told, each time with a fifth of the words swapped."""
    told = passages[~passages["is_question"]].reset_index(drop=True)
    rng = np.random.default_rng(SEED)
    words = np.array(" ".join(told["text"]).split())
    picked = rng.integers(0, len(told), size)
    texts = []
    for row in picked:
        own = np.array(told["text"].iloc[row].split(), dtype=object)
        swap = rng.random(len(own)) < 0.2
        own[swap] = rng.choice(words, int(swap.sum()))
        texts.append(" ".join(own))
    large = told.iloc[picked].reset_index(drop=True)
    numbers = np.arange(size)
    ids = [f"L-{number // 10:05d}" for number in numbers]
    return large.assign(
        text=texts,
        story_id=ids,
        passage_id=[
            f"{story}.{number % 10:02d}" for story, number in zip(ids, numbers, strict=True)
        ],
        speaker="",
    )


def table(figures: dict[str, Any]) -> str:
    """Return the figures as tables for people."""
    lines = []
    if "hidden" in figures:
        lines += _hidden_table(figures)
    if "guided" in figures:
        part = figures["guided"]
        share = float(np.mean([row["precision"] for row in part["themes"]]))
        chance = float(np.mean([row["chance"] for row in part["themes"]]))
        lines.append(
            f"A theme's implicit example as a hunch: {share:.0%} of the {part['nearest']} nearest "
            f"passages carry the theme on average, where chance gives {chance:.0%}.\n"
        )
    if "shuffled" in figures:
        part = figures["shuffled"]
        lines.append(
            f"Shuffled words: no stable candidate in {part['without_stable_candidates']} of "
            f"{part['seeds']} seeds.\n"
        )
    if "order" in figures:
        part = figures["order"]
        lines.append(
            f"Passages in another order: adjusted Rand index {part['ari']:.3f}. Twice the same "
            f"seed: {'identical' if part['identical'] else 'different'}.\n"
        )
    if "speed" in figures:
        lines.append("| passages | CPU seconds | one k-means | ratio | peak GiB |")
        lines.append("|---:|---:|---:|---:|---:|")
        lines += [
            f"| {row['passages']} | {row['cpu_s']} | {row['plain_kmeans_cpu_s']} | "
            f"{row['ratio']} | {row['peak_gib']} |"
            for row in figures["speed"]["sizes"]
        ]
    return "\n".join(lines).rstrip() + "\n"


def _hidden_table(figures: dict[str, Any]) -> list[str]:
    usual = {row["theme"]: row for row in figures.get("defaults", {}).get("themes", [])}
    lines = [
        "| hidden theme | passages | chance | purity | recall | found | BERTopic's defaults: "
        "purity | recall | found |",
        "|---|---:|---:|---:|---:|---|---:|---:|---|",
    ]
    for row in figures["hidden"]["themes"]:
        other = usual.get(row["theme"])
        cells = [row["theme"], str(row["n"]), f"{row['chance']:.2f}", *_cells(row), *_cells(other)]
        lines.append(f"| {' | '.join(cells)} |")
    ours = sum(row["found"] for row in figures["hidden"]["themes"])
    theirs = str(sum(row["found"] for row in usual.values())) if usual else ""
    lines.append(f"| **found** | | | | | {ours} of 14 | | | {theirs} |")
    names = figures.get("defaults", {}).get("versions", {})
    versions = ", ".join(f"{name} {version}" for name, version in names.items())
    return [*lines, "", *([f"BERTopic's defaults: {versions}.", ""] if versions else [])]


def _cells(row: dict[str, Any] | None) -> list[str]:
    if row is None:
        return ["", "", ""]
    return [f"{row['purity']:.2f}", f"{row['recall']:.2f}", "yes" if row["found"] else "no"]


def _row(prefix: str, match: Match) -> dict[str, Any]:
    values = {"purity": round(match.purity, 4), "recall": round(match.recall, 4)}
    row = {f"{prefix}{name}": value for name, value in values.items()}
    return row | {f"{prefix}found": match.matches, "chance": round(match.chance, 4)}


def _without(
    codings: pd.DataFrame, codebook: Codebook, theme: str
) -> tuple[pd.DataFrame, Codebook]:
    rest = tuple(item for item in codebook.themes if item.id != theme)
    return codings[codings["theme"] != theme], Codebook(codebook.title, codebook.version, rest)


def first_candidates(members: pd.DataFrame, passages: pd.DataFrame) -> list[str]:
    """Return the first candidate of every passage, or nothing."""
    first = members.drop_duplicates("passage_id").set_index("passage_id")["candidate"]
    return list(passages["passage_id"].map(first).fillna(""))


def _versions(*names: str) -> dict[str, str]:
    return {name: metadata.version(name) for name in names}


if __name__ == "__main__":
    main()
