"""Stories cut into passages."""

import pytest

from pipeline.domain import Story, Turn
from pipeline.segment import segment


def _story(text: str, *turns: tuple[str, str]) -> Story:
    """A story whose turns are given by speaker and words."""
    spans, position = [], 0
    for speaker, words in turns:
        start = text.index(words, position)
        position = start + len(words)
        spans.append(Turn(speaker, start, position))
    return Story("A-1", "p", text, "a.txt", "", turns=tuple(spans))


def _cut(story: Story) -> list[str]:
    passages = segment(story)
    assert all(story.text[p.start : p.end] == p.text for p in passages)
    return [passage.text for passage in passages]


def test_turns_are_passages_with_speaker_and_number():
    story = _story("I: Hoi?\nR: Dag.", ("I", "I: Hoi?"), ("R", "R: Dag."))
    first, second = segment(story)
    assert (first.id, first.number, first.start, first.end) == ("A-1.01", 1, 0, 7)
    assert (second.id, second.number, second.start, second.end) == ("A-1.02", 2, 8, 15)
    assert (first.speaker, second.speaker) == ("I", "R")
    assert (first.is_question, second.is_question) == (True, False)


def test_paragraphs_are_passages():
    text = "Lieve Anna,\n\nEen.\nTwee.\n \t\nDrie.\n\n\n\nVier."
    assert _cut(_story(text)) == ["Lieve Anna,", "Een.\nTwee.", "Drie.", "Vier."]


def test_a_paragraph_in_a_story_with_blank_lines_stays_whole():
    long = "Woord en woord. " * 100
    assert _cut(_story(f"Kop\n\n{long}")) == ["Kop", long.strip()]


def test_long_text_without_blank_lines_is_cut_at_sentence_ends_in_equal_parts():
    sentence = "Dit zijn tien woorden want zo lang is deze zin."
    text = " ".join([sentence] * 45)
    passages = _cut(_story(text))
    assert [len(passage.split()) for passage in passages] == [150, 150, 150]
    assert " ".join(passages) == text


def test_abbreviations_and_quotes_do_not_end_or_lose_a_sentence():
    part = "woord " * 99
    text = f"{part}mw. {part}zei: 'Nee!' {part}einde."
    assert _cut(_story(text)) == [f"{part}mw. {part}zei: 'Nee!'", f"{part}einde."]


def test_line_ends_are_cuts_too():
    text = "\n".join(["woord " * 60 + "slot"] * 4)
    assert len(_cut(_story(text))) == 2


def test_long_text_without_any_sentence_end_stays_whole():
    text = ("woord " * 450).strip()
    assert _cut(_story(text)) == [text]


@pytest.mark.parametrize("break_", ["\n\n", "\n"])
def test_a_very_long_turn_is_cut_at_its_paragraphs(break_):
    one, two = "Woord " * 150 + "een.", "Woord " * 150 + "twee."
    turn = f"R: {one}{break_}{two}"
    story = _story(f"{turn}\nI: Oké.", ("R", turn), ("I", "I: Oké."))
    assert _cut(story) == [f"R: {one}", two, "I: Oké."]
    assert [passage.speaker for passage in segment(story)] == ["R", "R", "I"]


def test_a_very_long_turn_without_paragraphs_and_a_short_one_with_stay_whole():
    long = "R: " + "Woord en woord. " * 100 + "Klaar."
    short = "R: Een.\n\nTwee."
    assert _cut(_story(long, ("R", long))) == [long]
    assert _cut(_story(short, ("R", short))) == [short]


def test_words_outside_all_turns_become_passages_of_nobody():
    text = "Gesprek 3\n\nI: Hoi.\nlos\nR: Dag.\nna afloop"
    story = _story(text, ("I", "I: Hoi."), ("R", "R: Dag."))
    passages = segment(story)
    assert [(passage.speaker, passage.text) for passage in passages] == [
        ("", "Gesprek 3"),
        ("I", "I: Hoi."),
        ("", "los"),
        ("R", "R: Dag."),
        ("", "na afloop"),
    ]


@pytest.mark.parametrize("text", ["", " \n\n\t"])
def test_nothing_gives_nothing(text):
    assert segment(_story(text)) == []


def test_more_than_ninety_nine_passages_get_longer_numbers():
    story = _story("\n\n".join(["x"] * 101))
    assert [segment(story)[n].id for n in (0, 98, 100)] == ["A-1.01", "A-1.99", "A-1.101"]
