"""Measure the pipeline: treebank tests, the spoken set, names, and speed; write the figures."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import entities
import figures
import spacy
import spacy_corpus
import spoken
import treebanks
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example

Scores = dict[str, float]

TREEBANK_KEYS = (
    "token_acc",
    "tag_acc",
    "pos_acc",
    "morph_acc",
    "lemma_acc",
    "dep_uas",
    "dep_las",
    "sents_f",
)
SPOKEN_KEYS = ("token_acc", "pos_acc", "lemma_acc", "sents_f")
PUBLISHED = {
    "tag_acc": 0.939,
    "pos_acc": 0.957,
    "morph_acc": 0.950,
    "lemma_acc": 0.950,
    "dep_uas": 0.87,
    "dep_las": 0.82,
    "sents_f": 0.88,
    "ents_f": 0.73,
}
"""What nl_core_news_sm 3.8 reports on its own evaluation data (its names: other annotation)."""
REDUCED = {
    "full": (),
    "without_ner": ("ner",),
    "tags_lemmas_sentences": ("parser", "ner"),
    "lemmas_sentences": ("parser", "ner", "tagger", "morphologizer"),
}
WIKIANN_SENTENCES = 2_500
SPEED_WORDS = 6_000


def predicted(nlp: Language, references: Iterable[Doc]) -> list[Example]:
    """Return docs tokenized and annotated anew, each beside its reference."""
    known = list(references)
    texts = [doc.text for doc in known]
    return [Example(doc, gold) for doc, gold in zip(nlp.pipe(texts), known, strict=True)]


def scores(nlp: Language, examples: Iterable[Example], keys: Sequence[str]) -> Scores:
    """Return spaCy's own scores."""
    found = Scorer(nlp).score(list(examples))
    return {key: round(found[key], 4) for key in keys}


def treebank_scores(nlp: Language, folder: Path) -> dict[str, Scores]:
    """Score every test file and both together."""
    measured = {}
    whole: list[Example] = []
    for name in spacy_corpus.TEST:
        docs = spacy_corpus.plain(list(treebanks.read(folder / name)), nlp.vocab)
        found = predicted(nlp, docs)
        measured[name.removesuffix("_test.conllu")] = scores(nlp, found, TREEBANK_KEYS)
        whole += found
    measured["both"] = scores(nlp, whole, TREEBANK_KEYS)
    return measured


def spoken_scores(nlp: Language, path: Path) -> Scores:
    """Score lemmas, parts of speech and sentence ends of the spoken set."""
    return scores(nlp, predicted(nlp, spoken.docs(path, nlp.vocab)), SPOKEN_KEYS)


def name_scores(nlp: Language, sentences: Iterable[tuple[list[str], list[str]]]) -> Scores:
    """Score names of persons, places and organisations; other kinds are left out."""
    blank = spacy.blank("nl")
    docs = [entities.from_words(blank, w, entities.bio_spans(labels)) for w, labels in sentences]
    with nlp.select_pipes(enable=["ner"]):
        found = Scorer(nlp).score(predicted(nlp, docs))
    per_type = {
        f"{label}_f": round(values["f"], 4)
        for label, values in sorted(found["ents_per_type"].items())
    }
    return {**{key: round(found[key], 4) for key in ("ents_p", "ents_r", "ents_f")}, **per_type}


def _seconds(call: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def speed(folder: Path, texts: Sequence[str]) -> Scores:
    """Return words per second of each reduced pipeline and of ``spacy.blank("nl")``."""
    blank = spacy.blank("nl")
    words = sum(len(doc) for doc in blank.pipe(texts))
    measured = {"blank": words / _seconds(lambda: list(blank.pipe(texts, batch_size=128)))}
    for name, without in REDUCED.items():
        nlp = spacy.load(folder, exclude=list(without))

        def run(nlp: Language = nlp) -> list[Doc]:
            return list(nlp.pipe(texts, batch_size=128))

        measured[name] = words / _seconds(run)
    return {name: float(round(value)) for name, value in measured.items()}


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return every figure of the card."""
    nlp = spacy.load(arguments.model)
    wikiann = entities.bio_sentences(arguments.names / "wikiann_nl" / "test", "\t")
    found: dict[str, Any] = {
        "model": f"{nlp.lang}_{nlp.meta['name']}",
        "version": nlp.meta["version"],
        "treebanks": treebank_scores(nlp, arguments.treebanks),
        "spoken": spoken_scores(nlp, arguments.spoken),
        "names": {"wikiann": name_scores(nlp, islice(wikiann, WIKIANN_SENTENCES))},
        "published": PUBLISHED,
    }
    if arguments.conll:
        sentences = entities.conll_sentences(arguments.conll)
        found["names"]["conll2002"] = name_scores(nlp, sentences)
    plain = spacy_corpus.plain(
        list(treebanks.read(arguments.treebanks / spacy_corpus.TEST[1])), nlp.vocab
    )
    texts, words = [], 0
    for doc in plain:
        if words < SPEED_WORDS:
            texts += [sentence.text for sentence in doc.sents]
            words += len(doc)
    found["speed"] = speed(arguments.model, texts)
    size = sum(path.stat().st_size for path in arguments.model.rglob("*") if path.is_file())
    found["size_mb"] = round(size / 1e6, 1)
    return found


def write_performance(model: Path, found: dict[str, Any]) -> None:
    """Put the main figures where spaCy and ``vertellen models`` look for them."""
    path = model / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["performance"] = dict(found["treebanks"]["both"])
    names = found["names"].get("conll2002", found["names"]["wikiann"])
    meta["performance"] |= {key: names[key] for key in ("ents_p", "ents_r", "ents_f")}
    path.write_text(json.dumps(meta, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    """Write ``metrics.json`` and the main figures in ``meta.json``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("names", type=Path)
    parser.add_argument("spoken", type=Path)
    parser.add_argument("--conll", type=Path, help="conll2002.zip, for measuring only")
    parser.add_argument("--tolerance", type=float, help="fail when a figure moved further")
    arguments = parser.parse_args()
    found = measure(arguments)
    figures.save(arguments.model / "metrics.json", found, arguments.tolerance)
    write_performance(arguments.model, found)


if __name__ == "__main__":
    main()
