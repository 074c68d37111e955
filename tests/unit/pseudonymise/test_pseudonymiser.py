import logging

import pytest

from pipeline.domain import Metadata, Story, Turn
from pipeline.pseudonymise import Pseudonymiser, PseudonymKey


@pytest.fixture
def key(tmp_path):
    return PseudonymKey(tmp_path / "key.json")


@pytest.fixture
def pseudonymiser(key):
    return Pseudonymiser(key)


def _story(text, turns=(), **metadata):
    return Story("v1", "p1", text, "v1.txt", "00", Metadata(**metadata), tuple(turns))


def _new(pseudonymiser, text):
    return pseudonymiser.apply(_story(text)).story.text


@pytest.mark.parametrize("text", ["", " ", "\n\n", "😀", "Gewoon een dag zonder iemand."])
def test_text_without_names_stays_as_it_is(pseudonymiser, text):
    result = pseudonymiser.apply(_story(text))
    assert result.story.text == text
    assert result.replacements == ()


def test_only_a_name(pseudonymiser):
    assert _new(pseudonymiser, "Samira") == "[naam 1]"
    assert _new(pseudonymiser, "Samira Henk") == "[naam 2]"


def test_replacements_say_where(pseudonymiser):
    text = "Mijn maat Henk woont in Assen."
    result = pseudonymiser.apply(_story(text))
    assert result.story.text == "Mijn maat [naam 1] woont in [plaats 1]."
    for row in result.replacements:
        assert result.story.text[row.new_start : row.new_end] == row.pseudonym
    assert [text[row.start : row.end] for row in result.replacements] == ["Henk", "Assen"]


def test_replacements_carry_no_name(pseudonymiser):
    result = pseudonymiser.apply(_story("Mijn maat Henk woont in Assen."))
    assert "Henk" not in repr(result)
    assert "Assen" not in repr(result)


def test_one_person_has_one_pseudonym_in_a_story(pseudonymiser):
    text = "Annemiek Verkuil belde. Ik zei tegen Annemiek dat mevrouw Verkuil moest komen."
    assert _new(pseudonymiser, text) == (
        "[naam 1] belde. Ik zei tegen [naam 1] dat mevrouw [naam 1] moest komen."
    )


def test_a_shared_surname_is_not_given_to_either(pseudonymiser):
    text = "Annemiek Verkuil en Herman Verkuil kwamen. Mevrouw Verkuil zei niks, Herman wel."
    assert _new(pseudonymiser, text) == (
        "[naam 1] en [naam 2] kwamen. Mevrouw [naam 3] zei niks, [naam 2] wel."
    )


def test_the_same_name_keeps_its_pseudonym_in_another_story(pseudonymiser):
    assert _new(pseudonymiser, "Mijn zus Fatima belde.") == "Mijn zus [naam 1] belde."
    assert _new(pseudonymiser, "Ik zag Omar en Fatima.") == "Ik zag [naam 2] en [naam 1]."


def test_the_s_of_possession_stays(pseudonymiser):
    assert _new(pseudonymiser, "Dat zijn Rachids schoenen en Anna's fiets.") == (
        "Dat zijn [naam 1]s schoenen en [naam 2]'s fiets."
    )


def test_turns_move_along_and_speakers_are_replaced(pseudonymiser):
    text = "I: Hoi Samira.\nSamira: Hoi.\nCoach Henk: Dag."
    starts = [0, 15, 28, len(text) + 1]
    turns = [
        Turn(label, start, end - 1)
        for label, start, end in zip(
            ["I", "Samira", "Coach Henk"], starts[:-1], starts[1:], strict=True
        )
    ]
    story = pseudonymiser.apply(_story(text, turns)).story
    assert story.text == "I: Hoi [naam 1].\n[naam 1]: Hoi.\nCoach [naam 2]: Dag."
    assert [turn.speaker for turn in story.turns] == ["I", "[naam 1]", "Coach [naam 2]"]
    assert [story.text[turn.start : turn.end] for turn in story.turns] == story.text.split("\n")


def test_a_speaker_who_is_not_in_the_text(pseudonymiser):
    turns = [Turn("Roos de Vries", 0, 6, 1.5), Turn("Interviewer", 7, 17), Turn("", 0, 3)]
    story = pseudonymiser.apply(_story("Ja hoi. Dag Roos, ja.", turns)).story
    assert [turn.speaker for turn in story.turns] == ["[naam 1]", "Interviewer", ""]
    assert story.text == "Ja hoi. Dag [naam 1], ja."
    assert story.turns[0].seconds == 1.5


@pytest.mark.parametrize("label", ["I", "R", "R2", "Interviewer", "Respondent", "Wijkcoach"])
def test_roles_of_speakers_stay(pseudonymiser, label):
    text = f"{label}: Goed."
    story = pseudonymiser.apply(_story(text, [Turn(label, 0, len(text))])).story
    assert story.turns[0].speaker == label
    assert story.text == text


def test_the_question_is_pseudonymised_too(pseudonymiser):
    story = pseudonymiser.apply(_story("Veel.", question="Wat deed Samira voor je?")).story
    assert story.metadata.question == "Wat deed [naam 1] voor je?"


def test_kept_words_stay(key):
    kept = Pseudonymiser(key, keep=["De Loods", "samira"])
    text = "Samira was in De Loods, met Henk."
    assert kept.apply(_story(text)).story.text == "Samira was in De Loods, met [naam 1]."


def test_applying_twice_changes_nothing_more(pseudonymiser):
    text = "Beste Marjolein,\n\nMijn maat Henk woont op Kerkweg 3.\n\nGroetjes, Samira"
    once = pseudonymiser.apply(_story(text)).story
    twice = pseudonymiser.apply(once)
    assert twice.story == once
    assert twice.replacements == ()


def test_letters_are_counted_in_code_points(pseudonymiser):
    text = "😀😀 Mijn maat Henk 👩‍👧 en mijn zus Zoe\u0308 gingen."
    result = pseudonymiser.apply(_story(text))
    assert result.story.text == "😀😀 Mijn maat [naam 1] 👩‍👧 en mijn zus [naam 2] gingen."
    row = result.replacements[1]
    assert text[row.start : row.end] == "Zoe\u0308"


def test_the_version_follows_what_changes_the_result(key):
    plain, same, other = Pseudonymiser(key), Pseudonymiser(key), Pseudonymiser(key, ["Loods"])
    assert plain.version == same.version != other.version
    assert "deduce" in plain.version


def test_nothing_is_logged(pseudonymiser, caplog, capsys):
    with caplog.at_level(logging.DEBUG):
        pseudonymiser.apply(_story("Mijn maat Henk woont in Assen."))
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")
