"""Labels at the start of a line."""

import pytest

from pipeline.ingest.labels import Label, Role, is_speaker, role, speaker_labels, split_label


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("I: Hoi.", Label("I", "Hoi.")),
        ("  Respondent 2: Ja.", Label("Respondent 2", "Ja.")),
        ("Gül: Nee.", Label("Gül", "Nee.")),
        ("Moeder van Ali: Wat?", Label("Moeder van Ali", "Wat?")),
        ("__R__: Dag.", Label("R", "Dag.")),
        ("(01:02) R: Dag.", Label("R", "Dag.", 62.0)),
        ("R (01:02:03): Dag.", Label("R", "Dag.", 3723.0)),
        ("R:", Label("R", "")),
        ("Jansen, Hanneke   0:07", Label("Jansen, Hanneke", "", 7.0)),
        ("Hanneke\t1:00:00", Label("Hanneke", "", 3600.0)),
        ("04-10: 22.15 u aangetroffen", None),
        ("22:15 aangetroffen", None),
        ("Ze zei dat ik moest komen: nu.", None),
        ("http://voorbeeld.example", None),
        ("Gebeld 10:15", None),
        ("zonder label", None),
        ("", None),
    ],
)
def test_split_label(line, expected):
    assert split_label(line) == expected


@pytest.mark.parametrize(
    "label", ["Betreft", "Afspraken", "Wk 36", "Gespr. 4", "Maandag", "Let op"]
)
def test_headings_are_no_speakers(label):
    assert not is_speaker(label)


@pytest.mark.parametrize("label", ["Ik dacht", "Mijn moeder zei", "Toen", "En ik"])
def test_reported_speech_is_no_speaker(label):
    assert not is_speaker(label)


@pytest.mark.parametrize("label", ["I", "V", "Hanneke", "Jongere 2", "Mw. D.", "O'Brien", "vader"])
def test_people_are_speakers(label):
    assert is_speaker(label)


def test_roles():
    assert [role(label) for label in ("I", "Int.", "V2", "R", "Respondent 3", "Mo")] == [
        *[Role.INTERVIEWER] * 3,
        *[Role.RESPONDENT] * 2,
        Role.UNKNOWN,
    ]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["Mo", "Mo"], {"Mo"}),
        (["Mo"], set()),
        (["I", "R"], {"I", "R"}),
        (["Mo", "Mo", "Petra"], {"Mo", "Petra"}),
        (["Mo", "Mo", "mijn zus"], {"Mo"}),
        (["mijn zus", "mijn zus", "Mo"], {"mijn zus", "Mo"}),
        (["Straat", "Hobby", "Vak", "Beroep"], set()),
    ],
)
def test_speaker_labels(labels, expected):
    assert speaker_labels(Label(label, "") for label in labels) == expected
