"""Running Dutch text as lists of lower-case words, one list per sentence or line.

Legal text is sampled down: 36 of the 44 million words would otherwise make *kind* a party to a
contract. Everything else is read whole.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

# The words that the tokenizer of the vectors sees: it splits at apostrophes and hyphens too.
WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
HYPHENATED_LINE_END = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
# A line of prose in a party manifesto goes on in the next line unless it ends a sentence.
WRAPPED_LINE = re.compile(r"(?<=[a-zà-ÿ,])\n(?=[a-zà-ÿ])")
LAW_SHARE = 0.12
SHORTEST, LONGEST = 4, 200


def words(text: str) -> list[str]:
    """Return the lower-case words of a text.

    Examples
    --------
    >>> words("Zo’n gezins-coach kost 40 euro.")
    ['zo', 'n', 'gezins', 'coach', 'kost', '40', 'euro']
    """
    return WORD.findall(text.lower())


def sentences(text: str) -> Iterator[list[str]]:
    """Yield the sentences of a text as words; too short and too long ones are left out."""
    text = HYPHENATED_LINE_END.sub("", text)
    text = WRAPPED_LINE.sub(" ", text)
    for line in text.split("\n"):
        for sentence in SENTENCE_END.split(line):
            found = words(sentence)
            if SHORTEST <= len(found) <= LONGEST:
                yield found


def _json_texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row["text"]
            if "\0" not in text and row.get("language", "nl") == "nl":
                yield text


def _paragraphs(path: Path, encoding: str) -> Iterator[str]:
    text = path.read_text(encoding=encoding)
    for paragraph in re.split(r"\n\s*\n", text):
        yield paragraph.replace("\n", " ")


def sources(folder: Path, seed: int) -> Iterator[tuple[str, str]]:
    """Yield (source, text) for every text under ``folder``.

    Parameters
    ----------
    folder
        Folder with the text collections that ``models/README.md`` names.
    seed
        Decides which laws are kept.
    """
    for path in sorted((folder / "commonvoice").glob("*.txt")):
        yield "commonvoice", path.read_text(encoding="utf-8")
    for path in sorted((folder / "wikipedia_selection").glob("*.sents")):
        yield "wikipedia", path.read_text(encoding="utf-8")
    for path in sorted((folder / "gutenberg").glob("*.txt")):
        yield from (("gutenberg", text) for text in _paragraphs(path, "latin-1"))
    for text in _json_texts(folder / "tiamo_pastoor_blog.jsonl.gz"):
        yield "blog", text
    for text in _json_texts(folder / "verkiezingsprogrammas.jsonl.gz"):
        yield "programmes", text
    draw = random.Random(seed)
    for text in _json_texts(folder / "laws_nl.jsonl.gz"):
        if draw.random() < LAW_SHARE:
            yield "laws", text


def main() -> None:
    """Write every sentence once, words separated by spaces, in a fixed shuffled order."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    seen: set[str] = set()
    counts: dict[str, int] = {}
    for source, text in sources(arguments.folder, arguments.seed):
        for sentence in sentences(text):
            line = " ".join(sentence)
            if line not in seen:
                seen.add(line)
                counts[source] = counts.get(source, 0) + len(sentence)
    lines = sorted(seen)
    random.Random(arguments.seed).shuffle(lines)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} sentences, words per source: {counts}")


if __name__ == "__main__":
    main()
