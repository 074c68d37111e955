"""Whatever the text: passages are in order, apart, literal, and no word is lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain import Story
from pipeline.ingest.turns import find_turns
from pipeline.segment import segment
from pipeline.segment.stretches import balanced

SAID = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=60)
WORDS = st.lists(st.sampled_from(["ja", "nee.", "toen?", "mw.", "één", "😊", "zei: 'weg!'"]))
LINE = st.one_of(
    SAID,
    WORDS.map(" ".join),
    st.tuples(st.sampled_from(["I", "R", "Mo", "Zoë", "Wk 36"]), SAID).map(": ".join),
    st.just("\n"),
    WORDS.map(lambda words: " ".join(words * 60)),
)
TEXT = st.lists(LINE, max_size=12).map("\n".join)


def _story(text: str) -> Story:
    return Story("A-1", "p", text, "", "", turns=find_turns(text))


@given(TEXT)
@settings(deadline=None)
def test_spans_hold_for_any_text(text):
    story = _story(text)
    passages = segment(story)
    covered = [False] * len(text)
    position = 0
    for number, passage in enumerate(passages, start=1):
        assert passage.text == text[passage.start : passage.end]
        assert passage.text.strip() == passage.text != ""
        assert position <= passage.start < passage.end
        assert (passage.number, passage.id) == (number, f"A-1.{number:02d}")
        position = passage.end
        covered[passage.start : passage.end] = [True] * (passage.end - passage.start)
    assert all(seen or char.isspace() for seen, char in zip(covered, text, strict=True))


@given(TEXT)
@settings(deadline=None)
def test_turns_are_in_order_apart_and_hold_every_word(text):
    turns = find_turns(text)
    position = 0
    for turn in turns:
        assert not text[position : turn.start].strip()
        assert text[turn.start : turn.end].startswith(turn.speaker) or not turn.speaker
        position = turn.end
    assert not turns or not text[position:].strip()


@given(st.lists(st.sampled_from(["ja", "nee.", "zo!", "wat?"]), min_size=1, max_size=400))
@settings(deadline=None)
def test_balanced_stretches_are_even(words):
    text = " ".join(words)
    stretches = balanced(text, 0, len(text), 50)
    assert " ".join(text[start:end] for start, end in stretches) == text
    ends_often = max(
        (len(part.split()) for part in text.replace("!", ".").replace("?", ".").split(".")),
        default=0,
    )
    # A cut lies at the sentence end nearest to its ideal place, so at most one sentence off.
    assert all(len(text[start:end].split()) <= 60 + 2 * ends_often for start, end in stretches)
