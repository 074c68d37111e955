"""Training docs for the entity recogniser, from open data only.

Three sources, each with its own weakness: WikiANN (ODC-BY; only linked names are marked),
Europeana newspapers (CC0; spelling of a century ago), and the treebanks' own proper names
(CC BY-SA; spans are certain, types are not). A treebank name gets its type from the words of
the first two sources, from its gender with a preposition, or from a title before it; one that
stays unknown is left open, so that the recogniser is neither rewarded nor punished there.
"""

from __future__ import annotations

import argparse
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import spacy
import spacy_corpus
import treebanks
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.util import filter_spans

LABELS = {"PER": "PERSON", "LOC": "LOC", "ORG": "ORG"}
"""WikiANN's, Europeana's and CoNLL's labels to the names that ``nl_core_news_sm`` uses."""
TITLES = frozenset(
    {
        "meneer",
        "mevrouw",
        "mijnheer",
        "dhr.",
        "mevr.",
        "mw.",
        "dr.",
        "prof.",
        "professor",
        "minister",
        "premier",
        "president",
        "burgemeester",
        "koning",
        "koningin",
        "prins",
        "prinses",
        "wethouder",
        "oom",
        "tante",
        "zuster",
        "dokter",
        "juf",
        "meester",
        "schrijver",
        "schrijfster",
        "zanger",
        "zangeres",
        "acteur",
        "actrice",
        "trainer",
        "directeur",
        "voorzitter",
    }
)
PLACE_WORDS = frozenset(["in", "te", "uit", "naar", "nabij"])
MARKUP = re.compile(r"^(?:'+|\*+.*|=+|#.*|DOORVERWIJZING|REDIRECT)$")
SURE = 0.8
"""Share of the uses of a name that must have one type before others get it too."""

Spans = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Gazetteer:
    """How often a whole name, and the first word of a longer one, had each type."""

    names: dict[str, Counter[str]]
    first_words: dict[str, Counter[str]]

    def type_of(self, words: Sequence[str]) -> str:
        """Return the type of a name, empty when it is unknown or ambiguous."""
        found = _sure(self.names.get(" ".join(words)), 1)
        if not found and len(words) > 1:
            found = _sure(self.first_words.get(words[0]), 3)
        return found


def _sure(counts: Counter[str] | None, at_least: int) -> str:
    if not counts or counts.total() < at_least:
        return ""
    label, count = counts.most_common(1)[0]
    return label if count >= SURE * counts.total() else ""


def bio_sentences(path: Path, separator: str) -> Iterator[tuple[list[str], list[str]]]:
    """Yield (words, BIO labels) per sentence; without blank lines one sentence of all."""
    words: list[str] = []
    labels: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            if words:
                yield words, labels
            words, labels = [], []
            continue
        columns = line.split(separator)
        word = columns[0].removeprefix("nl:")
        if not (columns[-1] == "O" and MARKUP.match(word)):
            words.append(word)
            labels.append(columns[-1])
    if words:
        yield words, labels


def conll_sentences(archive: Path) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the sentences of CoNLL-2002's second Dutch test set, for measuring only."""
    with zipfile.ZipFile(archive) as opened:
        text = opened.read("conll2002/ned.testb").decode("latin-1")
    for block in text.split("\n\n"):
        rows = [line.split() for line in block.splitlines() if line and "DOCSTART" not in line]
        if rows:
            yield [row[0] for row in rows], [row[-1] for row in rows]


def bio_spans(labels: Sequence[str]) -> Spans:
    """Return half-open (start, end, type) word spans.

    Examples
    --------
    >>> bio_spans(["B-PER", "I-PER", "O", "I-LOC"])
    [(0, 2, 'PERSON'), (3, 4, 'LOC')]
    """
    spans: Spans = []
    for i, label in enumerate([*labels, "O"]):
        kind = LABELS.get(label[2:], "")
        if spans and spans[-1][1] == -1 and (label[:2] != "I-" or kind != spans[-1][2]):
            spans[-1] = (spans[-1][0], i, spans[-1][2])
        if kind and not (spans and spans[-1][1] == -1):
            spans.append((i, -1, kind))
    return spans


def gazetteer(sentences: Sequence[tuple[list[str], list[str]]]) -> Gazetteer:
    """Count the types of names, disambiguation in brackets left out."""
    made = Gazetteer({}, {})
    for words, labels in sentences:
        for start, end, kind in bio_spans(labels):
            name = words[start:end]
            if "(" in name:
                name = name[: name.index("(")]
            name = [word.strip(".,;:\"'") for word in name]
            if name and name[0]:
                made.names.setdefault(" ".join(name), Counter())[kind] += 1
                if len(name) > 1:
                    made.first_words.setdefault(name[0], Counter())[kind] += 1
    return made


