"""What is planted in the simulated outcomes is there with its size, and nothing elsewhere."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline.outcomes import check_overlap, read_indicators

CLIENT_COLUMNS = {
    "tevredenheid_client": "satisfaction",
    "schuldregeling_gestart": "schuldregeling",
    "vsv_jongere": "vsv",
    "contactmomenten": "contacts",
}
DENOMINATORS = {
    "vsv": "jongeren",
    "problematische_schulden": "huishoudens",
    "schuldsanering": "huishoudens_met_schulden",
    "wachttijd": "aanmeldingen",
    "clienttevredenheid": "respondenten",
}


@pytest.fixture(scope="module")
def planted(corpus):
    return json.loads((corpus / "outcomes" / "planted.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def themes(metadata, codings) -> pd.DataFrame:
    """Stories by themes, with wijk and participant."""
    coded = codings["adjudicated"].query("theme != ''")
    table = metadata[["story_id", "wijk", "participant"]].copy()
    for theme in sorted(set(coded["theme"])):
        table[theme] = table["story_id"].isin(coded.loc[coded["theme"] == theme, "story_id"])
    return table


def wijk_means(wijken, indicator):
    known = wijken[wijken[indicator].notna()]
    return known.groupby("wijk").apply(
        lambda t: np.average(t[indicator], weights=t[DENOMINATORS[indicator]])
    )


def spearman(themes, wijken, theme, indicator):
    shares = themes.groupby("wijk")[theme].mean()
    return stats.spearmanr(shares, wijk_means(wijken, indicator).loc[shares.index])


def client_groups(themes, registrations, theme, indicator):
    values = registrations.drop_duplicates("participant").set_index("participant")
    values = values[CLIENT_COLUMNS[indicator]].replace({"ja": "1", "nee": "0"})
    has = themes.groupby("participant")[theme].any()
    known = values[(values != "") & values.index.isin(has.index)].astype(float)
    has = has.loc[known.index]
    return known[has], known[~has]


def difference_p(one, other):
    if not set(one) | set(other) <= {0, 1}:
        return stats.ttest_ind(one, other, equal_var=False).pvalue
    table = [[group.sum(), len(group) - group.sum()] for group in (one, other)]
    return stats.fisher_exact(table).pvalue


def achieved(link, themes, wijken, registrations):
    if link["level"] == "wijk":
        return spearman(themes, wijken, link["theme"], link["indicator"]).statistic
    one, other = client_groups(themes, registrations, link["theme"], link["indicator"])
    assert len(one) + len(other) == link["n"]
    return one.mean() - other.mean()


def test_the_planted_links_are_those_that_were_agreed(planted):
    found = {(link["theme"], link["indicator"], link["target"]) for link in planted["planted"]}
    assert found == {
        ("juiste_zetje", "vsv", -0.9),
        ("grip_op_geld", "problematische_schulden", -0.9),
        ("grip_op_geld", "schuldsanering", 0.9),
        ("drempels", "wachttijd", 0.9),
        ("drempels", "tevredenheid_client", -1.5),
        ("grip_op_geld", "schuldregeling_gestart", 0.4),
    }
    small = planted["planted_too_small"]
    assert [(link["theme"], link["target"]) for link in small] == [("juiste_zetje", -0.3)]


def test_sizes_in_the_tables_are_as_stated_and_near_their_target(
    planted, themes, wijken, registrations
):
    for link in [*planted["planted"], *planted["planted_too_small"]]:
        size = achieved(link, themes, wijken, registrations)
        assert size == pytest.approx(link["achieved"], abs=0.001), link
        assert np.sign(size) == link["sign"], link
        tolerance = 0.05 if link["level"] == "wijk" else 0.15
        assert size == pytest.approx(link["target"], abs=tolerance), link


def test_planted_links_between_wijken_are_strong_every_year(planted, themes, wijken):
    for link in planted["planted"]:
        if link["level"] != "wijk":
            continue
        for year in ("2022", "2023", "2024", "2025"):
            part = wijken[wijken["period"].str.startswith(year)]
            rho = spearman(themes, part, link["theme"], link["indicator"]).statistic
            assert rho * link["sign"] > 0.75, (link, year)


def test_the_small_one_cannot_be_told_from_chance(themes, registrations):
    one, other = client_groups(themes, registrations, "juiste_zetje", "vsv_jongere")
    assert set(one) | set(other) == {0, 1}
    assert difference_p(one, other) > 0.1


def test_absent_indicators_go_with_no_theme(planted, themes, wijken, registrations):
    p = {}
    for theme in themes.columns[3:]:
        p |= {(theme, i): spearman(themes, wijken, theme, i).pvalue for i in DENOMINATORS}
        for indicator in CLIENT_COLUMNS:
            one, other = client_groups(themes, registrations, theme, indicator)
            if min(len(one), len(other)) > 1:
                p[theme, indicator] = difference_p(one, other)
    q = dict(zip(p, stats.false_discovery_control(list(p.values())), strict=True))
    absent = [q[pair] for pair in q if pair[1] in planted["absent_indicators"]]
    assert len(absent) == 28
    assert len(q) == planted["pairs"]
    assert min(absent) > 0.05
    assert min(absent) == pytest.approx(planted["absent_smallest_q"], abs=1e-4)
    links = {(link["theme"], link["indicator"]) for link in planted["planted"]}
    assert links == {pair for pair, value in q.items() if value < 0.05}


def test_twelve_wijken_by_sixteen_quarters(wijken, metadata, planted):
    assert len(wijken) == 12 * 16
    assert not wijken.duplicated(["wijk", "period"]).any()
    assert set(wijken["wijk"]) == set(metadata["wijk"])
    assert set(wijken["period"]) == set(metadata["period"])
    empty = wijken.set_index(["wijk", "period"]).isna().stack()
    found = {(column, *where) for *where, column in empty[empty].index}
    assert found == {(c["indicator"], c["wijk"], c["period"]) for c in planted["not_measured"]}


def test_percentages_stand_for_whole_people(wijken):
    for indicator in ("vsv", "problematische_schulden", "schuldsanering"):
        size = wijken[DENOMINATORS[indicator]]
        count = (wijken[indicator] * size / 100).round()
        assert (wijken[indicator] == (100 * count / size).round(2)).all()
    indebted = (wijken["problematische_schulden"] * wijken["huishoudens"] / 100).round()
    assert (indebted == wijken["huishoudens_met_schulden"]).all()


def test_values_are_plausible(wijken):
    ranges = {
        "vsv": (1, 12),
        "problematische_schulden": (2, 25),
        "schuldsanering": (5, 45),
        "wachttijd": (1, 30),
        "clienttevredenheid": (6, 9),
    }
    for indicator, (low, high) in ranges.items():
        assert wijken[indicator].min() >= low, indicator
        assert wijken[indicator].max() <= high, indicator


def test_the_change_of_definition_is_seen_in_every_wijk(wijken, planted):
    (broken,) = planted["trend_breaks"]
    steps = wijken.pivot(index="wijk", columns="period", values=broken["indicator"])
    jump = steps["2024K1"] - steps["2023K4"]
    assert (jump > broken["step"] / 2).all()
    others = steps.diff(axis=1).drop(columns=["2022K1", "2024K1"])
    assert others.abs().max(axis=None) < jump.min() + 0.2


def test_the_seasons_of_early_school_leaving(wijken):
    quarter = wijken["period"].str[-1]
    means = wijken["vsv"].groupby(quarter).mean()
    assert means.idxmax() == "3"


def test_the_registry_is_read_and_only_the_planted_doubles_are_named(corpus, planted):
    data = read_indicators(corpus / "outcomes")
    assert {problem.code for problem in data.problems} == {"outcomes.double_row"}
    flaws = planted["registration_flaws"]
    assert len(data.problems) == len(flaws["double_same"]) + len(flaws["double_near"]) == 20
    table = data.indicators.set_index("indicator")
    assert len(table) == 14
    real = table.index.str.startswith("haaglanden_")
    assert (table["simulated"] == ~real).all()
    assert not table.loc[~real, "source"].str.contains("CBS").any()
    assert table.loc["problematische_schulden", "trend_breaks"] == "2024K1"
    assert set(data.outcomes["indicator"]) == set(table.index)


def test_outcome_domains_are_those_that_themes_name(corpus):
    from pipeline.ingest import read_codebook

    themes = read_codebook(corpus / "codebook.yaml").themes
    named = {domain for theme in themes for domain in theme.outcome_domains}
    table = read_indicators(corpus / "outcomes").indicators
    simulated = table[table["simulated"] & (table["outcome_domain"] != "")]
    assert set(simulated["outcome_domain"]) <= named


def test_the_real_areas_share_nothing_with_the_stories(corpus, metadata):
    data = read_indicators(corpus / "outcomes")
    found = check_overlap(metadata, data.indicators, data.outcomes)
    assert {problem.code for problem in found} == {"outcomes.no_link"}
    assert len(found) == 5
    assert {problem.file for problem in found} == {"haaglanden_wijken.csv"}


def test_the_real_table_holds_no_zero_and_carries_its_licence(corpus):
    table = pd.read_csv(corpus / "outcomes" / "haaglanden_wijken.csv")
    assert (table["wijkcode"].nunique(), len(table)) == (70, 980)
    assert table["wijkcode"].str.fullmatch(r"WK\d{6}").all()
    shares = table.filter(regex="_pct$")
    assert shares.shape[1] == 5
    assert (shares.stack().dropna() > 0).all()
    assert (shares.stack().dropna() < 100).all()
    first = table.set_index(["wijkcode", "jaar"]).loc[("WK051801", 2010)]
    assert (first["inwoners"], first["wanbetaler_zorg_pct"]) == (8350, 1.078)
    assert table.loc[table["jaar"] < 2015, "jeugdhulp_pct"].isna().all()
    licence = (corpus / "outcomes" / "LICENSE_haaglanden.txt").read_text(encoding="utf-8")
    assert "MIT License" in licence
    assert "Copyright (c) 2023 elan-dcc" in licence
