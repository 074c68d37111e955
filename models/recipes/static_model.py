"""From word vectors to passage vectors in Model2Vec's format.

A passage's vector is the sum of its pieces' vectors, so everything is folded into the pieces:

1. words whose vectors share one direction are pulled apart (the mean and the first principal
   components go out; Mu and Viswanath 2018, "All-but-the-top", ICLR);
2. frequent words weigh little: a / (a + p(word)), the smooth inverse frequency of Arora, Liang
   and Ma (2017), "A simple but tough-to-beat baseline for sentence embeddings", ICLR. p comes
   half from the text and half from film subtitles, which are nearer to how people talk;
3. words outside the vocabulary are cut into pieces (WordPiece, longest first), and the pieces'
   vectors are fitted by ridge regression so that together they give the words that were left
   out: *gezins* + *##coach* lands near *gezinscoach*, *##heid* adds little.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.linalg import lsmr
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

Array = NDArray[np.float32]

UNKNOWN = "[UNK]"
CONTINUES = "##"
WHOLE_WORDS = 42_000
TRAINED_PIECES = 9_000
DIRECTIONS = 2
"""Principal components taken out."""
SIF_A = 3e-4
RIDGE = 3.0
"""Pull of a piece towards its prior, in words: a piece needs about as many to leave it."""
SURE_COUNT = 5
"""A word that was seen less often has too rough a vector to stand on its own."""


META = {
    "name": "nl_vertellen_vectors",
    "version": "1.0.0",
    "description": "Static passage vectors for Dutch stories, in Model2Vec's format.",
    "license": "CC BY-SA 4.0",
}


@dataclass(frozen=True)
class WordVectors:
    """Words with their counts (n,) and vectors (n, d)."""

    words: list[str]
    counts: NDArray[np.int64]
    vectors: Array

    @classmethod
    def load(cls, path: Path) -> WordVectors:
        """Read what ``word_vectors.py`` or ``cooccurrence.py`` wrote."""
        saved = np.load(path)
        return cls([str(w) for w in saved["words"]], saved["counts"], saved["vectors"])


def subtitle_counts(path: Path) -> dict[str, int]:
    """Return word counts from lines of a word and a number."""
    counts: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count = line.split()
        counts[word] = counts.get(word, 0) + int(count)
    return counts


def shares(words: Sequence[str], counts: Mapping[str, float], spoken: Mapping[str, int]) -> Array:
    """Return each word's share (n,), half of it from the text and half from the subtitles."""
    written_total, spoken_total = sum(counts.values()), sum(spoken.values())
    return np.array(
        [
            0.5 * counts.get(w, 0) / written_total + 0.5 * spoken.get(w, 0) / spoken_total
            for w in words
        ],
        dtype=np.float32,
    )


def apart(vectors: Array, counts: NDArray[np.int64]) -> Array:
    """Take out the mean and the first directions of the frequent words; make length one."""
    frequent = vectors[np.argsort(-counts)[:20_000]]
    mean = frequent.mean(axis=0)
    _, _, directions = np.linalg.svd(frequent - mean, full_matrices=False)
    centred = vectors - mean
    top = directions[:DIRECTIONS]
    centred = centred - centred @ top.T @ top
    length = np.linalg.norm(centred, axis=1, keepdims=True)
    return (centred / np.maximum(length, 1e-8)).astype(np.float32)


def joined(first: WordVectors, second: WordVectors) -> WordVectors:
    """Return the words of both, the vectors side by side and brought back to the first's size.

    The averaging of word embeddings by concatenation and SVD of Yin and Schütze (2016),
    "Learning word meta-embeddings", ACL, section 3.2.
    """
    place = {word: i for i, word in enumerate(second.words)}
    kept = [i for i, word in enumerate(first.words) if word in place]
    words = [first.words[i] for i in kept]
    counts = first.counts[kept]
    parts = (first.vectors[kept], second.vectors[[place[word] for word in words]])
    both = np.hstack([apart(part, counts) for part in parts])
    _, _, directions = np.linalg.svd(both.T @ both)
    size = first.vectors.shape[1]
    return WordVectors(words, counts, (both @ directions[:size].T).astype(np.float32))


def retrofit(words: Sequence[str], vectors: Array, edges: Mapping[str, Sequence[str]]) -> Array:
    """Pull synonyms together: ten rounds of Faruqui et al. (2015), NAACL, equation 1.

    Parameters
    ----------
    edges
        Words to their synonyms; each neighbour weighs 1/degree, the own vector 1.
    """
    index = {word: i for i, word in enumerate(words)}
    rows, columns = [], []
    for word, synonyms in edges.items():
        for other in synonyms:
            if word in index and other in index and word != other:
                rows += [index[word], index[other]]
                columns += [index[other], index[word]]
    size = len(words)
    graph = coo_matrix((np.ones(len(rows), np.float32), (rows, columns)), (size, size)).tocsr()
    graph.data[:] = 1
    degree = np.asarray(graph.sum(axis=1)).ravel()
    linked = degree > 0
    weight = np.divide(1, degree, out=np.zeros_like(degree), where=linked)
    graph = csr_matrix(graph.multiply(weight[:, None]))
    fitted = vectors.copy()
    for _ in range(10):
        fitted[linked] = (vectors[linked] + (graph @ fitted)[linked]) / 2
    return fitted


