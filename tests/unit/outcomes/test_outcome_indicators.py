"""Outcome files in the guises they come in, and what is said about bad ones."""

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from pipeline.domain import Severity
from pipeline.domain.tables import INDICATORS, OUTCOMES
from pipeline.outcomes import read_indicators
from pipeline.text import problem_sentence

REGISTRY = """
[[indicator]]
id = "vsv"
label = "Voortijdig schoolverlaten"
label_en = "Early school leaving"
definition = "Leerlingen die zonder diploma van school gaan"
unit = "%"
level = "wijk"
direction = "lower_is_better"
source = "verzonnen"
simulated = true
file = "vsv.csv"
observation_column = "wijk"
"""
LONG = 'period_column = "periode"\nvalue_column = "waarde"\n'


def _read(folder: Path, extra: str, files: dict[str, bytes | str]):
    (folder / "indicators.toml").write_text(REGISTRY + extra, encoding="utf-8")
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return read_indicators(folder)


def _values(data) -> dict[tuple[str, str], float]:
    rows = data.outcomes.itertuples()
    return {(row.observation, row.period): row.value for row in rows if not pd.isna(row.value)}


def _codes(data) -> list[str]:
    return [problem.code for problem in data.problems]


def test_a_folder_without_registry_has_no_indicators(tmp_path):
    data = read_indicators(tmp_path)
    assert (len(data.indicators), len(data.outcomes), data.problems) == (0, 0, ())
    assert set(INDICATORS.names) <= set(data.indicators.columns)


def test_a_long_csv_with_semicolons_and_decimal_commas(tmp_path):
    text = "wijk;periode;waarde;n\nDe Werf;2024K1;12,5;1.200\nHet Zand;2024K1;8,0;900\n"
    data = _read(tmp_path, LONG + 'denominator_column = "n"\n', {"vsv.csv": text})
    assert data.problems == ()
    assert _values(data) == {("De Werf", "2024K1"): 12.5, ("Het Zand", "2024K1"): 8.0}
    assert data.outcomes["denominator"].tolist() == [1200.0, 900.0]
    assert data.outcomes.columns.tolist() == OUTCOMES.names


def test_a_comma_csv_with_quoted_names(tmp_path):
    text = 'wijk,periode,waarde\n"Werf, De",2024,12.5\n'
    data = _read(tmp_path, LONG, {"vsv.csv": text})
    assert _values(data) == {("Werf, De", "2024"): 12.5}


def test_a_wide_csv(tmp_path):
    text = "wijk;toelichting;2023K4;2024K1\nDe Werf;a;1,5;2\nHet Zand;b;;3\n"
    data = _read(tmp_path, "", {"vsv.csv": text})
    assert _values(data) == {
        ("De Werf", "2023K4"): 1.5,
        ("De Werf", "2024K1"): 2.0,
        ("Het Zand", "2024K1"): 3.0,
    }
    assert len(data.outcomes) == 4


def test_a_statline_export_with_title_notes_codes_and_dimensions(tmp_path):
    text = (
        "Kerncijfers wijken en buurten\n"
        '"Onderwerp";"";""\n'
        '"wijk";"soort";"periode";"waarde"\n'
        '"WK051801  ";"Wijk";"2024JJ00";"1.234,5"\n'
        '"GM0518";"Gemeente";"2024JJ00";"99"\n'
        '"WK051802  ";"Wijk";"2024JJ00";"."\n'
        '"Bron: CBS"\n'
    )
    extra = LONG + 'area_year = 2024\n[indicator.where]\nsoort = "Wijk"\n'
    data = _read(tmp_path, extra, {"vsv.csv": text})
    assert data.problems == ()
    assert _values(data) == {("WK051801", "2024"): 1234.5}
    assert data.outcomes["observation"].tolist() == ["WK051801", "WK051802"]
    assert data.indicators["area_year"].tolist() == [2024]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    text = "wijk;periode;waarde\nCoörstraat;2024;1\n".encode(encoding)
    data = _read(tmp_path, LONG, {"vsv.csv": text})
    assert _values(data) == {("Coörstraat", "2024"): 1.0}


def test_an_xlsx_with_a_sheet_numbers_and_years_as_headers(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["niets"])
    sheet = book.create_sheet("cijfers")
    for row in (["Titel"], ["wijk", 2023, 2024], ["De Werf", 1.234, None], ["Het Zand", "2,5", 3]):
        sheet.append(row)
    book.save(tmp_path / "vsv.xlsx")
    extra = REGISTRY.replace("vsv.csv", "vsv.xlsx") + 'sheet = "cijfers"\n'
    (tmp_path / "indicators.toml").write_text(extra)
    data = read_indicators(tmp_path)
    assert data.problems == ()
    assert _values(data) == {
        ("De Werf", "2023"): 1.234,
        ("Het Zand", "2023"): 2.5,
        ("Het Zand", "2024"): 3.0,
    }


