"""A timeline of turning points: exact words, marked in the text; without consent, none."""

import html as entities
import re

import pandas as pd
import pytest

from pipeline.domain.tables import TURNING_POINTS
from pipeline.explorer.turning_points import Mark, marked_words
from pipeline.findings import Piece, ReadPassage
from pipeline.text import texts

KINDS = (
    "worker", "teacher", "coach", "care", "neighbour", "employer", "official", "volunteer",
    "peer", "family", "person", "someone",
)  # fmt: skip
ACT = "Er kwam iemand langs, elke week"
STEP = "Toen moest ik weer bellen"


def point(text, story="S-06", number=1, moment="", **changes):
    row = {
        "story_id": story,
        "number": number,
        "actor_kind": "someone",
        "act_passage": f"{story}.02",
        "step_passage": f"{story}.03",
        "rules": "acts.comes steps.moves",
        "score": 4.0,
        "confidence": 0.9,
    }
    for part, words in (("moment", moment), ("actor", "iemand"), ("act", ACT), ("step", STEP)):
        if words:
            start = text.index(words)
            row |= {f"{part}_start": start, f"{part}_end": start + len(words)}
    return row | changes


@pytest.fixture
def publish_points(study):
    """Put turning points among the published tables."""

    def published(*rows):
        frame = TURNING_POINTS.conform(pd.DataFrame(list(rows)))
        folder = study.study.results / str(study.manifest["tables"])
        frame.to_parquet(folder / "turning_points.parquet", index=False)

    return published


@pytest.fixture
def story_text(study):
    stories = study.table("stories").set_index("story_id")["text"]
    return lambda story: str(stories[story])


def quoted(page):
    return [entities.unescape(words) for words in re.findall(r"<q>(.*?)</q>", page, re.S)]


def test_each_piece_is_quoted_in_order_and_leads_to_its_words(
    publish_points, story_text, open_page, shown
):
    text = story_text("S-06")
    publish_points(point(text, moment="in week 6"))
    page = shown(open_page("verhalen", verhaal="S-06"))
    assert quoted(page) == ["in week 6", ACT, STEP]
    for part in ("moment", "act", "step"):
        assert f'href="#kantelpunt-1-{part}"' in page
        assert page.count(f'id="kantelpunt-1-{part}"') == 1
    assert f'<mark class="tv-turn tv-turn-act">{ACT}</mark>' in page
    assert f'<mark class="tv-turn tv-turn-step">{STEP}</mark>' in page
    assert page.index('href="#kantelpunt-1-act"') < page.index('id="kantelpunt-1-act"')
    assert 'aria-label="Kantelpunt 1"' in page
    assert "Er wijst veel op een kantelpunt." in page


def test_a_missing_moment_and_little_certainty_are_said(
    publish_points, story_text, open_page, shown
):
    publish_points(point(story_text("S-06"), confidence=0.55))
    page = shown(open_page("verhalen", verhaal="S-06"))
    assert "Daar staan geen woorden voor in het verhaal." in page
    assert "Lees zelf goed mee." in page
    assert quoted(page) == [ACT, STEP]


def test_another_story_has_no_timeline(publish_points, story_text, open_page, shown):
    publish_points(point(story_text("S-06")))
    assert "Kantelpunt" not in shown(open_page("verhalen", verhaal="S-03"))


def test_a_story_without_consent_shows_no_word_of_it(publish_points, story_text, open_page, shown):
    publish_points(point(story_text("S-06"), story="S-10"))
    page = shown(open_page("verhalen", verhaal="S-10"))
    assert "Kantelpunt" not in page
    assert quoted(page) == []


def test_results_of_before_there_were_turning_points_still_open(study, open_page, shown):
    folder = study.study.results / str(study.manifest["tables"])
    (folder / "turning_points.parquet").unlink(missing_ok=True)
    page = shown(open_page("verhalen", verhaal="S-06"))
    assert "tv-told" in page
    assert "Kantelpunt" not in page


def test_in_english(publish_points, story_text, open_page, shown):
    publish_points(point(story_text("S-06")))
    page = shown(open_page("verhalen", verhaal="S-06", taal="en"))
    assert "Turning point 1" in page
    assert "Who did what" in page


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_of_actor_has_a_name(language):
    names = [texts(language)(f"turning.kind.{kind}") for kind in KINDS]
    assert len(set(names)) == len(KINDS)


def test_marks_are_cut_at_evidence_and_each_other():
    passage = ReadPassage(
        "A.01", "R", False, (Piece("ab<", False), Piece("cde", True), Piece("f", False)), (),
        frozenset(), 100,
    )  # fmt: skip
    given = [Mark(101, 104, "act", "x-act"), Mark(103, 105, "step", "x-step")]
    assert marked_words(passage, given) == (
        'a<span id="x-act"></span><mark class="tv-turn tv-turn-act">b&lt;</mark>'
        '<span id="x-step"></span>'
        '<mark class="tv-evidence tv-turn tv-turn-act tv-turn-step">c</mark>'
        '<mark class="tv-evidence tv-turn tv-turn-step">d</mark>'
        '<mark class="tv-evidence">e</mark>f'
    )
    assert marked_words(passage, []) == 'ab&lt;<mark class="tv-evidence">cde</mark>f'
