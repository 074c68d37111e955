"""Who asks."""

import pytest

from pipeline.domain import Story, Turn
from pipeline.segment.questions import questioners


def _story(*said: tuple[str, str]) -> Story:
    text, turns = "", []
    for speaker, words in said:
        turns.append(Turn(speaker, len(text), len(text) + len(words)))
        text += words + "\n"
    return Story("A-1", "p", text, "", "", turns=tuple(turns))


@pytest.mark.parametrize(
    "label", ["I", "i", "Int", "Int.", "Interviewer", "Interviewer 2", "V", "V1"]
)
def test_an_interviewer_is_known_by_label(label):
    story = _story((label, "Zwaar."), ("R", "Waarom?"), ("R", "Echt?"))
    assert questioners(story) == {label}


def test_all_labelled_interviewers_ask():
    assert questioners(_story(("I1", "Zo."), ("I2", "Ja."), ("R", "Nee."))) == {"I1", "I2"}


def test_a_leader_asks_most_and_at_least_half_of_the_time():
    talk = [("Hanneke", "Wie begint?"), ("Mo", "Ik?"), ("Hanneke", "Goed."), ("Mo", "Nou."),
            ("Hanneke", "En jij, zei ze 'echt?'"), ("Joy", "Ja.")]  # fmt: skip
    assert questioners(_story(*talk)) == {"Hanneke"}
    assert questioners(_story(*talk, ("Hanneke", "Mooi."))) == {"Hanneke"}
    assert questioners(_story(*talk, ("Hanneke", "Mooi."), ("Hanneke", "Dag."))) == frozenset()


def test_a_tie_or_a_single_speaker_or_no_question_gives_nobody():
    assert questioners(_story(("Mo", "Ik?"), ("Joy", "Jij?"))) == frozenset()
    assert questioners(_story(("Mo", "Ik?"), ("Mo", "Jij?"))) == frozenset()
    assert questioners(_story(("Mo", "Ik."), ("Joy", "Jij."))) == frozenset()
    assert questioners(_story()) == frozenset()


def test_words_of_nobody_are_no_questions():
    assert questioners(_story(("", "Gesprek?"), ("Mo", "Wat?"), ("Joy", "Dat."))) == {"Mo"}
