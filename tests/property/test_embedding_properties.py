"""What holds for every list of texts that gets vectors."""

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import embedding
from pipeline.embedding import load_embedder

OWN = str(Path(embedding.__file__).parents[1] / "models" / "nl_vertellen_vectors")
WORDS = ["school", "geld", "buurvrouw", "gezinscoach", "xqzw", "Ik", "niet", "…", "é", "🙂", "\n"]
TEXTS = st.lists(
    st.one_of(st.text(max_size=40), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)),
    min_size=1,
    max_size=8,
)


@given(texts=TEXTS, order=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_a_vector_does_not_depend_on_the_other_texts(texts, order):
    encode = load_embedder(OWN).encode
    places = list(range(len(texts)))
    order.shuffle(places)
    together = encode(texts)
    np.testing.assert_array_equal(encode([texts[i] for i in places]), together[places])
    np.testing.assert_array_equal(encode(texts[:1]), together[:1])


@given(texts=TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_vector_has_length_one_or_nothing(texts):
    vectors = load_embedder(OWN).encode([*texts, "", "   "])
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.isfinite(vectors).all()
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))
    assert list(lengths[-2:]) == [0, 0]


@given(text=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_capitals_and_spaces_do_not_matter(text):
    encode = load_embedder(OWN).encode
    one, other = encode([" ".join(text), "  ".join(word.upper() for word in text)])
    np.testing.assert_allclose(one, other, atol=1e-6)
