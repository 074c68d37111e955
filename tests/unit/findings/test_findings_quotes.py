import pandas as pd
import pytest

from pipeline.findings import choose_quotes
from pipeline.findings.pattern import story_fit
from pipeline.findings.spans import MAX_QUOTE, quote_span


@pytest.fixture
def quotes(tables):
    return tables["quotes"]


def texts_of(tables):
    return dict(zip(tables["stories"]["story_id"], tables["stories"]["text"], strict=True))


def test_three_quotes_from_different_tellers_and_one_counter_story(tables, quotes):
    people = dict(zip(tables["stories"]["story_id"], tables["stories"]["participant"], strict=True))
    for _, mine in quotes.groupby("finding_id"):
        confirming = mine[mine["role"] == "confirms"]
        assert list(confirming["rank"]) == [1, 2, 3]
        assert confirming["story_id"].map(people).nunique() == 3
        assert (mine["role"] == "contradicts").sum() == 1


def test_only_who_agreed_is_quoted(tables, quotes):
    agreed = tables["stories"].set_index("story_id")["consent"]
    assert quotes["story_id"].map(agreed).all()
    nobody = {**tables, "stories": tables["stories"].assign(consent=pd.NA)}
    nobody["stories"]["consent"] = nobody["stories"]["consent"].astype("boolean")
    assert choose_quotes(tables["findings"], nobody, _codebook(tables)).empty


def _codebook(tables):
    from pipeline.domain import Codebook, Theme

    return Codebook("x", 1, tuple(Theme(t, t, "") for t in ("steun", "moed", "drempel")))


def test_quotes_are_exact_words_without_the_speaker(tables, quotes):
    texts = texts_of(tables)
    for row in quotes.to_dict("records"):
        words = texts[row["story_id"]][row["start"] : row["end"]]
        assert words == words.strip()
        assert not words.startswith("R:")
        assert len(words) <= MAX_QUOTE


def test_quotes_spread_over_districts(tables, quotes):
    wijk = tables["stories"].set_index("story_id")["wijk"]
    mine = quotes[(quotes["finding_id"] == "story_share.steun") & (quotes["role"] == "confirms")]
    assert mine["story_id"].map(wijk).nunique() == 3
    assert list(mine["why"]) == ["clearest", "another_wijk", "another_wijk"]


def test_the_counter_of_what_helps_is_a_barrier_in_such_a_story(tables, quotes):
    row = quotes[
        (quotes["finding_id"] == "story_share.steun") & (quotes["role"] == "contradicts")
    ].iloc[0]
    codings = tables["codings"]
    here = codings[(codings["passage_id"] == row["passage_id"]) & codings["present"]]
    assert set(here["theme"]) == {"drempel"}
    story = codings[(codings["story_id"] == row["story_id"]) & codings["present"]]
    assert "steun" in set(story["theme"])
    assert row["why"] == "barrier_in_same_story"


def test_the_counter_of_a_barrier_is_what_helped(tables, quotes):
    row = quotes[
        (quotes["finding_id"] == "story_share.drempel") & (quotes["role"] == "contradicts")
    ].iloc[0]
    assert row["why"] == "help_in_same_story"


def test_an_association_quotes_who_goes_along_and_who_goes_against(tables, quotes):
    mine = quotes[quotes["finding_id"] == "mean_difference.moed.cijfer"]
    values = tables["outcomes"].set_index("observation")["value"]
    person = dict(zip(tables["stories"]["story_id"], tables["stories"]["participant"], strict=True))
    confirming = mine[mine["role"] == "confirms"]
    assert confirming.iloc[0]["why"] == "fits_participant"
    assert {values[person[story]] for story in confirming["story_id"]} == {7.0}


def test_the_choice_is_always_the_same(tables, codebook, quotes):
    shuffled = {
        name: frame.sample(frac=1, random_state=3).reset_index(drop=True)
        for name, frame in tables.items()
    }
    again = choose_quotes(tables["findings"], shuffled, codebook)
    pd.testing.assert_frame_equal(again, quotes)


def test_areas_fit_by_rank_of_share_and_outcome(tables):
    told = pd.Series({f"S-{n:02d}": n <= 12 for n in range(1, 31)})  # only in Noord
    finding = tables["findings"].set_index("finding_id", drop=False).loc["spearman.steun.uitval"]
    indicator = tables["indicators"].set_index("indicator", drop=False).loc["uitval"]
    fit = story_fit(finding, indicator, told, tables)
    # Noord: most told and the lowest outcome, which is what a negative link says.
    assert fit["S-01"] > 0
    assert fit["S-01"] == fit.max()


def test_nothing_fits_a_link_without_a_sign(tables):
    finding = tables["findings"].set_index("finding_id", drop=False)
    unclear = finding.loc["mean_difference.drempel.cijfer"]
    indicator = tables["indicators"].set_index("indicator", drop=False).loc["cijfer"]
    assert story_fit(unclear, indicator, pd.Series(dtype=bool), tables).empty


LONG = "Eerst dit. " + "Toen gebeurde er heel veel na elkaar. " * 12 + "Daar zat het. Slot."


def test_a_long_passage_is_cut_to_whole_sentences_around_the_evidence():
    marks = LONG.index("Daar zat"), LONG.index("Daar zat") + 8
    start, end = quote_span(LONG, 0, len(LONG), evidence=marks)
    words = LONG[start:end]
    assert words.endswith("Daar zat het. Slot.")
    assert words.startswith("Toen gebeurde")
    assert 200 < len(words) <= MAX_QUOTE


def test_without_evidence_a_long_passage_starts_at_its_beginning():
    start, end = quote_span(LONG, 0, len(LONG))
    assert start == 0
    assert LONG[start:end].endswith("na elkaar.")


def test_one_endless_sentence_is_quoted_whole():
    text = "x" * (MAX_QUOTE + 50)
    assert quote_span(text, 0, len(text)) == (0, len(text))


def test_the_label_goes_only_when_it_is_the_speakers():
    text = "R: Zo is het.\nNu: iets anders."
    assert text[slice(*quote_span(text, 0, 13, "R"))] == "Zo is het."
    assert text[slice(*quote_span(text, 14, len(text), "R"))] == "Nu: iets anders."
