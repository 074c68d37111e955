"""The coder's time grows with the text, not with its square."""

import time
from pathlib import Path

import pandas as pd
import pytest

from pipeline.coding import bags, default_coders
from pipeline.coding.frame import prepare
from pipeline.store import open_study
from pipeline.train import study_material

ROOT = Path(__file__).parents[2]


@pytest.mark.benchmark
@pytest.mark.slow
def test_twice_the_passages_take_about_twice_the_time():
    corpus, _ = study_material(open_study(ROOT / "corpus"))
    frame = prepare(corpus.passages)
    coder = default_coders(ROOT / "models").full
    coder.suggest(frame.head(50))
    twice = pd.concat([frame, frame], ignore_index=True)
    spent = []
    for part in (frame, twice):
        bags._names.cache_clear()
        began = time.process_time()
        coder.suggest(part)
        spent.append(time.process_time() - began)
    assert spent[1] < 3 * spent[0]
    assert spent[0] / len(frame) * 10_000 < 10
