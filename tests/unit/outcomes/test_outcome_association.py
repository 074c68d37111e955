"""Associations from small studies with known answers."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline.config import AssociationSection
from pipeline.domain.shares import wilson_interval
from pipeline.domain.tables import ASSOCIATIONS
from pipeline.outcomes import associate, null_trial_table, nulproef
from pipeline.outcomes.observations import outcome_means

SETTINGS = AssociationSection(permutations=1999)
WIJKEN = [f"wijk {i:02}" for i in range(12)]


def _themes(present: dict[str, list[tuple[str, str, str, int]]]) -> pd.DataFrame:
    """Return story themes from ``{theme: (participant, wijk, period, present)}``."""
    rows = [
        (f"s{i:03}", participant, wijk, period, theme, value)
        for theme, stories in present.items()
        for i, (participant, wijk, period, value) in enumerate(stories)
    ]
    columns = ["story_id", "participant", "wijk", "period", "theme", "present"]
    return pd.DataFrame(rows, columns=columns)


def _by_share(shares: dict[str, np.ndarray], per_wijk: int = 20) -> pd.DataFrame:
    return _themes(
        {
            theme: [
                (f"p{a}-{i}", wijk, "2024K1", int(i < round(per_wijk * share)))
                for a, (wijk, share) in enumerate(zip(WIJKEN, values, strict=True))
                for i in range(per_wijk)
            ]
            for theme, values in shares.items()
        }
    )


@pytest.fixture
def areas(make_indicators, make_outcomes):
    """Return a study in which 'hulp' goes with 'vsv' in 12 wijken and the rest is unrelated."""
    rng = np.random.default_rng(1)
    shares = np.linspace(0.05, 0.95, 12)
    order = [5, 2, 9, 0, 11, 7, 3, 10, 1, 8, 4, 6]
    themes = _by_share({"hulp": shares, "geld": shares[order]})
    rows = [
        ("vsv", w, "2024K1", 20 - 10 * s + 0.1 * rng.normal())
        for w, s in zip(WIJKEN, shares, strict=True)
    ]
    rows += [("tevreden", w, "2024K1", rng.normal()) for w in WIJKEN]
    indicators = make_indicators({"vsv": {}, "tevreden": {"simulated": False}})
    return themes, indicators, make_outcomes(rows)


def _pair(table: pd.DataFrame, theme: str, indicator: str) -> pd.Series:
    [row] = [r for _, r in table.iterrows() if (r["theme"], r["indicator"]) == (theme, indicator)]
    return row


def test_a_planted_link_between_wijken_is_found(areas):
    table = associate(*areas, SETTINGS, seed=1)
    assert table.columns.tolist() == ASSOCIATIONS.names
    assert len(table) == 4
    row = _pair(table, "hulp", "vsv")
    assert row["effect"] == pytest.approx(-1.0)
    assert (row["effect_name"], row["level"], row["n"]) == ("spearman", "wijk", 12)
    assert row["p"] == 1 / 2000
    assert row["q"] == pytest.approx(4 / 2000)
    assert row["low"] <= row["effect"] <= row["high"] < 0
    assert (row["strength"], row["reasons"].split()[1]) == (2, "holds_after_correction")
    assert row["simulated"]
    assert row["caveats"].split() == ["simulated", "areas_not_people", "few_areas"]


def test_the_unrelated_pair_is_not(areas):
    themes, indicators, outcomes = areas
    row = _pair(associate(themes, indicators, outcomes, SETTINGS, seed=1), "geld", "tevreden")
    shares = themes[themes["theme"] == "geld"].groupby("wijk")["present"].mean()
    values = outcomes[outcomes["indicator"] == "tevreden"].set_index("observation")["value"]
    rho, p = stats.spearmanr(shares, values.loc[shares.index].astype(float))
    assert row["effect"] == pytest.approx(rho)
    assert row["p"] == pytest.approx(p, abs=0.05)
    assert row["strength"] == 0
    assert not row["simulated"]


def test_names_of_wijken_are_joined_in_any_spelling(areas):
    themes, indicators, outcomes = areas
    spelled = outcomes.assign(observation=outcomes["observation"].str.upper() + " ")
    pd.testing.assert_frame_equal(
        associate(themes, indicators, spelled, SETTINGS, 1),
        associate(themes, indicators, outcomes, SETTINGS, 1),
    )


def test_few_areas_in_a_large_family_can_never_give_a_hit(areas, make_indicators):
    """Six wijken: the smallest p is 2 / 720, and 20 pairs times that is over .05."""
    themes, _, outcomes = areas
    six = outcomes[(outcomes["indicator"] == "vsv") & outcomes["observation"].isin(WIJKEN[:6])]
    ids = [f"i{n}" for n in range(10)]
    copies = pd.concat([six.assign(indicator=name) for name in ids])
    table = associate(themes, make_indicators({name: {} for name in ids}), copies, SETTINGS, 1)
    row = _pair(table, "hulp", "i0")
    assert row["p"] == pytest.approx(2 / 720)
    assert (row["strength"], row["reasons"]) == (0, "never_below_alpha")


def test_four_areas_are_too_few(areas):
    themes, indicators, outcomes = areas
    four = outcomes[outcomes["observation"].isin(WIJKEN[:4])]
    table = associate(themes, indicators, four, SETTINGS, 1)
    assert set(table["reasons"]) == {"too_few_units"}
    assert table["detectable"].isna().all()


def test_a_theme_everywhere_the_same_has_no_p(areas):
    themes, indicators, outcomes = areas
    same = themes.assign(present=themes["present"].where(themes["theme"] == "hulp", 1))
    table = associate(same, indicators, outcomes, SETTINGS, 1)
    row = _pair(table, "geld", "vsv")
    assert pd.isna(row["p"])
    assert pd.isna(row["effect"])
    assert (row["strength"], row["reasons"]) == (0, "no_variation")
    assert _pair(table, "hulp", "vsv")["q"] == pytest.approx(2 / 2000)


def test_nothing_in_common_gives_no_rows(areas):
    themes, indicators, outcomes = areas
    table = associate(themes.assign(wijk=""), indicators, outcomes, SETTINGS, 1)
    assert len(table) == 0
    assert table.columns.tolist() == ASSOCIATIONS.names


def test_one_odd_wijk_is_told(make_indicators, make_outcomes):
    """Ranks of eleven wijken are unrelated; the twelfth is at the end of both."""
    shares = np.array([0.3, 0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 0.1, 0.3, 1.0])
    values = [1.0, 1, 2, 2, 1, 1, 2, 2, 1, 1, 2, 9]
    rows = [("vsv", w, "2024K1", v) for w, v in zip(WIJKEN, values, strict=True)]
    table = associate(
        _by_share({"hulp": shares}), make_indicators({"vsv": {}}), make_outcomes(rows), SETTINGS, 1
    )
    assert "one_area_decides" in table["caveats"][0].split()


def test_a_pattern_that_hangs_on_one_wijk_does_not_hold(make_indicators, make_outcomes):
    """Twelve wijken give p = .028; without the last it is .10."""
    shares = np.linspace(0.05, 0.6, 12)
    values = [1.0, 2, 7, 3, 11, 6, 4, 10, 9, 8, 5, 12]
    rows = [("vsv", w, "2024K1", v) for w, v in zip(WIJKEN, values, strict=True)]
    indicators, outcomes = make_indicators({"vsv": {}}), make_outcomes(rows)
    [row] = associate(_by_share({"hulp": shares}), indicators, outcomes, SETTINGS, 1).to_dict(
        "records"
    )
    assert row["q"] < 0.05
    assert (row["strength"], row["reasons"]) == (1, "pattern one_area_decides")


def _people(make_indicators, make_outcomes, outcome, unit="0 of 1"):
    rng = np.random.default_rng(2)
    present = (np.arange(60) < 24).astype(int)
    themes = _themes(
        {
            "hulp": [(f"p{i:02}", "", "2024K1", int(v)) for i, v in enumerate(present)],
            "geld": [
                (f"p{i:02}", "", "2024K1", int(v)) for i, v in enumerate(rng.permutation(present))
            ],
        }
    )
    rows = [("diploma", f"P{i:02}", "", float(value)) for i, value in enumerate(outcome)]
    indicators = make_indicators({"diploma": {"level": "participant", "unit": unit}})
    return themes, indicators, make_outcomes(rows)


def test_a_risk_difference_between_participants(make_indicators, make_outcomes):
    outcome = np.concatenate([np.ones(20), np.zeros(4), np.ones(9), np.zeros(27)])
    table = associate(*_people(make_indicators, make_outcomes, outcome), SETTINGS, 1)
    row = _pair(table, "hulp", "diploma")
    assert (row["effect_name"], row["level"], row["n"]) == ("risk_difference", "participant", 60)
    assert row["effect"] == pytest.approx(20 / 24 - 9 / 36)
    low1 = wilson_interval(20, 24)[0]
    high0 = wilson_interval(9, 36)[1]
    gap = np.hypot(20 / 24 - low1, high0 - 9 / 36)
    assert row["low"] == pytest.approx(row["effect"] - gap)
    assert row["p"] == pytest.approx(stats.fisher_exact([[20, 4], [9, 27]]).pvalue, abs=1e-3)
    assert row["odds_ratio"] == pytest.approx(20.5 * 27.5 / (4.5 * 9.5))
    assert 1 < row["odds_low"] < row["odds_ratio"] < row["odds_high"]
    assert row["strength"] == 2


def test_a_mean_difference_between_participants(make_indicators, make_outcomes):
    rng = np.random.default_rng(3)
    outcome = rng.normal(5, 1, 60) + np.where(np.arange(60) < 24, 2, 0)
    table = associate(*_people(make_indicators, make_outcomes, outcome), SETTINGS, 1)
    row = _pair(table, "hulp", "diploma")
    expected = stats.ttest_ind(outcome[:24], outcome[24:], equal_var=False)
    assert row["effect_name"] == "mean_difference"
    assert pd.isna(row["odds_ratio"])
    assert row["effect"] == pytest.approx(outcome[:24].mean() - outcome[24:].mean())
    assert (row["low"], row["high"]) == pytest.approx(tuple(expected.confidence_interval()))
    assert row["caveats"] == "simulated"


def test_stories_of_one_participant_count_once(make_indicators, make_outcomes):
    outcome = np.concatenate([np.ones(20), np.zeros(4), np.ones(9), np.zeros(27)])
    themes, indicators, outcomes = _people(make_indicators, make_outcomes, outcome)
    twice = pd.concat([themes, themes.assign(story_id=themes["story_id"] + "b", present=0)])
    pd.testing.assert_frame_equal(
        associate(twice, indicators, outcomes, SETTINGS, 1),
        associate(themes, indicators, outcomes, SETTINGS, 1),
    )


def test_participants_partly_coded_by_the_machine_are_put_right(make_indicators, make_outcomes):
    rng = np.random.default_rng(6)
    truth = (np.arange(400) % 2).astype(int)
    outcome = (rng.random(400) < 0.2 + 0.5 * truth).astype(float)
    flag = np.where(rng.random(400) < 0.75, truth, 1 - truth)
    read = np.arange(400) < 150
    rows = [(f"p{i:03}", "", "2024K1", int(truth[i] if read[i] else flag[i])) for i in range(400)]
    themes = _themes({"hulp": rows}).assign(flag=flag.astype(float), read=read)
    outcomes = make_outcomes([("diploma", f"p{i:03}", "", v) for i, v in enumerate(outcome)])
    indicators = make_indicators({"diploma": {"level": "participant"}})
    row = associate(themes, indicators, outcomes, SETTINGS, 1).iloc[0]
    plain = themes["present"].to_numpy()
    naive = outcome[plain == 1].mean() - outcome[plain == 0].mean()
    expected = outcome[truth == 1].mean() - outcome[truth == 0].mean()
    assert row["method"] == "predict_then_debias"
    assert 0 < row["odds_low"] < row["odds_ratio"] < row["odds_high"]
    assert "machine_coded" in row["caveats"].split()
    assert abs(row["effect"] - expected) < abs(naive - expected)
    assert row["low"] < expected < row["high"]


def test_too_few_with_the_theme(make_indicators, make_outcomes):
    themes, indicators, outcomes = _people(make_indicators, make_outcomes, np.arange(60) % 2)
    rare = themes.assign(present=(themes["participant"] < "p04").astype(int))
    assert set(associate(rare, indicators, outcomes, SETTINGS, 1)["reasons"]) == {"too_few_units"}


def test_both_levels_are_one_family(areas, make_indicators, make_outcomes):
    themes, indicators, outcomes = areas
    people = [
        ("diploma", p, "", float(i % 2)) for i, p in enumerate(themes["participant"].unique())
    ]
    both = pd.concat([indicators, make_indicators({"diploma": {"level": "participant"}})])
    table = associate(themes, both, pd.concat([outcomes, make_outcomes(people)]), SETTINGS, 1)
    assert len(table) == 6
    assert _pair(table, "hulp", "vsv")["q"] == pytest.approx(6 / 2000)


def test_machine_coded_stories_and_trend_breaks_are_told(areas):
    themes, indicators, outcomes = areas
    read = themes.assign(read=themes["story_id"] != "s000", period="2025K1")
    later = outcomes.assign(period="2025K1")
    themes_2 = pd.concat([read, read.assign(period="2023K1", story_id=read["story_id"] + "b")])
    broken = indicators.assign(trend_breaks="2019 2024")
    row = _pair(associate(themes_2, broken, later, SETTINGS, 1), "hulp", "vsv")
    assert {"machine_coded", "trend_break"} <= set(row["caveats"].split())


def test_means_weigh_by_denominator_over_the_study_periods(make_outcomes):
    values = make_outcomes(
        [
            ("vsv", "De Werf", "2024K1", 10.0, 100.0),
            ("vsv", "De Werf", "2024K2", 20.0, 300.0),
            ("vsv", "De Werf", "2025K1", 99.0, 500.0),
            ("vsv", "Het Zand", "2024K2", 4.0, 50.0),
        ]
    )
    means = outcome_means(values, ["2024K1", "2024K2"], lag=0)
    assert means.values == pytest.approx({"de werf": 17.5, "het zand": 4.0})
    assert outcome_means(values, ["2024K1"], lag=4).values == {"de werf": 99.0}


def test_an_outcome_of_another_time_is_taken_and_told(make_outcomes):
    values = make_outcomes([("vsv", "w", "2016", 1.0), ("vsv", "w", "2018", 3.0)])
    means = outcome_means(values, ["2024K1"], lag=0)
    assert (means.values, means.other_period) == ({"w": 3.0}, True)


def test_the_null_trial_finds_by_chance_in_few_runs(areas):
    trial = nulproef(*areas, SETTINGS, seed=1, runs=400)
    assert (trial.pairs, trial.observed, len(trial.found)) == (4, 1, 400)
    assert trial.share_with_any <= 0.075
    assert trial.p <= 0.08
    assert trial == nulproef(*areas, SETTINGS, seed=1, runs=400)


def test_the_null_trial_observes_what_associate_finds(areas):
    themes, indicators, outcomes = areas
    for seed in range(5):
        table = associate(themes, indicators, outcomes, SETTINGS, seed)
        trial = nulproef(themes, indicators, outcomes, SETTINGS, seed, runs=1)
        assert trial.observed == (table["q"] < SETTINGS.alpha).sum()


def test_the_null_trial_as_a_table_has_the_numbers_of_the_trial(areas):
    trial = nulproef(*areas, SETTINGS, 3, runs=20)
    row = null_trial_table(*areas, SETTINGS, 3, runs=20).iloc[0]
    assert (row["pairs"], row["observed"], row["runs"]) == (trial.pairs, trial.observed, 20)
    assert row["with_any"] == round(trial.share_with_any * 20)
    assert row["p"] == trial.p
    themes, indicators, outcomes = areas
    assert null_trial_table(themes.assign(wijk=""), indicators, outcomes, SETTINGS, 3).empty


def test_the_null_trial_of_nothing(areas):
    themes, indicators, outcomes = areas
    trial = nulproef(themes.assign(wijk=""), indicators, outcomes, SETTINGS, 1)
    assert (trial.pairs, trial.observed, trial.found) == (0, 0, ())
    assert np.isnan(trial.share_with_any)
