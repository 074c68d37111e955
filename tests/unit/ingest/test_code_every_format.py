"""``vertellen code`` on every format that a story can come in."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.ingest import read_file
from pipeline.ingest.files import SUFFIXES

ROOT = Path(__file__).parents[3]
LINES = (
    "I: Hoe ging het toen?",
    "R: De deurwaarder stond voor de deur, maar nu is er een regeling en slaap ik weer.",
    "R: Daarna was het zomer en aten we ijs bij de haven.",
)
PARAGRAPHS = "\n\n".join(LINES)
CUES = "\n\n".join(
    f"{number}\n00:00:0{number},000 --> 00:00:0{number + 1},000\n{line}"
    for number, line in enumerate(LINES, start=1)
)
KEYS = {"story", "start", "end", "text", "themes", "implicit", "evidence"}


def made(make, suffix):
    table = [["story_id", "text"], ["los", PARAGRAPHS]]
    data = {
        ".txt": lambda: PARAGRAPHS,
        ".md": lambda: PARAGRAPHS,
        ".docx": lambda: make.docx(LINES),
        ".odt": lambda: make.odt(LINES),
        ".pdf": lambda: make.pdf([LINES]),
        ".srt": lambda: CUES,
        ".vtt": lambda: "WEBVTT\n\n" + CUES.replace(",000", ".000"),
        ".xlsx": lambda: make.xlsx(blad=table),
        ".tsv": lambda: f'story_id\ttext\nlos\t"{PARAGRAPHS}"\n',
        ".csv": lambda: f'story_id,text\nlos,"{PARAGRAPHS}"\n',
    }
    return make.file(f"los{suffix}", data[suffix]())


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_every_format_gives_one_object_per_passage(suffix, make):
    path = made(make, suffix)
    shown = CliRunner().invoke(app, ["code", str(path), "--json"])
    assert shown.exit_code == 0
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    (story,) = read_file(path, path.parent).stories
    assert len(rows) >= 1
    assert {row["story"] for row in rows} == {"los"}
    for row in rows:
        assert set(row) == KEYS
        assert story.text[row["start"] : row["end"]] == row["text"]
        for theme in row["themes"]:
            assert set(theme) == {"theme", "probability", "present"}
            assert 0 <= theme["probability"] <= 1
        here = {theme["theme"] for theme in row["themes"] if theme["present"]}
        assert set(row["implicit"]) <= here
        assert {quote["theme"] for quote in row["evidence"]} == here
        for quote in row["evidence"]:
            assert story.text[quote["start"] : quote["end"]] == quote["text"]
    told = [row for row in rows if row["themes"]]
    money = next(row for row in told if "deurwaarder" in row["text"])
    by_theme = {theme["theme"]: theme["probability"] for theme in money["themes"]}
    assert len(by_theme) == 14
    assert max(by_theme, key=by_theme.get) == "grip_op_geld"


def test_the_table_holds_what_is_present(tmp_path):
    path = next((ROOT / "corpus" / "stories").rglob("A-001.*"))
    table = tmp_path / "codings.csv"
    command = ["code", str(path), "--json", "--out", str(table)]
    shown = CliRunner().invoke(app, command)
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    present = [
        (str(row["start"]), theme["theme"])
        for row in rows
        for theme in row["themes"]
        if theme["present"]
    ]
    with table.open(encoding="utf-8", newline="") as file:
        written = list(csv.DictReader(file))
    assert [(row["start"], row["theme"]) for row in written] == present
    assert len(present) > 3
    assert list(written[0]) == [
        "story", "start", "end", "theme", "probability", "present", "implicit", "evidence",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_costs_no_other(make):
    good, bad = made(make, ".txt"), make.file("kapot.docx", b"geen docx")
    shown = CliRunner().invoke(app, ["code", str(good), str(bad), "--json"])
    assert shown.exit_code == 0
    assert {json.loads(line)["story"] for line in shown.stdout.splitlines()} == {"los"}
    assert "kapot.docx" in shown.stderr
