"""Subtitles: cues on a screen become turns of people."""

import pytest

from pipeline.domain import UserError
from pipeline.ingest import subtitles


def _vtt(*cues: tuple[str, str, str]) -> str:
    blocks = [f"00:{start} --> 00:{end}\n{text}" for start, end, text in cues]
    return "WEBVTT\n\n" + "\n\n".join(blocks) + "\n"


def _turns(draft) -> list[tuple[str, str, float | None]]:
    return [(turn.speaker, draft.text[turn.start : turn.end], turn.seconds) for turn in draft.turns]


def test_voice_tags_become_turns_with_their_time(make):
    data = _vtt(
        ("00:01.000", "00:03.500", "<v Hanneke>Fijn dat jullie er zijn.\nWie begint?</v>"),
        ("00:04.000", "00:05.000", "<v Ilias>Zijn die koeken voor ons?"),
    )
    draft = subtitles.read(make.source("a.vtt", data))
    assert draft.text == (
        "Hanneke: Fijn dat jullie er zijn. Wie begint?\nIlias: Zijn die koeken voor ons?"
    )
    assert [(speaker, seconds) for speaker, _, seconds in _turns(draft)] == [
        ("Hanneke", 1.0),
        ("Ilias", 4.0),
    ]


def test_cues_of_one_speaker_are_one_turn_until_a_pause(make):
    data = _vtt(
        ("00:01.000", "00:03.000", "<v R>Ik ging weg.</v>"),
        ("00:04.900", "00:06.000", "<v R>Naar huis, dacht ik,</v>"),
        ("00:16.000", "00:18.000", "<v R>maar nee.</v>"),
        ("00:20.000", "00:21.000", "<v R>Zo was het.</v>"),
    )
    draft = subtitles.read(make.source("a.vtt", data))
    assert _turns(draft) == [
        ("R", "R: Ik ging weg. Naar huis, dacht ik, maar nee.", 1.0),
        ("R", "R: Zo was het.", 20.0),
    ]


def test_two_voices_in_one_cue_are_two_turns(make):
    data = _vtt(("00:01.000", "00:03.000", "<v I>En toen?</v>\n<v.luid R>Niks.</v>"))
    assert subtitles.read(make.source("a.vtt", data)).text == "I: En toen?\nR: Niks."


def test_labels_in_the_text_name_speakers_and_carry_on(make):
    data = (
        "1\n00:00:01,000 --> 00:00:02,000\nI: Waar werk je?\n\n"
        "2\n00:00:02,500 --> 00:00:04,000\nR: Bij Bloemers,\n\n"
        "3\n00:00:04,500 --> 00:00:06,000\nachter de brandweer. Mijn maat zei: kom.\n\n"
        "4\n00:00:06,500 --> 00:00:07,000\n- I: Zwaar.\n"
    ).replace("- I", "I")
    draft = subtitles.read(make.source("a.srt", data))
    assert _turns(draft) == [
        ("I", "I: Waar werk je?", 1.0),
        ("R", "R: Bij Bloemers, achter de brandweer. Mijn maat zei: kom.", 2.5),
        ("I", "I: Zwaar.", 6.5),
    ]


def test_a_word_with_a_colon_inside_a_sentence_names_nobody(make):
    data = _vtt(
        ("00:01.000", "00:03.000", "R: Toen zei die jongen van de"),
        ("00:03.100", "00:05.000", "Stadsbank: kom maar."),
        ("00:05.100", "00:06.000", "I: En toen ging u naar"),
        ("00:06.100", "00:07.000", "R: Huis."),
    )
    draft = subtitles.read(make.source("a.vtt", data))
    assert draft.text == (
        "R: Toen zei die jongen van de Stadsbank: kom maar.\nI: En toen ging u naar\nR: Huis."
    )


def test_a_cue_with_an_impossible_time_is_counted(make):
    data = _vtt(
        ("00:01.000", "00:60.000", "<v R>Verloren.</v>"),
        ("01:01.000", "01:02.000", "<v R>Gevonden.</v>"),
    )
    draft = subtitles.read(make.source("a.vtt", data))
    assert draft.text == "R: Gevonden."
    assert draft.problems[0].code == "ingest.cues_lost"
    assert draft.problems[0].values == {"count": 1}


def test_without_speakers_pauses_make_paragraphs(make):
    data = _vtt(
        ("00:01.000", "00:03.000", "Ey Dwight, met mij."),
        ("00:03.100", "00:05.000", "Luister &amp; <i>huiver</i>."),
        ("00:09.000", "00:10.000", "Oké."),
    )
    draft = subtitles.read(make.source("a.vtt", data))
    assert draft.text == "Ey Dwight, met mij. Luister & huiver.\n\nOké."
    assert draft.turns == ()


def test_windows_1252_subtitles_keep_their_accents(make):
    data = _vtt(("00:01.000", "00:02.000", "<v Zoë>Eén café.</v>")).encode("cp1252")
    draft = subtitles.read(make.source("a.vtt", data))
    assert draft.text == "Zoë: Eén café."
    assert draft.problems[0].code == "ingest.encoding"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.vtt", "geen kop\n", "ingest.not_this_format"),
        ("a.srt", "gewoon een verhaal\n", "ingest.not_this_format"),
        ("a.vtt", "WEBVTT\n\n", "ingest.no_cues"),
    ],
)
def test_what_holds_no_subtitles_is_refused(make, name, data, code):
    with pytest.raises(UserError) as caught:
        subtitles.read(make.source(name, data))
    assert caught.value.problems[0].code == code
