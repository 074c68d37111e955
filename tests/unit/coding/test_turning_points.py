"""Turning points in short invented stories: exact spans, two turns, and what is none."""

import pandas as pd
import pytest

from pipeline.coding.turning_points import NEEDS, THEME, find_turning_points
from pipeline.domain.tables import CODINGS, PASSAGES, TURNING_POINTS
from pipeline.language import load_language

ALONE = (
    "R: Ik wilde net ophangen. Toen vroeg Samir van het buurthuis of ik morgen langskwam. "
    "De volgende dag ben ik gegaan. 🙂"
)
APART = (
    "R: Die dinsdag stond mijn mentor ineens voor de deur.",
    "I: En toen?",
    "R: De week erna heb ik me ingeschreven.",
)


def passages(*turns, story="V-1"):
    text, rows = "", []
    for number, turn in enumerate(turns, start=1):
        speaker = turn[0] if turn[1:2] == ":" else ""
        start, end = len(text), len(text) + len(turn)
        rows.append(
            {
                "passage_id": f"{story}.{number:02d}",
                "story_id": story,
                "number": number,
                "start": start,
                "end": end,
                "source_start": start,
                "source_end": end,
                "speaker": speaker,
                "is_question": speaker == "I",
                "text": turn,
            }
        )
        text += turn + "\n"
    return text, PASSAGES.conform(pd.DataFrame(rows, columns=PASSAGES.names))


def tellers(story="V-1", teller="jongere"):
    return pd.DataFrame({"story_id": [story], "teller": [teller]})


def coding(passage, *, by="machine", probability=0.9, present=True, theme=THEME):
    row = {
        "passage_id": passage,
        "story_id": "V-1",
        "theme": theme,
        "present": present,
        "by": by,
        "coder": "x",
        "probability": probability,
    }
    return CODINGS.conform(pd.DataFrame([row]))


@pytest.fixture(scope="module")
def language():
    return load_language("", need=NEEDS)


@pytest.fixture
def find(language):
    def found(table, teller="jongere", codings=None):
        codings = CODINGS.empty() if codings is None else codings
        return find_turning_points(table, tellers(teller=teller), codings, language)

    return found


def words(text, row, part):
    return text[row[f"{part}_start"] : row[f"{part}_end"]]


def test_spans_are_the_exact_words(find):
    text, table = passages(ALONE)
    row = find(table).iloc[0]
    assert words(text, row, "actor") == "Samir van het buurthuis"
    assert row["actor_kind"] == "worker"
    assert words(text, row, "act") == "Toen vroeg Samir van het buurthuis of ik morgen langskwam"
    assert words(text, row, "step") == "De volgende dag ben ik gegaan"
    assert words(text, row, "moment") == "wilde net ophangen" or "net" in words(text, row, "moment")
    assert row["act_passage"] == row["step_passage"] == "V-1.01"


def test_code_points_before_it_are_counted_as_python_counts(find):
    before = "R: Dat was 👩‍👧 toen ik nog thuis woonde 🙂🙂."
    text, table = passages(before, ALONE)
    row = find(table).iloc[0]
    assert words(text, row, "step") == "De volgende dag ben ik gegaan"


def test_act_and_step_may_stand_in_two_turns_with_a_question_between(find):
    text, table = passages(*APART)
    row = find(table).iloc[0]
    assert (row["act_passage"], row["step_passage"]) == ("V-1.01", "V-1.03")
    assert words(text, row, "moment") == "Die dinsdag"
    assert words(text, row, "actor") == "mijn mentor"
    assert words(text, row, "step") == "De week erna heb ik me ingeschreven"


def test_the_step_of_another_speaker_is_not_joined(find):
    turns = (APART[0], "S: De week erna heb ik me ingeschreven.")
    assert find(passages(*turns)[1]).empty


def test_a_step_many_turns_later_is_not_joined(find):
    between = ["R: Het was koud buiten.", "R: Wij hadden een hond.", "R: Die heette Bo."]
    assert find(passages(APART[0], *between, APART[2])[1]).empty


def test_what_would_have_become_of_it(find):
    text, table = passages(
        "R: Als mijn buurvrouw die nacht niet had aangebeld, was ik nooit meer opgestaan."
    )
    row = find(table).iloc[0]
    assert words(text, row, "act") == "Als mijn buurvrouw die nacht niet had aangebeld"
    assert words(text, row, "step") == "was ik nooit meer opgestaan"
    assert (row["actor_kind"], words(text, row, "actor")) == ("neighbour", "mijn buurvrouw")


@pytest.mark.parametrize(
    "told",
    [
        "R: Als mijn buurvrouw die nacht had aangebeld, was ik opgestaan.",
        "R: Mijn buurvrouw belde elke avond aan. De dag erna ben ik opgestaan.",
        "R: Die nacht belde mijn buurvrouw niet aan. De dag erna ben ik opgestaan.",
        "R: Morgen belt mijn buurvrouw aan. Dan sta ik op.",
        "R: Die nacht belde mijn buurvrouw aan.",
        "R: De dag erna ben ik opgestaan.",
    ],
    ids=["hypothetical", "habit", "negated", "future", "no step", "no act"],
)
def test_what_is_no_turning_point(find, told):
    assert find(passages(told)[1]).empty


