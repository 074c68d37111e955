"""A folder of files: each goes to its reader, and one bad file harms no other."""

import hashlib

import pytest

from pipeline.domain import Severity
from pipeline.ingest import read_file, story_files


def test_files_come_sorted_without_noise(make, tmp_path):
    for name in ("b.txt", "a/z.docx", "a/.verborgen.txt", ".git/x.txt", "~$b.docx", "c.tmp",
                 "Thumbs.db", "A.MD", "d.xyz"):  # fmt: skip
        make.file(name, "x")
    names = [path.relative_to(tmp_path).as_posix() for path in story_files(tmp_path)]
    assert names == sorted(["A.MD", "a/z.docx", "b.txt", "d.xyz"])


def test_a_story_knows_its_source(make, tmp_path):
    data = b"I: Hoi.\r\nR: Dag.\r\n"
    path = make.file("stories/A-1.TXT", data)
    ingested = read_file(path, tmp_path)
    (story,) = ingested.stories
    assert (story.id, story.participant) == ("A-1", "A-1")
    assert story.source == "stories/A-1.TXT"
    assert story.sha256 == hashlib.sha256(data).hexdigest()
    assert story.text == "I: Hoi.\nR: Dag."
    assert [turn.speaker for turn in story.turns] == ["I", "R"]
    assert ingested.problems == ()


def test_an_id_from_a_file_name_is_composed(make, tmp_path):
    path = make.file("Zoe\u0308.txt", "Hoi.")
    assert read_file(path, tmp_path).stories[0].id == "Zoë"


def test_every_format_gives_the_same_story(make, tmp_path):
    lines = ["I: Waar werk je?", "R: Bij de brandweer."]
    cues = "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{line}\n\n" for n, line in enumerate(lines, 1)
    )
    made = {
        "txt": "\n".join(lines),
        "md": "\r\n".join(lines),
        "docx": make.docx(lines),
        "odt": make.odt(lines),
        "pdf": make.pdf([lines]),
        "srt": cues,
        "vtt": "WEBVTT\n\n" + cues.replace(",", "."),
        "csv": 'id,tekst\nx,"' + "\n".join(lines) + '"\n',
        "tsv": 'id\ttekst\nx\t"' + "\n".join(lines) + '"\n',
        "xlsx": make.xlsx(A=[["id", "tekst"], ["x", "\n".join(lines)]]),
    }
    for suffix, data in made.items():
        ingested = read_file(make.file(f"{suffix}/x.{suffix}", data), tmp_path)
        assert [story.text for story in ingested.stories] == ["\n".join(lines)], suffix
        assert [(turn.speaker, turn.start, turn.end) for turn in ingested.stories[0].turns] == [
            ("I", 0, 16),
            ("R", 17, 37),
        ], suffix
        assert ingested.problems == (), suffix


@pytest.mark.parametrize(
    ("name", "code", "severity"),
    [
        ("a.xyz", "ingest.unknown_format", Severity.NOTICE),
        ("a", "ingest.unknown_format", Severity.NOTICE),
        ("a.doc", "ingest.old_office", Severity.SKIPS),
        ("a.xls", "ingest.old_office", Severity.SKIPS),
    ],
)
def test_other_kinds_are_reported(make, tmp_path, name, code, severity):
    ingested = read_file(make.file(f"stories/{name}", "x"), tmp_path)
    assert ingested.stories == ()
    (problem,) = ingested.problems
    assert (problem.code, problem.severity, problem.file) == (code, severity, f"stories/{name}")


def test_a_missing_or_huge_file_is_skipped(make, tmp_path, monkeypatch):
    assert read_file(tmp_path / "weg.txt", tmp_path).problems[0].code == "ingest.unreadable"
    monkeypatch.setattr("pipeline.ingest.source.MAX_FILE_BYTES", 10)
    path = make.file("groot.txt", "x" * 11)
    assert read_file(path, tmp_path).problems[0].code == "ingest.too_large"


def test_a_forbidden_file_is_skipped(make, tmp_path, monkeypatch):
    path = make.file("dicht.txt", "x")

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert read_file(path, tmp_path).problems[0].code == "ingest.unreadable"
