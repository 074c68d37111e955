"""What stands together, what follows what, how much is covered, and hunches and maps."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import hypergeom

from pipeline.discovery import (
    candidate_groups,
    cooccurrence,
    coverage,
    map_table,
    nearest_passages,
    new_themes,
    passage_map,
    saturation_curve,
    sequences,
)
from pipeline.domain import UserError


def present(**themes: list[str]) -> pd.DataFrame:
    rows = [{"story_id": story, "theme": theme} for theme, told in themes.items() for story in told]
    return pd.DataFrame(rows, columns=["story_id", "theme"])


STORIES = [f"S{number}" for number in range(10)]


def test_themes_that_stand_together():
    table = cooccurrence(present(a=STORIES[:5], b=STORIES[:4], c=STORIES[5:]), STORIES, list("abc"))
    assert table[["theme_a", "theme_b"]].to_numpy().tolist() == [
        ["a", "b"],
        ["a", "c"],
        ["b", "c"],
    ]
    first = table.iloc[0]
    assert (first["n_a"], first["n_b"], first["n_both"], first["expected"]) == (5, 4, 4, 2.0)
    assert first["ratio"] == 2
    # Two-sided: 4 of 4 or 0 of 4 in a's five stories.
    assert first["p"] == pytest.approx(2 * hypergeom.pmf(4, 10, 5, 4))
    assert table["q"].min() == pytest.approx(3 * table["p"].min())


def test_a_theme_of_no_story_is_not_tested():
    table = cooccurrence(present(a=STORIES[:5]), STORIES, ["a", "b"])
    assert table["p"].isna().all()
    assert table["ratio"].isna().all()


@pytest.fixture
def told(rows):
    """Twenty stories of four passages: a, then b, then twice nothing or c."""
    passages = rows(
        [(f"S{number:02d}", f"zin {place}") for number in range(20) for place in range(4)]
    )
    themes = [
        {"passage_id": f"S{number:02d}.{place:02d}", "theme": theme}
        for number in range(20)
        for place, theme in ((1, "a"), (2, "b"), (4, "c"))
    ]
    return passages, pd.DataFrame(themes)


def test_what_follows_what(told):
    passages, themes = told
    table = sequences(themes, passages, list("abc"), 5).set_index(["before", "after"])
    assert table.loc[("a", "b"), "n"] == 20
    assert table.loc[("a", "b"), "n_stories"] == 20
    assert table.loc[("b", "c"), "n"] == 20
    assert table.loc[("b", "a"), "n"] == 0
    # In random order every ordered pair comes in 2 of 6 orders.
    assert table.loc[("a", "b"), "expected"] == pytest.approx(20 / 3, abs=0.3)
    assert table.loc[("a", "b"), "p"] == pytest.approx(2 / 1000)


def test_sequences_never_cross_from_story_to_story(told):
    passages, themes = told
    table = sequences(themes, passages, list("abc"), 5)
    assert not ((table["before"] == "c") & (table["n"] > 0)).any()


def test_no_themes_no_sequences(told):
    passages, themes = told
    assert sequences(themes.head(0), passages, list("abc"), 5).empty


def test_coverage_with_and_without_candidates(passages, codings, subject_of):
    members = passages[["passage_id"]].head(9)
    share = coverage(passages, codings, members)
    assert share.codebook == pytest.approx(100 / 150)
    assert share.together == pytest.approx(103 / 150)
    assert (share.passages, share.stories) == (150, 38)
    none = coverage(passages, None, members.head(0))
    assert (none.codebook, none.stories_codebook) == (0, 0)


def test_saturation_is_the_mean_over_all_choices_of_stories():
    curve = saturation_curve(present(a=STORIES, b=STORIES[:5], c=STORIES[:1]), STORIES)
    at = curve.set_index("n_stories")["themes"]
    assert at[1] == pytest.approx(1 + 0.5 + 0.1)
    assert at[10] == pytest.approx(3)
    assert curve["themes"].is_monotonic_increasing
    assert curve["beyond"].tolist() == (curve["n_stories"] > 10).tolist()


def test_when_every_theme_is_in_many_stories_more_bring_nothing():
    curve = saturation_curve(present(a=STORIES, b=STORIES[:6], c=STORIES[4:]), STORIES)
    assert new_themes(curve, 10, 10) == {"seen": 3.0, "new": 0.0, "beyond": 0.0}


def test_when_every_theme_is_in_one_story_more_bring_more():
    rare = {f"t{number}": [story] for number, story in enumerate(STORIES)}
    curve = saturation_curve(present(**rare), STORIES)
    # Chao2 without doubletons: (9/10) * 10 * 9 / 2 = 40.5 unseen; equation 18 for ten more.
    expected = 40.5 * (1 - (1 - 10 / (10 + 10 * 40.5)) ** 10)
    assert new_themes(curve, 10, 10)["new"] == pytest.approx(expected)


def test_saturation_of_nothing():
    assert saturation_curve(present(), []).empty
    assert saturation_curve(present(), STORIES)["themes"].max() == 0


def test_a_hunch_finds_its_passages(passages, embed, subject_of, codings):
    near = nearest_passages("een plant in de aarde met onkruid", passages, embed, most=10)
    assert set(near["passage_id"].map(subject_of)) == {"tuin"}
    assert near["rank"].tolist() == list(range(1, 11))
    assert near["similarity"].is_monotonic_decreasing
    rest = nearest_passages("plant", passages, embed, codings=codings, residual=True, most=5)
    assert set(rest["passage_id"].map(subject_of)) == {"voetbal"}


def test_an_empty_hunch_is_refused(passages, embed):
    with pytest.raises(UserError) as error:
        nearest_passages(" 12 ?", passages, embed)
    assert error.value.problems[0].code == "discovery.empty_hunch"


def test_a_map_puts_like_with_like_whatever_the_order(passages, embed, subject_of):
    vectors = embed(passages["text"].tolist())
    placed = passage_map(vectors, 3)
    assert placed.shape == (150, 2)
    assert np.abs(placed).max() == pytest.approx(1, abs=0.2)
    mixed = np.random.default_rng(0).permutation(150)
    assert np.allclose(passage_map(vectors[mixed], 3), placed[mixed], atol=1e-4)
    table = map_table(passages["passage_id"].tolist(), vectors, 3)
    names = table["passage_id"].map(subject_of)
    centres = table.groupby(names)[["x", "y"]].transform("mean")
    own = np.hypot(table["x"] - centres["x"], table["y"] - centres["y"]).mean()
    assert own < 0.5 * np.hypot(table["x"], table["y"]).mean()


@pytest.mark.parametrize("n", [0, 1, 3])
def test_a_map_of_a_few_passages(n):
    assert passage_map(np.eye(4, dtype=np.float32)[:n], 1).shape == (n, 2)


def test_groups_have_margins():
    members = pd.DataFrame({"candidate": "k1", "story_id": STORIES[:3], "passage_id": STORIES[:3]})
    stories = pd.DataFrame(
        {
            "story_id": STORIES,
            "wijk": ["Noord"] * 4 + ["Zuid"] * 5 + [""],
            "period": "2024K1",
            "programme": "",
            "age_band": "16-18",
        }
    )
    table = candidate_groups(members, stories).set_index(["group_kind", "group"])
    assert (table.loc[("all", ""), "n"], table.loc[("all", ""), "k"]) == (10, 3)
    # Wilson's interval for 3 of 10.
    assert table.loc[("all", ""), "low"] == pytest.approx(0.1078, abs=1e-4)
    assert table.loc[("all", ""), "high"] == pytest.approx(0.6032, abs=1e-4)
    assert table.loc[("wijk", "Noord"), "estimate"] == 0.75
    assert table.loc[("wijk", "Zuid"), "indicative"]
    assert not table.loc[("period", "2024K1"), "indicative"]
    assert "programme" not in table.index.get_level_values(0)
