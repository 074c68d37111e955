"""The spoken set: informal Dutch with sentence ends, lemmas and parts of speech."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

LINE_END = "SpacesAfter=\\n"


def docs(path: Path, vocab: Vocab) -> Iterator[Doc]:
    """Yield one doc per turn (``# newdoc``); a line end is a space token, as in spaCy."""
    turn: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "# newdoc"]:
        if line.startswith("# newdoc"):
            if turn:
                yield _doc(turn, vocab)
            turn = []
        elif not line.startswith("#"):
            turn.append(line)


def _doc(lines: list[str], vocab: Vocab) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    lemmas: list[str] = []
    parts: list[str] = []
    starts: list[bool] = []
    for line in lines:
        if not line:
            continue
        number, form, lemma, part, *_, misc = line.split("\t")
        words.append(form)
        lemmas.append(lemma)
        parts.append(part)
        starts.append(number == "1")
        spaces.append(misc == "_")
        if misc == LINE_END:
            words.append("\n")
            lemmas.append("\n")
            parts.append("SPACE")
            starts.append(False)
            spaces.append(False)
    return Doc(vocab, words=words, spaces=spaces, lemmas=lemmas, pos=parts, sent_starts=starts)
