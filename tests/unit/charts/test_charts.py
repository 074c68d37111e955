import itertools
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from pipeline.charts import (
    DARK,
    LIGHT,
    SHARES,
    Scale,
    alt_areas,
    alt_links,
    alt_trend,
    area_scatter,
    css_variables,
    forest_plot,
    interval_mark,
    scale_for,
    small_multiples,
    trend,
)

ROOT = Path(__file__).parents[3]
ROWS = pd.DataFrame(
    {
        "label": ["Steun", "Drempel"],
        "n": [30, 30],
        "estimate": [0.5, 0.25],
        "low": [0.4, 0.1],
        "high": [0.6, 0.4],
    }
)
AREAS = pd.DataFrame(
    {"area": ["Noord", "Zuid"], "share": [0.5, 0.25], "value": [4.25, 6.0], "n": [10, 10]}
)
TIME = pd.DataFrame({"period": ["2024K1", "2024K2", "2024K3"], "value": [10.0, 12.0, 20.0]})


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_formula_gives_the_known_extremes():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_every_background(palette):
    for text in (palette.ink, palette.quiet, palette.count, palette.against):
        for ground in (palette.paper, palette.card):
            assert contrast(text, ground) >= 4.5
    for ground in (palette.count_soft, palette.against_soft):
        assert contrast(palette.ink, ground) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edges_of_a_margin_stand_out(palette):
    assert contrast(palette.count, palette.count_soft) >= 3
    assert contrast(palette.against, palette.against_soft) >= 3


def test_the_explorers_config_has_the_same_colours():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    for mode, palette in (("light", LIGHT), ("dark", DARK)):
        theme = config["theme"][mode]
        assert theme["backgroundColor"] == palette.paper
        assert theme["secondaryBackgroundColor"] == palette.card
        assert theme["textColor"] == palette.ink
        assert theme["primaryColor"] == theme["linkColor"] == palette.count
        assert theme["borderColor"] == palette.line


def test_the_explorer_listens_on_this_computer_only_and_reports_nothing():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False


def test_css_follows_the_colour_scheme():
    assert f"--tv-count-soft: light-dark({LIGHT.count_soft}, {DARK.count_soft});" in css_variables()


def test_a_mark_puts_point_and_margin_in_place():
    html = interval_mark(0.5, 0.4, 0.65, SHARES, 'Steun: "50%"')
    assert 'class="tv-point" style="left:50.0%"' in html
    assert 'class="tv-band" style="left:40.0%;width:25.00%"' in html
    assert "tv-zero" not in html
    assert 'aria-label="Steun: &quot;50%&quot;"' in html


def test_a_mark_around_nought_shows_it_and_cuts_off_at_its_ends():
    html = interval_mark(-0.5, -1.5, 0.0, Scale(-1, 1), "x", "against")
    assert 'class="tv-zero" style="left:50.0%"' in html
    assert 'class="tv-band" style="left:0.0%;width:50.00%"' in html
    assert "tv-against" in html


def test_an_unknown_number_is_not_drawn():
    assert re.findall(r'class="(tv-\w+)"', interval_mark(None, pd.NA, pd.NA, SHARES, "x")) == []


def test_a_scale_reaches_as_far_on_both_sides():
    assert scale_for(pd.Series([1.0, -4.0])) == Scale(-4, 4)
    assert scale_for(pd.Series([], dtype=float)) == Scale(-1, 1)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    "draw",
    [
        lambda mode: forest_plot(ROWS, "Bron: proef.", "samenhang", "nl", mode),
        lambda mode: area_scatter(AREAS, "Steun", "Uitval (%)", "Bron: proef.", "nl", mode),
        lambda mode: small_multiples(TIME.assign(area="Noord"), "Bron: proef.", "nl", mode),
        lambda mode: trend(TIME, "Uitval", "Bron: proef.", ["2024K3"], "nl", mode),
    ],
    ids=["forest", "areas", "multiples", "trend"],
)
def test_every_chart_is_valid_and_names_its_source(draw, mode):
    spec = draw(mode).to_dict()
    assert spec["title"]["text"] == ["Bron: proef."]
    palette = LIGHT if mode == "light" else DARK
    assert palette.count in str(spec)


def test_a_trend_starts_anew_where_the_counting_changed():
    spec = trend(TIME, "Uitval", "x", ["2024K3"]).to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "part" in rows[0])
    assert [row["part"] for row in rows] == [0, 0, 1]


def test_breaks_outside_the_line_are_not_drawn_and_others_start_where_counting_is_new():
    years = pd.DataFrame({"period": ["2022", "2023", "2024"], "value": [1.0, 2.0, 3.0]})
    spec = trend(years, "Uitval", "x", ["2012", "2022", "2023K3", "2025"]).to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "part" in rows[0])
    assert [row["part"] for row in rows] == [0, 0, 1]
    marks = [rows for rows in spec["datasets"].values() if "note" in rows[0]]
    assert [[row["period"] for row in rows] for rows in marks] == [["2024"]]


def test_numbers_in_charts_are_written_as_readers_do():
    for language, decimal in (("nl", ","), ("en", ".")):
        spec = trend(TIME, "Uitval", "x", language=language).to_dict()
        assert spec["config"]["locale"]["number"]["decimal"] == decimal


def test_the_name_of_the_rightmost_area_stands_on_its_left():
    spec = area_scatter(AREAS, "Steun", "Uitval", "x").to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "far" in rows[0])
    assert [(row["area"], row["far"]) for row in rows] == [("Noord", True), ("Zuid", False)]


def test_areas_that_are_all_alike_still_have_an_axis():
    points = AREAS.assign(share=0.5, value=4.0)
    spec = area_scatter(points, "Steun", "Uitval", "x").to_dict()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["x"]["scale"]["domain"] == [pytest.approx(0.45), pytest.approx(0.55)]
    assert encoding["y"]["scale"]["domain"] == [pytest.approx(3.6), pytest.approx(4.4)]


def test_names_of_areas_in_one_column_stay_apart():
    points = pd.DataFrame(
        {"area": ["A", "B", "C", "D"], "share": [0.5] * 4, "value": [1.0, 1.01, 1.02, 9.0], "n": 10}
    )
    spec = area_scatter(points, "Steun", "Uitval", "x").to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "far" in rows[0])
    heights = sorted(row["name_at"] for row in rows)
    gaps = [high - low for low, high in itertools.pairwise(heights)]
    assert min(gaps) >= 0.07 * 8 - 1e-9
    assert rows[3]["name_at"] == 9.0


def test_charts_hold_n_and_margin():
    spec = forest_plot(ROWS, "x", "samenhang").to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "n" in rows[0])
    assert rows[0] == {
        "label": "Steun", "n": 30, "estimate": 0.5, "low": 0.4, "high": 0.6,
    }  # fmt: skip


def test_alt_texts_say_what_there_is_to_see():
    assert alt_areas(AREAS.iloc[:0], "Steun", "Uitval") == "Geen gegevens om te tekenen."
    assert alt_links(pd.DataFrame({"low": [0.1, -0.2], "high": [0.3, 0.2]})) == (
        "2 combinaties. Bij 1 ligt de marge helemaal aan één kant van nul."
    )
    assert alt_areas(AREAS, "Steun", "Uitval", "en") == (
        "2 districts, by ‘Steun’ and ‘Uitval’. Most stories with this theme: Noord, 50%; "
        "the figure there is 4.2."
    )
    assert alt_trend(TIME, "Uitval") == "Uitval: van 10,0 in 2024K1 naar 20,0 in 2024K3."
