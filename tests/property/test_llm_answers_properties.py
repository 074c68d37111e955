"""Whatever a model writes: an answer is literal, of the codebook, once; or it is not there."""

import json

from hypothesis import given
from hypothesis import strategies as st

from pipeline.coding.llm.answers import read_answers, read_stored
from pipeline.coding.llm.evidence import EDGES, find_quote
from pipeline.coding.llm.prompt import Asked, load_prompt
from pipeline.coding.llm.strict_json import BrokenAnswerError
from pipeline.domain import Codebook, Theme

BOOK = Codebook("Proef", 1, (Theme("steun", "Steun", "x"), Theme("moed", "Moed", "y")))
PROMPTS = {name: load_prompt(name, BOOK) for name in ("nl_list_1", "nl_each_1")}
ASKED = [Asked("Zij kwam élke week 🙂."), Asked("Ik belde zelf.", before="Zij kwam.")]

words = st.text(st.sampled_from("abé 🙂.\"'“”\n\u0301"), max_size=30)
quotes = st.sampled_from(["Zij kwam", "élke week 🙂", "Ik belde", "“Ik belde”", "Zij", "", "?"])
names = st.sampled_from(["steun", "moed", "onzin", ""])
odd = st.one_of(st.none(), st.integers(), st.booleans(), st.just([]), st.just({}))
found = st.one_of(st.fixed_dictionaries({"theme": names, "evidence": quotes}), odd)
item = st.fixed_dictionaries(
    {"id": st.one_of(st.sampled_from(["1", "2", "3"]), odd)},
    optional={
        "themes": st.one_of(st.lists(found, max_size=4), odd),
        "decisions": st.dictionaries(names, st.one_of(st.booleans(), odd), max_size=3),
    },
)
answers = st.fixed_dictionaries({"passages": st.lists(st.one_of(item, odd), max_size=5)})


@given(words, st.data())
def test_every_part_of_a_passage_is_found_as_itself(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    part = text[start:end]
    span = find_quote(part, text)
    assert (span is not None) == any(letter.isalnum() for letter in part)
    if span is not None:
        assert text[slice(*span)] in (part, part.strip(EDGES))


@given(words, words)
def test_what_is_found_is_the_quote_itself(quote, text):
    span = find_quote(quote, text)
    if span is not None:
        assert 0 <= span[0] < span[1] <= len(text)
        assert text[slice(*span)] in (quote, quote.strip(EDGES))
    elif any(letter.isalnum() for letter in quote):
        assert quote.strip(EDGES) not in text


@given(answers, st.sampled_from(sorted(PROMPTS)))
def test_an_answer_is_literal_and_of_the_codebook_or_absent(answer, name):
    try:
        read = read_answers(json.dumps(answer), [], ASKED, PROMPTS[name])
    except BrokenAnswerError:
        return
    ids = [each.get("id") for each in answer["passages"] if isinstance(each, dict)]
    assert set(read) <= {0, 1}
    for number, each in read.items():
        assert ids.count(str(number + 1)) == 1
        assert not set(each.spans) & each.refused
        assert {*each.spans, *each.refused} <= set(BOOK.ids)
        [said] = [
            one
            for one in answer["passages"]
            if isinstance(one, dict) and one.get("id") == str(number + 1)
        ]
        for theme, (start, end) in each.spans.items():
            quoted = [one["evidence"].strip(EDGES) for one in said["themes"]]
            assert ASKED[number].words[start:end].strip(EDGES) in quoted
            assert theme in [one["theme"] for one in said["themes"]]
        again = read_stored(each.stored(), ASKED[number].words, BOOK.ids)
        assert again == each


@given(st.text(max_size=200), st.sampled_from(sorted(PROMPTS)))
def test_any_text_is_read_or_broken_and_nothing_else(content, name):
    try:
        assert read_answers(content, [], ASKED, PROMPTS[name]) is not None
    except BrokenAnswerError as error:
        assert error.args == ()
        assert error.__context__ is None
