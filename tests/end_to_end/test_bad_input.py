"""Bad input is named with file, row and what to do, and nothing else is lost."""

import shutil
from pathlib import Path

import pytest

STORY = "Ik durfde de post niet open te doen. Nu liggen de brieven niet meer in de oven.\n"
HEADER = "story_id,participant,wijk,period,consent\n"
INDICATORS = """
[[indicator]]
id = "schulden"
label = "Schulden"
label_en = "Debts"
definition = "Huishoudens met schulden."
unit = "%"
level = "wijk"
direction = "lower_is_better"
source = "verzonnen"
simulated = true
lag = 0
trend_breaks = []
outcome_domain = "schulden"
file = "wijken.csv"
observation_column = "wijk"
period_column = "period"
value_column = "schulden"
"""


@pytest.fixture
def small_study(vertellen, tmp_path) -> Path:
    """A study of three good stories in two wijken, with one indicator."""
    folder = tmp_path / "proef"
    vertellen("new", folder, "--title", "Proef")
    rows = [HEADER]
    for number, wijk in enumerate(("Noord", "Noord", "Zuid"), start=1):
        (folder / "stories" / f"V{number}.txt").write_text(STORY, encoding="utf-8")
        rows.append(f"V{number},P{number},{wijk},2024K1,ja\n")
    (folder / "metadata.csv").write_text("".join(rows), encoding="utf-8")
    (folder / "outcomes" / "indicators.toml").write_text(INDICATORS, encoding="utf-8")
    table = "wijk,period,schulden\nNoord,2024K1,4\nZuid,2024K1,6\n"
    (folder / "outcomes" / "wijken.csv").write_text(table, encoding="utf-8")
    return folder


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _write(folder: Path, name: str, content: bytes) -> None:
    place = folder / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(content)


def empty_file(folder):
    _write(folder, "stories/leeg.txt", b"")


def utf_16(folder):
    _write(folder, "stories/utf16.txt", STORY.replace("Ik", "Zoë").encode("utf-16"))


def windows_1252(folder):
    text = "Mijn zus Zoë zei: ‘ga toch’. Het kostte € 40, maar één brief was genoeg.\n" * 3
    _write(folder, "stories/oud.txt", text.encode("cp1252"))


def no_docx(folder):
    _write(folder, "stories/nep.docx", b"dit is geen docx")


def table_without_column(folder):
    _write(folder, "stories/antwoorden.csv", b"story_id,leeftijd\nQ1,12\n")


def duplicate_id(folder):
    shutil.copy(folder / "stories" / "V1.txt", folder / "stories" / "V1.md")


def unknown_theme(folder):
    _write(folder, "codings/ans.csv", b"story_id,start,end,theme\nV1,0,36,bestaat_niet\n")


def wijk_in_one_table(folder):
    _append(folder / "metadata.csv", "V4,P4,Oost,2024K1,ja\n")
    _write(folder, "stories/V4.txt", STORY.encode())


def no_date(folder):
    _append(folder / "metadata.csv", "V4,P4,Zuid,vorige week,ja\n")
    _write(folder, "stories/V4.txt", STORY.encode())


CASES = [
    (empty_file, ["stories/leeg.txt", "leeg"], 3),
    (utf_16, ["stories/utf16.txt", "UTF-16"], 4),
    (windows_1252, ["stories/oud.txt", "1252"], 4),
    (no_docx, ["stories/nep.docx", "geen goed .docx-bestand"], 3),
    (table_without_column, ["stories/antwoorden.csv", "kolom", "ontbreekt"], 3),
    (duplicate_id, ["V1", "al gebruikt"], 3),
    (unknown_theme, ["codings/ans.csv, rij 2", "bestaat_niet"], 3),
    (wijk_in_one_table, ["Oost", "alleen"], 4),
    (no_date, ["metadata.csv, rij 5", "vorige week"], 4),
]


@pytest.mark.parametrize(
    ("spoil", "words", "stories"), CASES, ids=lambda v: getattr(v, "__name__", "")
)
def test_bad_input_is_named_and_the_rest_goes_on(vertellen, small_study, spoil, words, stories):
    from pipeline.run.inputs import read_inputs
    from pipeline.store import open_study

    spoil(small_study)
    shown = vertellen("check", small_study).stdout
    for word in words:
        assert word in shown
    inputs = read_inputs(open_study(small_study))
    assert len(inputs.stories) == stories
    assert {"V1", "V2", "V3"} <= {story.id for story in inputs.stories}


def test_letters_survive_other_encodings(small_study):
    from pipeline.run.inputs import read_inputs
    from pipeline.store import open_study

    windows_1252(small_study)
    utf_16(small_study)
    texts = {s.id: s.text for s in read_inputs(open_study(small_study)).stories}
    assert "Zoë zei: ‘ga toch’" in texts["oud"]
    assert "€ 40" in texts["oud"]
    assert texts["utf16"].startswith("Zoë durfde")


def test_a_good_study_has_nothing_to_mend(vertellen, small_study):
    assert "Alles in orde" in vertellen("check", small_study).stdout


def test_all_of_it_at_once_is_listed_and_the_run_goes_on(vertellen, small_study):
    for spoil, _, _ in CASES[:7]:
        spoil(small_study)
    shown = vertellen("check", small_study).stdout
    for _, words, _ in CASES[:7]:
        assert all(word in shown for word in words)
    assert "5 verhalen" in vertellen("run", small_study).stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("codebook.yaml", b"themes: [", ["codebook.yaml", "codeboek"]),
        ("study.toml", b"[study]\nid = 'x'\ntitel = 'y'\n", ["study.toml", "study.titel"]),
        ("study.toml", b"[study\n", ["study.toml", "kan niet gelezen worden"]),
        ("outcomes/indicators.toml", b"[[indicator]", ["indicators.toml", "Herstel"]),
    ],
)
def test_what_blocks_exits_2_and_says_why(vertellen, small_study, name, content, words):
    _write(small_study, name, content)
    ended = vertellen("check", small_study, expect=2)
    for word in words:
        assert word in ended.stdout + ended.stderr
    assert vertellen("run", small_study, expect=2).stderr != ""
    assert (small_study / "stories" / "V1.txt").read_text(encoding="utf-8") == STORY


def test_a_study_without_stories_exits_2(vertellen, small_study):
    for path in (small_study / "stories").iterdir():
        path.unlink()
    ended = vertellen("check", small_study, expect=2)
    assert "geen verhaal" in ended.stdout


def test_new_refuses_a_folder_that_holds_something(vertellen, small_study):
    before = sorted(p.name for p in small_study.rglob("*"))
    ended = vertellen("new", small_study, expect=2)
    assert "niet leeg" in ended.stderr
    assert sorted(p.name for p in small_study.rglob("*")) == before


def test_a_wrong_option_exits_2(vertellen, small_study):
    vertellen("run", small_study, "--snel", expect=2)


def test_a_report_before_the_first_run_says_what_to_do(vertellen, small_study):
    assert "vertellen run" in vertellen("report", small_study, expect=2).stderr


def test_no_name_or_story_text_in_what_is_shown(vertellen, small_study):
    secret = "Wilhelmina Achterberg"
    _write(small_study, "stories/V9.txt", f"I: {secret}?\nR: {secret} ja.".encode("utf-16"))
    for command in ("check", "run"):
        ended = vertellen(command, small_study)
        assert "Wilhelmina" not in ended.stdout + ended.stderr
        assert "oven" not in ended.stderr
