"""Treebanks to spaCy's training and development docs, with informal line ends mixed in."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import spacy
import treebanks
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

TRAIN = (
    "alpino_A.conllu.gz",
    "alpino_B.conllu.gz",
    "lassy_old_train.conllu",
    "lassy_2018.conllu",
    "ud_alpino_devA.conllu",
    "ud_lassy_devA.conllu",
)
DEV = ("ud_alpino_devB.conllu", "ud_lassy_devB.conllu")
TEST = ("ud_lassy_test.conllu", "ud_alpino_test.conllu")
LONGEST = 10
"""Sentences per doc at most; spaCy's own converter also joins ten."""
ALL_LOWER, INFORMAL, PARAGRAPH = 0.05, 0.3, 0.15
"""Shares of docs in lower case throughout, with informal line ends, and of paragraph ends."""


def groups(
    sentences: Sequence[treebanks.Sentence], draw: random.Random | None
) -> Iterator[list[treebanks.Sentence]]:
    """Yield consecutive sentences together: 1 to 10 at random, or 10 without ``draw``."""
    start = 0
    while start < len(sentences):
        size = draw.randint(1, LONGEST) if draw else LONGEST
        yield list(sentences[start : start + size])
        start += size


def _informal(
    group: list[treebanks.Sentence], draw: random.Random
) -> tuple[list[treebanks.Sentence], list[str]]:
    """Line ends for full stops, small letters for capitals: as people type and transcribe."""
    changed, breaks = [], []
    for sentence in group:
        if draw.random() < 0.5:
            sentence = treebanks.lowered(sentence)
        gap = " "
        if draw.random() < 0.6:
            sentence = treebanks.without_full_stop(sentence)
            gap = draw.choice(("\n", "\n", "\n\n"))
        changed.append(sentence)
        breaks.append(gap)
    return changed, breaks


def varied(
    sentences: Sequence[treebanks.Sentence], vocab: Vocab, draw: random.Random
) -> Iterator[Doc]:
    """Yield docs of random length, some of them in informal style."""
    for group in groups(sentences, draw):
        if draw.random() < INFORMAL:
            group, breaks = _informal(group, draw)
        else:
            breaks = ["\n\n" if draw.random() < PARAGRAPH else " " for _ in group]
        breaks[-1] = " "
        made = treebanks.doc(group, breaks, vocab)
        if draw.random() < ALL_LOWER:
            made = _all_lower(made)
        yield made


def _all_lower(made: Doc) -> Doc:
    values = made.to_json()
    values["text"] = values["text"].lower()
    if len(values["text"]) != len(made.text):
        return made
    return Doc(made.vocab).from_json(values)


def plain(sentences: Sequence[treebanks.Sentence], vocab: Vocab) -> Iterator[Doc]:
    """Yield docs of ten sentences as they stand in the treebank, for measuring."""
    for group in groups(sentences, None):
        yield treebanks.doc(group, [" "] * len(group), vocab)


def main() -> None:
    """Write ``tagger.spacy``, ``parser.spacy`` (training) and ``dev.spacy``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=int, default=2)
    arguments = parser.parse_args()
    vocab = spacy.blank("nl").vocab
    draw = random.Random(arguments.seed)
    tagger, parsed, dev = DocBin(store_user_data=False), DocBin(), DocBin()
    for name in TRAIN:
        sentences = list(treebanks.read(arguments.folder / name))
        for _ in range(arguments.copies):
            for made in varied(sentences, vocab, draw):
                tagger.add(made)
                if not name.startswith(treebanks.NO_DEPRELS):
                    parsed.add(made)
    for name in DEV:
        for made in plain(list(treebanks.read(arguments.folder / name)), vocab):
            dev.add(made)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tagger.to_disk(arguments.out / "tagger.spacy")
    parsed.to_disk(arguments.out / "parser.spacy")
    dev.to_disk(arguments.out / "dev.spacy")
    print(f"{len(tagger)} docs for the tagger, {len(parsed)} for the parser, {len(dev)} dev")


if __name__ == "__main__":
    main()
