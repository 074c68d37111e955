"""Words per second of the reduced pipelines, as ratios on one machine."""

import time
from pathlib import Path

import pytest
import spacy

from pipeline import language
from pipeline.language import load_language, stream

OWN = str(Path(language.__file__).parents[1] / "models" / "nl_vertellen_sm")
NEEDS = {
    "lemma, sentence": ("lemma", "sentence"),
    "tag, morph, lemma, sentence": ("tag", "morph", "lemma", "sentence"),
    "all": ("tag", "morph", "parse", "lemma", "sentence", "entity"),
}
TEXT = (
    "Ik kwam daar eigenlijk alleen voor de koffie. Maar die begeleider vroeg door, elke week "
    "weer, tot ik het vertelde van de brieven onder de trap. "
)


def words_per_second(run, words, rounds=3):
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return words / min(seconds)


@pytest.mark.benchmark
@pytest.mark.slow
def test_what_is_not_needed_costs_nothing(record_property):
    texts = [TEXT + f"Dat was in week {i}." for i in range(150)]
    blank = spacy.blank("nl")
    words = sum(len(doc) for doc in blank.pipe(texts))
    speed = {"blank": words_per_second(lambda: list(blank.pipe(texts, batch_size=128)), words)}
    for name, need in NEEDS.items():
        model = load_language(OWN, need=need)
        speed[name] = words_per_second(lambda model=model: list(stream(model, texts, len)), words)
    for name, value in speed.items():
        record_property(f"{name}: times the full pipeline", round(value / speed["all"], 1))
        record_property(f"{name}: share of blank", round(value / speed["blank"], 3))
    assert speed["lemma, sentence"] > 1.5 * speed["all"]
    assert speed["tag, morph, lemma, sentence"] > 1.3 * speed["all"]
    assert speed["blank"] > speed["lemma, sentence"]
