from itertools import pairwise
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain import Story
from pipeline.pseudonymise import Kind, OffsetMap, Pseudonymiser, PseudonymKey, Replacement
from pipeline.pseudonymise.composed import composed
from pipeline.pseudonymise.detect import united
from pipeline.pseudonymise.kinds import Found

PIECES = (
    "Henk", "Samira", "Jan", "januari", "Januari", "Wil", "wil", "De Loods", "mevrouw", "van der",
    "Berg", "Kerkweg 3", "06-12345678", "a@b.nl", "geb. 3-4-2001", "I:", "\n", ". ", ", ", "zei",
    "[naam 3]", "[plaats", "😀", "'s ", "Groetjes", "Beste", "heet", "K-20999", "ROC", "é", "A.J.",
    "(lacht)", "\u0308", "en", "Zoon", "&", "Anna's", '"',
)  # fmt: skip
stories = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=25).map(
    " ".join
)


@st.composite
def replaced(draw):
    """A text, spans to replace without overlap, and the words for them."""
    text = draw(st.text(min_size=1, max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    words = [draw(st.text(min_size=1, max_size=9)) for _ in spans]
    rows, parts, position = [], [], 0
    for (start, end), word in zip(spans, words, strict=True):
        parts += [text[position:start], word]
        stop = sum(map(len, parts))
        rows.append(Replacement(Kind.PERSON, start, end, stop - len(word), stop, word))
        position = end
    return text, "".join([*parts, text[position:]]), rows


@given(replaced())
def test_positions_never_cross(case):
    text, new, rows = case
    offsets = OffsetMap(rows)
    there = [offsets.to_pseudonymised(position) for position in range(len(text) + 1)]
    back = [offsets.to_source(position) for position in range(len(new) + 1)]
    assert there == sorted(there)
    assert back == sorted(back)
    assert (there[0], there[-1]) == (0, len(new))
    assert (back[0], back[-1]) == (0, len(text))


@given(replaced())
def test_outside_replaced_spans_characters_come_back(case):
    text, new, rows = case
    offsets = OffsetMap(rows)
    hidden = {position for row in rows for position in range(row.start, row.end)}
    for position in set(range(len(text))) - hidden:
        assert new[offsets.to_pseudonymised(position)] == text[position]
        assert offsets.to_source(offsets.to_pseudonymised(position)) == position


@given(replaced(), st.data())
def test_spans_only_grow(case, data):
    text, _, rows = case
    offsets = OffsetMap(rows)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    back = offsets.span_to_source(*offsets.span_to_pseudonymised(start, end))
    assert back[0] <= start
    assert back[1] >= end


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.sampled_from(Kind))))
def test_united_spans_cover_all_and_never_overlap(rows):
    found = [Found(start, start + length, kind) for start, length, kind in rows]
    result = united(found)
    covered = {p for one in found for p in range(one.start, one.end)}
    assert {p for one in result for p in range(one.start, one.end)} == covered
    assert all(a.end <= b.start for a, b in pairwise(result))


@given(st.text(alphabet="aeoZ \u0308\u0301\u0327", max_size=20))
def test_composing_keeps_track_of_where_letters_came_from(text):
    plain, origins = composed(text)
    assert len(origins) == len(plain) + 1
    assert origins == sorted(origins)
    assert (origins[0], origins[-1]) == (0, len(text))
    for position, sign in enumerate(plain):
        piece = text[origins[position] : origins[position + 1]]
        assert normalize("NFC", piece).startswith(sign) or not piece


@pytest.fixture(scope="module")
def pseudonymiser(tmp_path_factory):
    return Pseudonymiser(PseudonymKey(tmp_path_factory.mktemp("key") / "key.json"))


@settings(max_examples=150, deadline=None)
@given(text=stories)
def test_applying_twice_changes_nothing_more(pseudonymiser, text):
    once = pseudonymiser.apply(Story("v", "p", text, "v.txt", "00"))
    assert pseudonymiser.apply(once.story).story == once.story


@settings(max_examples=150, deadline=None)
@given(text=stories)
def test_what_is_not_replaced_is_unchanged(pseudonymiser, text):
    result = pseudonymiser.apply(Story("v", "p", text, "v.txt", "00"))
    old = new = 0
    for row in result.replacements:
        assert text[old : row.start] == result.story.text[new : row.new_start]
        assert result.story.text[row.new_start : row.new_end] == row.pseudonym
        old, new = row.end, row.new_end
    assert text[old:] == result.story.text[new:]
