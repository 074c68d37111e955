"""Passages to stories to participants."""

import numpy as np
import pandas as pd

from pipeline.domain.tables import CODINGS
from pipeline.outcomes.heterogeneity import coding_error_table
from pipeline.outcomes.units import participant_units, story_units


def _codings(rows: list[tuple[str, str, str, bool, bool | None]]) -> pd.DataFrame:
    columns = ["passage_id", "story_id", "theme", "present", "machine_present"]
    return CODINGS.conform(pd.DataFrame(rows, columns=columns).assign(by="human", coder="an"))


def test_one_passage_gives_the_story_its_theme(make_stories):
    stories = make_stories([{"story_id": "a"}, {"story_id": "b"}, {"story_id": "c"}])
    codings = _codings(
        [
            ("a.1", "a", "hulp", False, False),
            ("a.2", "a", "hulp", True, False),
            ("b.1", "b", "geld", False, True),
            ("c.1", "c", "hulp", True, None),
            ("zz.1", "zz", "hulp", True, True),
        ]
    )
    units = story_units(codings, stories, ["hulp", "geld"], read={"a"})
    assert units.present.tolist() == [[1, 0], [0, 0], [1, 0]]
    assert units.flag[:2].tolist() == [[0, 0], [0, 1]]
    assert np.isnan(units.flag[2]).all()
    assert units.read.tolist() == [True, False, False]


def test_an_audit_sample_gives_weights_and_must_have_been_read(make_stories):
    stories = make_stories([{"story_id": s} for s in "abc"])
    audit = pd.DataFrame({"story_id": ["a", "b"], "probability": [0.5, 0.1]})
    units = story_units(_codings([]), stories, ["hulp"], read={"a", "c"}, audit=audit)
    assert units.audit.tolist() == [True, False, False]
    assert units.weight.tolist() == [2, 10, 1]


def test_a_participant_is_read_when_all_stories_are(make_stories):
    stories = make_stories(
        [
            {"story_id": "a", "participant": "p"},
            {"story_id": "b", "participant": "p"},
            {"story_id": "c", "participant": "q"},
        ]
    )
    codings = _codings([("a.1", "a", "hulp", True, False), ("c.1", "c", "hulp", False, True)])
    units = participant_units(story_units(codings, stories, ["hulp"], read={"a", "c"}))
    assert units.frame["participant"].tolist() == ["p", "q"]
    assert units.present.tolist() == [[1], [0]]
    assert units.read.tolist() == [False, True]
    assert np.isnan(units.flag[0, 0])
    assert units.flag[1, 0] == 1


def test_coding_error_that_differs_between_wijken_is_found(make_stories, codebook):
    """In West the machine misses every one; in Oost it is always right."""
    ids = [f"s{i:02}" for i in range(40)]
    stories = make_stories(
        [{"story_id": s, "wijk": "Oost" if i < 20 else "West"} for i, s in enumerate(ids)]
    )
    codings = _codings(
        [(f"{s}.1", s, "hulp", i % 2 == 0, i % 2 == 0 and i < 20) for i, s in enumerate(ids)]
    )
    table = coding_error_table(codings, stories, codebook, ["wijk"], 1, set(ids))
    found = table.set_index("theme").loc["hulp"]
    assert found["n"] == 40
    assert found["error"] == 0.25
    assert found["p"] < 0.01
    assert np.isnan(table.set_index("theme").loc["geld", "p"])
    assert len(coding_error_table(codings, stories, codebook, [], 1, set(ids))) == 0
