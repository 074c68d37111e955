"""Make the list of ordinary Dutch words that pseudonymising leans on.

A word is ordinary when running Dutch writes it with a small letter: counted inside sentences
only, so that a capital at the start of a sentence says nothing. Names that are words as well
(Wil, Storm, Pas) thereby need evidence before they are replaced. Only the list goes into the
project; the texts stay where they are.

    python scripts/build_ordinary_words.py FOLDER [OUTPUT]

FOLDER holds ``text/`` and ``lexicon/`` (party manifestos, blog, laws, sentences, WordNet).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path(__file__).parents[1] / "pipeline/pseudonymise/data/ordinary_words.txt"
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
INSIDE_SENTENCE = re.compile(r"[\w,;)] +$")
EVERY_NTH_LAW = 12
"""Laws are many and of one register: enough for their vocabulary, not enough to rule."""
MIN_COUNT = 3
MAX_LETTERS = 14
"""Longer words are compounds, which the reader of the list takes apart itself."""
MIN_SMALL_SHARE = 0.7
"""Names used as words in passing ("een wil") stay below this; ordinary words are far above."""


def main() -> None:
    """Count, choose and write."""
    folder = Path(sys.argv[1])
    output = Path(sys.argv[2]) if len(sys.argv) > 2 else OUTPUT
    small, capital = count(documents(folder / "text"))
    words = {
        word
        for word, n in small.items()
        if n >= MIN_COUNT and n / (n + capital[word]) >= MIN_SMALL_SHARE
    }
    lemmas = set(wordnet(folder / "lexicon" / "wn-data-nld.tab"))
    words |= {word for word in lemmas if capital[word] <= small[word]}
    words = {word for word in words if len(word) <= MAX_LETTERS}
    output.write_text("\n".join(sorted(words)) + "\n", encoding="utf-8")
    print(f"{len(words)} words in {output.name}")


def documents(folder: Path) -> Iterator[str]:
    """Yield Dutch texts of several kinds."""
    for name in ("tiamo_pastoor_blog", "verkiezingsprogrammas", "laws_nl"):
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                binary = "\x00" in row["text"][:1000]
                skipped = name == "laws_nl" and number % EVERY_NTH_LAW
                if not binary and not skipped and row.get("language", "nl") == "nl":
                    yield row["text"]
    for path in sorted((folder / "commonvoice").glob("*.txt")):
        yield path.read_text(encoding="utf-8")
    yield (folder / "wikipedia_selection" / "nlwikipedia-selection.sents").read_text("utf-8")


def count(texts: Iterator[str]) -> tuple[Counter[str], Counter[str]]:
    """Count words inside sentences: written small, and with a first capital."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for match in WORD.finditer(text):
            word = match.group()
            if len(word) < 2 or word.isupper():
                continue
            if word.islower():
                small[word] += 1
            elif INSIDE_SENTENCE.search(text, max(0, match.start() - 4), match.start()):
                capital[word.lower()] += 1
    return small, capital


def wordnet(path: Path) -> Iterator[str]:
    """Yield the single-word lemmas that Open Dutch WordNet writes small."""
    for line in path.read_text(encoding="utf-8").splitlines():
        lemma = line.split("\t")[-1]
        if lemma.islower() and WORD.fullmatch(lemma):
            yield lemma


if __name__ == "__main__":
    main()