def from_words(nlp: Language, words: Sequence[str], spans: Spans) -> Doc:
    """Return a doc over given words joined by spaces, tokenized as spaCy would."""
    doc = nlp.make_doc(" ".join(words))
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word) + 1)
    found = []
    for start, end, kind in spans:
        text = " ".join(words[start:end]).rstrip(".,;:\"'")
        span = doc.char_span(
            offsets[start], offsets[start] + len(text), label=kind, alignment_mode="expand"
        )
        if span is not None:
            found.append(span)
    doc.set_ents(filter_spans(found), default="outside")
    return doc


def wikiann(nlp: Language, path: Path, draw: random.Random) -> Iterator[Doc]:
    """Yield WikiANN's running sentences, and a third of its headings and list items."""
    for words, labels in bio_sentences(path, "\t"):
        prose = len(words) >= 6 and words[-1] in ".?!"
        if prose or draw.random() < 1 / 3:
            yield from_words(nlp, words, bio_spans(labels))


def newspapers(nlp: Language, path: Path, length: int = 60) -> Iterator[Doc]:
    """Yield Europeana's running text in pieces of some sixty words."""
    for words, labels in bio_sentences(path, " "):
        start = 0
        while start < len(words):
            end = min(start + length, len(words))
            while end < len(words) and labels[end].startswith("I-"):
                end += 1
            yield from_words(nlp, words[start:end], bio_spans(labels[start:end]))
            start = end


def proper_names(sentence: treebanks.Sentence) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of neighbouring proper names, inner *van der* included."""
    i = 0
    while i < len(sentence):
        if sentence[i].pos != "PROPN":
            i += 1
            continue
        end = i + 1
        while end < len(sentence) and (
            (sentence[end].pos == "PROPN" or sentence[end].dep == "flat")
            and sentence[end].pos != "PUNCT"
            and i <= sentence[end].head - 1 < end + 3
        ):
            end += 1
        yield i, end
        i = end


def treebank_type(sentence: treebanks.Sentence, start: int, end: int, known: Gazetteer) -> str:
    """Return the type of a treebank name, empty when nothing tells it."""
    found = known.type_of([word.form for word in sentence[start:end]])
    before = sentence[start - 1].form.lower() if start else ""
    if not found and before in TITLES:
        found = "PERSON"
    if not found and before in PLACE_WORDS and "Gender=Neut" in sentence[start].feats:
        found = "LOC"
    return found


def treebank(
    sentences: Sequence[treebanks.Sentence], known: Gazetteer, nlp: Language, draw: random.Random
) -> Iterator[Doc]:
    """Yield treebank sentences, one to ten together, with typed and open names."""
    for group in spacy_corpus.groups(sentences, draw):
        made = treebanks.doc(group, [" "] * len(group), nlp.vocab)
        typed, unknown, offset = [], [], 0
        for sentence in group:
            for start, end in proper_names(sentence):
                kind = treebank_type(sentence, start, end, known)
                span = Span(made, offset + start, offset + end, label=kind)
                (typed if kind else unknown).append(span)
            offset += len(sentence)
        made.set_ents(typed, missing=unknown, default="outside")
        yield made


def main() -> None:
    """Write ``ner.spacy`` and ``ner_dev.spacy``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", type=Path, help="folder with wikiann_nl and europeana")
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    nlp = spacy.blank("nl")
    draw = random.Random(arguments.seed)
    wiki, papers = arguments.names / "wikiann_nl", arguments.names / "europeana_enp_NL.kb.bio"
    known = gazetteer([*bio_sentences(wiki / "train", "\t"), *bio_sentences(papers, " ")])
    train = DocBin(store_user_data=False)
    counts: Counter[str] = Counter()
    made = [*wikiann(nlp, wiki / "train", draw), *newspapers(nlp, papers)]
    for name in spacy_corpus.TRAIN:
        sentences = list(treebanks.read(arguments.treebanks / name))
        made.extend(treebank(sentences, known, nlp, draw))
    draw.shuffle(made)
    for doc in made:
        train.add(doc)
        counts.update(entity.label_ for entity in doc.ents)
    train.to_disk(arguments.out / "ner.spacy")
    dev = list(wikiann(nlp, wiki / "dev", draw))
    DocBin(docs=draw.sample(dev, 1500)).to_disk(arguments.out / "ner_dev.spacy")
    print(f"{len(train)} docs, {dict(counts)}")


if __name__ == "__main__":
    main()