def tokenizer(words: Sequence[str], weights: Sequence[float], letters: str) -> Tokenizer:
    """Return a WordPiece tokenizer: whole words, pieces trained on ``words``, every letter.

    Parameters
    ----------
    words, weights
        All words and how much each counts when the pieces are chosen; the first
        ``WHOLE_WORDS`` become whole words.
    """
    made = Tokenizer(models.WordPiece(unk_token=UNKNOWN))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordPieceTrainer(
        vocab_size=TRAINED_PIECES, special_tokens=[UNKNOWN], show_progress=False
    )
    repeated = (w for w, n in zip(words, weights, strict=True) for _ in range(max(1, round(n))))
    made.train_from_iterator(repeated, trainer)
    pieces = [p for p, _ in sorted(made.get_vocab().items(), key=lambda item: item[1])]
    wanted = [*pieces, *letters, *(CONTINUES + c for c in letters), *words[:WHOLE_WORDS]]
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys(wanted))}
    made.model = models.WordPiece(vocab=vocabulary, unk_token=UNKNOWN, max_input_chars_per_word=60)
    return made


def fit_pieces(made: Tokenizer, known: Mapping[str, Array], dimension: int) -> Array:
    """Return the vectors (pieces, d): words keep their own, the others are fitted.

    Parameters
    ----------
    known
        Weighted vectors of words in and outside the vocabulary.
    """
    vocabulary = made.get_vocab()
    table = np.zeros((len(vocabulary), dimension), dtype=np.float32)
    fixed = np.zeros(len(vocabulary), dtype=bool)
    for piece, i in vocabulary.items():
        if piece in known:
            table[i], fixed[i] = known[piece], True
        elif piece.removeprefix(CONTINUES) in known and len(piece) > len(CONTINUES) + 2:
            table[i] = known[piece.removeprefix(CONTINUES)]
    fixed[vocabulary[UNKNOWN]] = True
    outside = [word for word in known if word not in vocabulary]
    cut = made.encode_batch_fast(outside, add_special_tokens=False)
    rows = np.repeat(np.arange(len(outside)), [len(e.ids) for e in cut])
    columns = np.concatenate([e.ids for e in cut])
    ones = np.ones(len(rows), np.float32)
    cuts = coo_matrix((ones, (rows, columns)), (len(outside), len(vocabulary))).tocsr()
    free = np.flatnonzero(~fixed)
    # What the fixed pieces and the priors of the free ones leave unexplained.
    rest = (np.stack([known[word] for word in outside]) - cuts @ table).astype(np.float64)
    cuts = cuts.astype(np.float64)
    for d in range(dimension):
        change = lsmr(cuts[:, free], rest[:, d], damp=np.sqrt(RIDGE), maxiter=60)[0]
        table[free, d] += change.astype(np.float32)
    return table


def synonyms(path: Path, without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Return Open Dutch WordNet's synonyms per single word, ``without`` these headwords."""
    edges = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        word, *others = line.lower().split("\t")
        if word not in without and " " not in word:
            edges[word] = [other for other in others if " " not in other]
    return edges


def build(
    source: WordVectors,
    spoken: Mapping[str, int],
    edges: Mapping[str, Sequence[str]] | None,
) -> StaticModel:
    """Return the passage vectors that these word vectors give."""
    vectors = apart(source.vectors, source.counts)
    if edges:
        vectors = retrofit(source.words, vectors, edges)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-8)
    counts = {w: float(n) for w, n in zip(source.words, source.counts, strict=True)}
    share = shares(source.words, counts, spoken)
    weighted = vectors * (SIF_A / (SIF_A + share))[:, None]
    order = np.lexsort((np.array(source.words), -share))
    sure = [i for i in order if source.counts[i] >= SURE_COUNT]
    known = {source.words[i]: weighted[i] for i in sure}
    ranked = list(known)
    letters = "".join(sorted({c for word in ranked for c in word}))
    made = tokenizer(ranked, [counts[w] ** 0.5 for w in ranked], letters)
    table = fit_pieces(made, known, vectors.shape[1])
    return StaticModel(table.astype(np.float16), made, normalize=True, language=["nl"])


def main() -> None:
    """Write a Model2Vec folder."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("lexicon", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--with", dest="second", type=Path, help="a second set to join")
    parser.add_argument("--wordnet", action="store_true", help="retrofit to Open Dutch WordNet")
    parser.add_argument("--held-out", type=Path, help="headwords not to use, one a line")
    arguments = parser.parse_args()
    held_out: frozenset[str] = frozenset()
    if arguments.held_out:
        held_out = frozenset(arguments.held_out.read_text(encoding="utf-8").split())
    edges = synonyms(arguments.lexicon / "synonyms.tsv", held_out) if arguments.wordnet else None
    spoken = subtitle_counts(arguments.lexicon / "opensubtitles2018_nl_50k.txt")
    source = WordVectors.load(arguments.vectors)
    if arguments.second:
        source = joined(source, WordVectors.load(arguments.second))
    model = build(source, spoken, edges)
    model.save_pretrained(arguments.out)
    # Model2Vec writes a README for its hub; card.md takes its place here.
    (arguments.out / "README.md").unlink()
    (arguments.out / "model.safetensors").chmod(0o644)
    meta = json.dumps(META, indent=2, ensure_ascii=False)
    (arguments.out / "meta.json").write_text(meta + "\n", encoding="utf-8")
    print(f"{len(model.tokens)} pieces, {model.dim} dimensions")


if __name__ == "__main__":
    main()