def test_yes_and_no_become_one_and_zero(tmp_path):
    data = _read(tmp_path, 'value_column = "ok"\n', {"vsv.csv": "wijk;ok\na;ja\nb;nee\nc;\n"})
    assert _values(data) == {("a", ""): 1.0, ("b", ""): 0.0}


def test_declared_missing_and_scale(tmp_path):
    text = "wijk,periode,waarde\na,2024,0.25\nb,2024,0.0\nc,2024,x\n"
    data = _read(tmp_path, LONG + 'missing = ["0", "x"]\nscale = 100\n', {"vsv.csv": text})
    assert data.problems == ()
    assert _values(data) == {("a", "2024"): 25.0}


def test_three_decimals_are_no_thousands_between_commas_or_in_a_percentage(tmp_path):
    for separator in (",", ";"):
        text = "wijk;periode;waarde\na;2024;4.282\nb;2024;5.342\n".replace(";", separator)
        data = _read(tmp_path, LONG, {"vsv.csv": text})
        assert data.problems == ()
        assert _values(data) == {("a", "2024"): 4.282, ("b", "2024"): 5.342}


def test_thousands_that_might_be_decimals_are_told(tmp_path):
    registry = REGISTRY.replace('unit = "%"', 'unit = "euro"')
    (tmp_path / "indicators.toml").write_text(registry + LONG)
    (tmp_path / "vsv.csv").write_text("wijk;periode;waarde\na;2024;4.282\nb;2024;5.342\n")
    data = read_indicators(tmp_path)
    assert [(p.code, p.severity) for p in data.problems] == [
        ("outcomes.read_as_thousands", Severity.NOTICE)
    ]
    assert _values(data) == {("a", "2024"): 4282.0, ("b", "2024"): 5342.0}


def test_a_bad_cell_is_named_by_row_and_the_rest_goes_on(tmp_path):
    text = "wijk;periode;waarde\na;2024;1\nb;2024;veel\nc;ooit;3\nd;2024;4\n"
    data = _read(tmp_path, LONG, {"vsv.csv": text})
    found = {(p.code, p.file, p.row) for p in data.problems}
    assert found == {("outcomes.bad_cell", "vsv.csv", 3), ("outcomes.no_period", "vsv.csv", 4)}
    assert _values(data) == {("a", "2024"): 1.0, ("d", "2024"): 4.0}


def test_row_numbers_count_title_rows_and_empty_rows(tmp_path):
    text = "titel\n\nwijk;periode;waarde\na;2024;1\n;;\nb;2024;veel\n"
    data = _read(tmp_path, LONG, {"vsv.csv": text})
    assert [(p.code, p.row) for p in data.problems] == [("outcomes.bad_cell", 6)]


def test_a_value_that_cannot_be_is_left_out(tmp_path):
    text = "wijk;periode;waarde\na;2024;0,07\nb;2024;1,1\nc;2024;-0,01\n"
    extra = LONG + "minimum = 0\nmaximum = 100\nscale = 100\n"
    data = _read(tmp_path, extra, {"vsv.csv": text})
    assert [(p.code, p.row) for p in data.problems] == [
        ("outcomes.impossible", 3),
        ("outcomes.impossible", 4),
    ]
    assert _values(data) == {("a", "2024"): pytest.approx(7)}


def test_many_bad_cells_are_counted(tmp_path):
    rows = "".join(f"w{i};2024;x{i}\n" for i in range(30))
    data = _read(tmp_path, LONG, {"vsv.csv": "wijk;periode;waarde\n" + rows})
    assert _codes(data) == ["outcomes.bad_cell"] * 20 + ["outcomes.more_bad_cells"]
    assert data.problems[-1].values["n"] == 10


def test_a_double_row_keeps_the_first(tmp_path):
    text = "wijk;periode;waarde\na;2024;1\na;2024JJ00;2\n"
    data = _read(tmp_path, LONG, {"vsv.csv": text})
    assert [(p.code, p.row) for p in data.problems] == [("outcomes.double_row", 3)]
    assert _values(data) == {("a", "2024"): 1.0}


