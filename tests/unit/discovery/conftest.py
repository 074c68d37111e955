"""A small study with three subjects, and vectors that need no model."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd
import pytest

from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import CODINGS, PASSAGES

_WORDS = {
    "geld": "schuld rekening deurwaarder brief huur loon betalen incasso bank kosten",
    "voetbal": "bal doelpunt trainer veld wedstrijd team keeper kantine shirt gras",
    "tuin": "plant aarde schoffel zaad kas onkruid oogst gieter bloem compost",
}
SUBJECTS = {name: words.split() for name, words in _WORDS.items()}
_FILLER = "toen heb ik weer wat met die en dan nog zo bij ons ook"
FILLER = _FILLER.split()
DIMENSION = 48


def word_vector(word: str) -> np.ndarray:
    """Words of one subject lie near each other, other words anywhere."""
    noise = np.random.default_rng(zlib.crc32(word.encode())).normal(size=DIMENSION)
    for number, words in enumerate(SUBJECTS.values()):
        if word in words:
            noise[number] += 6
    return noise


def encode(texts) -> np.ndarray:
    rows = []
    for text in texts:
        words = [word for word in text.casefold().split() if word.isalpha()]
        total = sum((word_vector(word) for word in words), np.zeros(DIMENSION))
        length = np.linalg.norm(total)
        rows.append(total / length if length else total)
    return np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)


def passage_rows(texts: list[tuple[str, str]]) -> pd.DataFrame:
    """PASSAGES from pairs of story id and text."""
    rows = []
    seen: dict[str, int] = {}
    for story, text in texts:
        seen[story] = number = seen.get(story, 0) + 1
        rows.append(
            {
                "passage_id": f"{story}.{number:02d}",
                "story_id": story,
                "number": number,
                "start": 100 * number,
                "end": 100 * number + len(text),
                "source_start": 100 * number + 7,
                "source_end": 100 * number + 7 + len(text),
                "speaker": "",
                "is_question": False,
                "text": text,
            }
        )
    return PASSAGES.conform(pd.DataFrame(rows))


def told(n: int, seed: int = 1) -> pd.DataFrame:
    """Return ``n`` passages over stories of four, subjects in turn."""
    rng = np.random.default_rng(seed)
    names = list(SUBJECTS)
    texts = []
    for number in range(n):
        own = rng.choice(SUBJECTS[names[number % 3]], 7)
        words = [*own, *rng.choice(FILLER, 5)]
        rng.shuffle(words)
        texts.append((f"S-{number // 4:03d}", " ".join(words)))
    return passage_rows(texts)


@pytest.fixture(scope="session")
def embed():
    return encode


@pytest.fixture(scope="session")
def passages() -> pd.DataFrame:
    return told(150)


@pytest.fixture(scope="session")
def subject_of(passages) -> dict[str, str]:
    names = list(SUBJECTS)
    return {name: names[row % 3] for row, name in enumerate(passages["passage_id"])}


@pytest.fixture(scope="session")
def make_passages():
    return told


@pytest.fixture(scope="session")
def rows():
    return passage_rows


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    money = Theme(
        "geld", "Geld", "Een schuld of rekening betalen.", examples=("De deurwaarder kwam.",)
    )
    garden = Theme("tuin", "Tuin", "Een plant in de aarde, onkruid en oogst.")
    return Codebook("Proef", 4, (money, garden))


@pytest.fixture(scope="session")
def codings(passages, subject_of) -> pd.DataFrame:
    """Money and garden are coded, football is not."""
    coded = passages[["passage_id", "story_id"]].assign(
        theme=passages["passage_id"].map(subject_of), present=True, by="human", coder="coder1"
    )
    return CODINGS.conform(coded[coded["theme"] != "voetbal"])
