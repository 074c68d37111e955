"""Every story comes out of its file as it was written, and says who told it, where and when."""

import hashlib
import itertools
import json
import re
from pathlib import Path

import pytest

HASHES = json.loads((Path(__file__).parent / "text_sha256.json").read_text(encoding="utf-8"))
WIJKEN = {
    "Binnenstad",
    "De Werf",
    "Het Zand",
    "Kanaaleiland",
    "Molenbuurt",
    "Noorderkade",
    "Oud-Zuidwal",
    "Polderrand",
    "Rietlanden",
    "Stationskwartier",
    "Tuinstad West",
    "Vogelhoek",
}
SUFFIXES = {
    "interview": {".docx", ".vtt", ".txt"},
    "groepsgesprek": {".docx", ".vtt"},
    "brief": {".odt", ".docx"},
    "open_antwoord": {".xlsx"},
    "casusnotitie": {".txt"},
    "spraakbericht": {".txt", ".md"},
}
MAIL = re.compile(r"[\w.]+@([\w.]+\w)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){10}\b")
NINE_DIGITS = re.compile(r"\b\d{9}\b")
INVENTED_DOMAINS = {
    "mailhaven.example",
    "havenbericht.nl",
    "rijkpost.nl",
    "postbode.example",
    "postvak.example",
}


def test_there_are_136_stories(stories):
    assert len(stories) == len(HASHES) == 136
    assert set(stories) == set(HASHES)


def test_the_ingested_text_is_what_was_written(stories):
    found = {i: hashlib.sha256(s.text.encode()).hexdigest() for i, s in stories.items()}
    assert found == HASHES


def test_every_genre_arrives_in_its_own_formats(stories):
    found = {}
    for story in stories.values():
        found.setdefault(story.metadata.genre, set()).add(Path(story.source).suffix)
    assert found == SUFFIXES


def test_conversations_have_turns_without_words_between_them(stories):
    for story in stories.values():
        if story.metadata.genre not in ("interview", "groepsgesprek"):
            continue
        assert len(story.turns) >= 10
        assert (story.turns[0].start, story.turns[-1].end) == (0, len(story.text))
        for one, other in itertools.pairwise(story.turns):
            assert story.text[one.end : other.start] == "\n"


def test_subtitles_carry_times_that_go_on(stories):
    told = [story for story in stories.values() if story.source.endswith(".vtt")]
    assert len(told) == 18
    for story in told:
        seconds = [turn.seconds for turn in story.turns]
        assert seconds == sorted(seconds)
        words_a_minute = 60 * len(story.text.split()) / seconds[-1]
        assert 100 < words_a_minute < 220


def test_wijken_and_periods_are_those_of_havenrijk(metadata):
    assert set(metadata["wijk"]) == WIJKEN
    assert set(metadata["period"]) == {f"{y}K{q}" for y in range(2022, 2026) for q in range(1, 5)}
    assert metadata["wijk"].value_counts().min() == 9


def test_nobody_tells_from_two_wijken_and_groups_tell_once(metadata):
    per_person = metadata.groupby("participant")
    assert (per_person["wijk"].nunique() == 1).all()
    assert (per_person["story_id"].count() == 2).sum() == 12
    assert per_person["story_id"].count().max() == 2
    assert (per_person["teller"].nunique() <= 2).all()
    groups = metadata["participant"].str.startswith("G-")
    assert (groups == (metadata["genre"] == "groepsgesprek")).all()
    assert metadata.loc[groups, "participant"].is_unique


def test_nobody_grows_younger(metadata):
    order = ["12-15", "16-18", "19-23", "24-35", "36-50", "51-67", "68+"]
    alone = metadata[~metadata["participant"].str.startswith("G-")].sort_values("period")
    for _, told in alone.groupby("participant"):
        ages = [order.index(age) for age in told["age_band"]]
        assert ages == sorted(ages)


def test_consent_is_yes_no_or_unknown(metadata, stories):
    counts = metadata["consent"].value_counts().to_dict()
    assert counts == {"ja": 123, "nee": 8, "": 5}
    meaning = {"ja": True, "nee": False, "": None}
    for row in metadata.itertuples():
        assert stories[row.story_id].metadata.consent is meaning[row.consent]


def test_every_survey_answer_has_its_question_and_nobody_else(metadata):
    asked = metadata["question"] != ""
    assert (asked == (metadata["genre"] == "open_antwoord")).all()


def test_no_bank_account_or_citizen_number_could_be_real(stories):
    for story in stories.values():
        assert not [i for i in IBAN.findall(story.text) if _valid_iban(i)]
        assert not [n for n in NINE_DIGITS.findall(story.text) if _valid_bsn(n)]


def test_mail_goes_to_invented_domains_only(stories):
    found = {domain for story in stories.values() for domain in MAIL.findall(story.text)}
    assert found == INVENTED_DOMAINS


@pytest.mark.parametrize(("number", "valid"), [("111222333", True), ("111222334", False)])
def test_the_check_on_citizen_numbers_works(number, valid):
    assert _valid_bsn(number) is valid


def test_the_check_on_bank_accounts_works():
    assert _valid_iban("NL91 ABNA 0417 1643 00")
    assert not _valid_iban("NL92 ABNA 0417 1643 00")
    assert IBAN.search("op NL91 ABNA 0417 1643 00 graag")


def _valid_bsn(number: str) -> bool:
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, number, strict=True)) % 11 == 0


def _valid_iban(iban: str) -> bool:
    plain = iban.replace(" ", "")
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1