@pytest.mark.parametrize(
    ("extra", "files", "code"),
    [
        (LONG, {}, "outcomes.no_file"),
        (LONG, {"vsv.csv": "buurt;periode;waarde\n"}, "outcomes.no_column"),
        (LONG, {"vsv.csv": "wijk;periode;cijfer\na;2024;1\n"}, "outcomes.no_column"),
        (LONG, {"vsv.csv": ""}, "outcomes.no_column"),
        (LONG, {"vsv.csv": "wijk;periode;waarde\n"}, "outcomes.no_rows"),
        ("", {"vsv.csv": "wijk;aantal\na;1\n"}, "outcomes.no_period_columns"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path, extra, files, code):
    data = _read(tmp_path, extra, files)
    assert _codes(data) == [code]
    assert len(data.indicators) == 1
    assert len(data.outcomes) == 0


@pytest.mark.parametrize("name", ["vsv.xlsx"])
def test_an_xlsx_that_is_none(tmp_path, name):
    text = REGISTRY.replace("vsv.csv", name)
    (tmp_path / "indicators.toml").write_text(text)
    (tmp_path / name).write_bytes(b"dit is geen werkmap")
    data = read_indicators(tmp_path)
    assert _codes(data) == ["outcomes.unreadable"]


def test_an_unknown_key_is_named_and_the_indicator_goes_on(tmp_path):
    data = _read(
        tmp_path, LONG + 'kleur = "rood"\n', {"vsv.csv": "wijk;periode;waarde\na;2024;1\n"}
    )
    [problem] = data.problems
    assert problem.code == "outcomes.unknown_key"
    assert problem.severity is Severity.NOTICE
    assert dict(problem.values) == {"indicator": "vsv", "key": "kleur"}
    assert len(data.outcomes) == 1


def test_a_wrong_entry_costs_that_indicator_only(tmp_path):
    wrong = REGISTRY.replace('"vsv"', '"fout"').replace('"wijk"\ndirection', '"straat"\ndirection')
    data = _read(tmp_path, LONG + wrong, {"vsv.csv": "wijk;periode;waarde\na;2024;1\n"})
    assert data.indicators["indicator"].tolist() == ["vsv"]
    assert [(p.code, p.values["key"]) for p in data.problems] == [("outcomes.wrong_key", "level")]


def test_a_double_id(tmp_path):
    data = _read(tmp_path, LONG + REGISTRY + LONG, {"vsv.csv": "wijk;periode;waarde\na;2024;1\n"})
    assert _codes(data) == ["outcomes.duplicate_indicator"]
    assert len(data.outcomes) == 1


def test_a_registry_that_is_no_toml(tmp_path):
    (tmp_path / "indicators.toml").write_text("[[indicator]\n")
    assert _codes(read_indicators(tmp_path)) == ["outcomes.no_toml"]


def test_trend_breaks_are_written_as_periods(tmp_path):
    extra = LONG + 'trend_breaks = ["2016/17", "2023KW03"]\n'
    data = _read(tmp_path, extra, {"vsv.csv": "wijk;periode;waarde\na;2024;1\n"})
    assert data.indicators["trend_breaks"].tolist() == ["2016 2023K3"]


def test_known_breaks_are_taken_by_name(tmp_path):
    extra = LONG + 'trend_breaks = ["2016/17", "2024"]\nknown_breaks = ["vsv", "wsnp"]\n'
    data = _read(tmp_path, extra, {"vsv.csv": "wijk;periode;waarde\na;2024;1\n"})
    assert data.problems == ()
    assert data.indicators["trend_breaks"].tolist() == ["2016 2024 2012 2019 2023K3"]


def test_a_break_that_nobody_knows_costs_the_indicator(tmp_path):
    extra = LONG + 'known_breaks = ["vsvv"]\n'
    data = _read(tmp_path, extra, {"vsv.csv": "wijk;periode;waarde\na;2024;1\n"})
    [problem] = data.problems
    assert (problem.code, problem.values["key"]) == ("outcomes.wrong_key", "known_breaks")
    assert "vsv, wsnp, msnp" in str(problem.values["detail"])


@pytest.mark.parametrize("separator", [";", ","])
def test_a_duo_layout_with_school_years_as_columns_and_a_total_line(tmp_path, separator):
    text = (
        'BRIN;wijk;Totaal;2022/23;2023/24\n01AA;"De Werf";9;2.5;3.5\n02BB;"Het Zand";9;1.5;x\n'
    ).replace(";", separator)
    data = _read(tmp_path, 'missing = ["x"]\n', {"vsv.csv": text})
    assert data.problems == ()
    assert _values(data) == {
        ("De Werf", "2022"): 2.5,
        ("De Werf", "2023"): 3.5,
        ("Het Zand", "2022"): 1.5,
    }


def test_every_problem_has_a_sentence_in_both_languages(tmp_path):
    text = "wijk;periode;waarde\na;2024;x\na;2024;2\nb;ooit;1\n"
    data = _read(tmp_path, LONG + "kleur = 1\n", {"vsv.csv": text})
    assert len(data.problems) == 4
    for problem in data.problems:
        assert "{" not in problem_sentence(problem, "nl") + problem_sentence(problem, "en")
