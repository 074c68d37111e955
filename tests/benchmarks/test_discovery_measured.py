"""What was measured of discovery, and a light version of it on part of the example study."""

import json
import sys
import time
from pathlib import Path

import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import measure_discovery as measuring  # noqa: E402

from pipeline.discovery import discover, shuffled_words  # noqa: E402
from pipeline.embedding import load_embedder  # noqa: E402

FIGURES = json.loads(measuring.FIGURES.read_text("utf-8"))
pytestmark = pytest.mark.benchmark


@pytest.fixture(scope="module")
def example():
    return measuring.example()


@pytest.fixture(scope="module")
def part(example):
    """The passages of every third story."""
    passages = example[0]
    stories = sorted(passages["story_id"].unique())[::3]
    return passages[passages["story_id"].isin(stories)].reset_index(drop=True)


def test_the_table_is_made_of_the_figures():
    assert measuring.TABLE.read_text("utf-8") == measuring.table(FIGURES)


def test_every_theme_of_the_codebook_was_hidden_once(example):
    codebook = example[2]
    for name in ("hidden", "defaults"):
        rows = FIGURES[name]["themes"]
        assert [row["theme"] for row in rows] == list(codebook.ids)
        assert all(row["found"] == (row["purity"] >= 0.5 and row["recall"] >= 0.25) for row in rows)


def test_shuffled_words_gave_nothing_in_nineteen_of_twenty_seeds():
    runs = FIGURES["shuffled"]["runs"]
    assert len({run["seed"] for run in runs}) == 20
    assert sum(run["stable"] == 0 for run in runs) >= 19


def test_the_order_of_passages_made_no_difference():
    assert FIGURES["order"]["ari"] >= 0.95
    assert FIGURES["order"]["identical"]


def test_memory_stayed_below_two_gigabytes():
    assert [row["passages"] for row in FIGURES["speed"]["sizes"]] == [5_000, 100_000]
    assert all(row["peak_gib"] <= 2 for row in FIGURES["speed"]["sizes"])


@pytest.mark.slow
def test_real_words_give_candidates_and_shuffled_words_none(example, part):
    embed, codebook = load_embedder().encode, example[2]
    real = discover(part, embed, codebook, None, 1, residual=False)
    mixed = part.sample(frac=1, random_state=2).reset_index(drop=True)
    other = discover(mixed, embed, codebook, None, 1, residual=False)
    none = discover(shuffled_words(part, 1), embed, codebook, None, 1, residual=False)
    assert real.description["highest_support"] > 4
    assert len(real.candidates) > 0
    labels = [measuring.first_candidates(found.members, part) for found in (real, other)]
    assert adjusted_rand_score(*labels) >= 0.95
    assert not none.candidates["stable"].any()


@pytest.mark.slow
def test_five_thousand_passages_cost_a_bounded_number_of_plain_fits(example, record_property):
    """Processor time of everything, beside embedding and one k-means on the same vectors."""
    embed = load_embedder().encode
    large = measuring.enlarged(example[0], 5_000)
    discover(example[0].head(200), embed, example[2], None, 1, residual=False)
    start = time.process_time()
    discover(large, embed, example[2], None, 1, residual=False)
    ours = time.process_time() - start
    start = time.process_time()
    KMeans(40, n_init=1, random_state=1).fit(embed(large["text"].tolist()))
    ratio = ours / (time.process_time() - start)
    record_property("times one plain k-means", round(ratio, 1))
    stored = next(row for row in FIGURES["speed"]["sizes"] if row["passages"] == 5_000)
    assert ratio < 3 * stored["ratio"]