def test_in_a_workers_note_the_worker_acts_and_the_client_steps(find):
    note = (
        "Cliënt stond op het punt te stoppen. Op 4 april heb ik hem thuis opgezocht. "
        "De volgende dag heeft cliënt zich aangemeld."
    )
    text, table = passages(note)
    row = find(table, teller="werker").iloc[0]
    assert (words(text, row, "actor"), row["actor_kind"]) == ("ik", "worker")
    assert words(text, row, "step") == "De volgende dag heeft cliënt zich aangemeld"


def test_coding_raises_confidence_and_is_not_needed(find):
    _, table = passages(*APART)
    plain = find(table).iloc[0]
    likely = find(table, codings=coding("V-1.03")).iloc[0]
    seen = find(table, codings=coding("V-1.01", by="human", probability=None)).iloc[0]
    other = find(table, codings=coding("V-1.01", theme="talent")).iloc[0]
    assert plain["confidence"] < likely["confidence"] < seen["confidence"] < 1
    assert other["confidence"] == plain["confidence"]
    assert plain["score"] == seen["score"]


def test_a_person_who_saw_no_theme_takes_nothing_away(find):
    _, table = passages(*APART)
    absent = coding("V-1.01", by="human", probability=0.9, present=False)
    assert find(table, codings=absent).iloc[0]["confidence"] == find(table).iloc[0]["confidence"]


def test_the_same_story_gives_the_same_table_alone_or_among_others(find, language):
    _, first = passages(ALONE)
    _, second = passages(*APART, story="V-2")
    both = pd.concat([second, first], ignore_index=True)
    who = pd.concat([tellers(), tellers("V-2")])
    together = find_turning_points(both, who, CODINGS.empty(), language)
    again = find_turning_points(both.iloc[::-1], who, CODINGS.empty(), language)
    pd.testing.assert_frame_equal(together, again)
    mine = together[together["story_id"] == "V-1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, find(first))


def test_nothing_to_read_gives_an_empty_table(find):
    pd.testing.assert_frame_equal(find(PASSAGES.empty()), TURNING_POINTS.empty())
    assert find(passages("I: Hoe ging dat?")[1]).empty
    assert find(passages("…")[1]).empty


def test_a_pseudonym_acts_like_a_name_and_is_what_is_shown(find):
    text, table = passages(ALONE.replace("Samir", "[naam 7]"))
    row = find(table).iloc[0]
    assert words(text, row, "actor") == "[naam 7] van het buurthuis"
    assert row["actor_kind"] == "worker"


def test_they_of_an_institution_are_nobody(find):
    told = "R: Toen zeiden ze ineens: we zoeken een plek. De dag erna ben ik gegaan."
    assert find(passages(told)[1]).empty


def test_who_sends_something_acts_though_the_teller_gets_it(find):
    told = "R: Die ochtend kreeg ik een telefoontje van mijn docent. Ik fietste meteen naar school."
    text, table = passages(told)
    row = find(table).iloc[0]
    assert (words(text, row, "actor"), row["actor_kind"]) == ("mijn docent", "teacher")
    assert words(text, row, "act") == "Die ochtend kreeg ik een telefoontje van mijn docent"
    assert words(text, row, "step") == "Ik fietste meteen naar school"


def test_what_came_of_it_may_be_that_somebody_could_stay_but_not_that_they_should(find):
    act = "R: Ik stond al buiten. Op het laatste moment greep de mevrouw van het loket me vast. "
    text, table = passages(act + "Dus ik kon alsnog blijven.")
    assert words(text, find(table).iloc[0], "step") == "Dus ik kon alsnog blijven"
    assert find(passages(act + "Dus ik moest alsnog blijven.")[1]).empty


def test_without_words_for_the_moment_only_a_coded_act_counts(find):
    told = "R: Mijn docent belde en vroeg of ik kwam. Ik ben meteen naar school gegaan."
    _, table = passages(told)
    assert find(table).empty
    row = find(table, codings=coding("V-1.01", by="human")).iloc[0]
    assert pd.isna(row["moment_start"])
    assert pd.isna(row["moment_end"])
    assert row["actor_kind"] == "teacher"


def test_the_step_may_be_what_dates_the_act(find):
    told = (
        "R: De overbuurman deed zijn deur open. De volgende ochtend zijn we naar het loket gegaan."
    )
    text, table = passages(told)
    row = find(table).iloc[0]
    assert words(text, row, "moment") == "De volgende ochtend"
    assert find(passages(told.replace("De volgende ochtend", "Meteen"))[1]).empty


def test_what_happened_no_more_is_a_step_but_what_was_not_done_is_none(find):
    told = (
        "R: Ineens trok de buschauffeur mij naar binnen. Sinds die dag {} ik niet meer gezworven."
    )
    text, table = passages(told.format("heb"))
    assert words(text, find(table).iloc[0], "step") == "Sinds die dag heb ik niet meer gezworven"
    without = told.format("heb").replace(" meer", "")
    assert find(passages(without)[1]).empty


def test_thanks_to_one_thing(find):
    text, table = passages("R: Dankzij dat ene telefoontje van de decaan ben ik niet gestopt.")
    row = find(table).iloc[0]
    assert words(text, row, "act") == "Dankzij dat ene telefoontje van de decaan"
    assert words(text, row, "step") == "ben ik niet gestopt"
    assert row["actor_kind"] == "teacher"
