"""Treebank sentences from CoNLL-U, made alike across releases, as sentences and as spaCy docs."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

# Newer releases write these differently; the older files follow.
DEPREL_NOW = {"flat:name": "flat"}
FEATURE_NOW = {"Abbr=yes": "Abbr=Yes"}
NO_TAGS = ("lassy_old",)
"""Files without fine tags; their pronouns also lack Person and Poss."""
NO_DEPRELS = ("lassy_old", "lassy_2018")
"""Files from before obl:arg and obl:agent: their labels would teach the parser two schemes."""
UNTAGGED = ("paco-test", "paco-realtest")
"""Sections of alpino_B in which every word is an X and even the full stop is a clause."""


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word; an empty string is *not annotated*, never *nothing*."""

    form: str
    lemma: str
    pos: str
    tag: str
    feats: str
    head: int
    dep: str
    space: bool


Sentence = tuple[Word, ...]


def _word(columns: Sequence[str], tagged: bool) -> Word:
    form, lemma, pos, tag, feats = columns[1:6]
    feats = "" if feats == "_" else "|".join(FEATURE_NOW.get(f, f) for f in feats.split("|"))
    if not tagged:
        tag = ""
        if pos == "PRON":
            pos = ""
    dep = "ROOT" if columns[6] == "0" else DEPREL_NOW.get(columns[7], columns[7])
    space = "SpaceAfter=No" not in columns[9]
    return Word(form, lemma, pos, tag, feats, int(columns[6]), dep, space)


def read(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file, gzipped or not."""
    tagged = not path.name.startswith(NO_TAGS)
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        words: list[Word] = []
        skip = False
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if line.startswith("# sent_id"):
                skip = line.split(" = ")[-1].startswith(UNTAGGED)
            elif len(columns) == 10 and columns[0].isdigit() and not skip:
                words.append(_word(columns, tagged))
            elif not line.strip() and words:
                yield tuple(words)
                words = []
        if words:
            yield tuple(words)


def lowered(sentence: Sentence) -> Sentence:
    """Return the sentence without the capital it starts with, unless that is a name's."""
    first = sentence[0]
    if first.pos in ("PROPN", "X", "SYM", "") or first.form.isupper():
        return sentence
    return (replace(first, form=first.form.lower()), *sentence[1:])


def without_full_stop(sentence: Sentence) -> Sentence:
    """Return the sentence without its closing full stop, where nothing hangs on it."""
    last = len(sentence)
    if last < 3 or sentence[-1].form != "." or any(word.head == last for word in sentence):
        return sentence
    return sentence[:-1]


def doc(sentences: Sequence[Sentence], breaks: Sequence[str], vocab: Vocab) -> Doc:
    """Join sentences to one doc.

    Parameters
    ----------
    sentences
        In order.
    breaks
        What stands after each sentence: ``" "`` or line ends. Line ends become a space token
        that belongs to the sentence before, as spaCy's tokenizer makes them.
    """
    words: list[Word] = []
    heads: list[int] = []
    starts: list[int] = []
    for sentence, gap in zip(sentences, breaks, strict=True):
        offset = len(words)
        words.extend(sentence)
        heads.extend(
            offset + i if word.head == 0 else offset + word.head - 1
            for i, word in enumerate(sentence)
        )
        starts.extend([1] + [-1] * (len(sentence) - 1))
        words[-1] = replace(words[-1], space=gap == " ")
        if gap != " ":
            words.append(Word(gap, gap, "SPACE", "_SP", "", 0, "dep", False))
            heads.append(len(words) - 2)
            starts.append(-1)
    made = Doc(
        vocab,
        words=[word.form for word in words],
        spaces=[word.space for word in words],
        lemmas=[word.lemma for word in words],
        pos=[word.pos for word in words],
        tags=[word.tag for word in words],
        morphs=[word.feats for word in words],
        heads=heads,
        deps=[word.dep for word in words],
    )
    for token, word in zip(made, words, strict=True):
        if not word.pos:
            token.set_morph(None)
    return made
