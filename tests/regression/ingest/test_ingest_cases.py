"""Cases as data: conversations told from other texts, and mistakes answered in plain words."""

from pathlib import Path

import pytest
import yaml

from pipeline.domain import Severity
from pipeline.ingest import read_file, story_files
from pipeline.ingest.turns import find_turns
from pipeline.text import problem_sentence

HERE = Path(__file__).parent


def _cases(folder: str) -> list[object]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted((HERE / folder).glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", _cases("turns"))
def test_turns(case):
    text = case["text"]
    turns = find_turns(text)
    expected = case.get("turns", [])
    assert [turn.speaker for turn in turns] == [speaker for speaker, _ in expected]
    for turn, (_, words) in zip(turns, expected, strict=True):
        assert text[turn.start :].startswith(words)
        assert text[turn.start : turn.end].strip() == text[turn.start : turn.end]
    seconds = case.get("seconds", [None] * len(expected))
    assert [turn.seconds for turn in turns] == seconds


@pytest.mark.parametrize("case", _cases("bad_input"))
def test_bad_input(case, tmp_path):
    data = bytes.fromhex(case["hex"]) if "hex" in case else None
    if data is None:
        data = case["text"].encode(case.get("encoding", "utf-8"))
    (tmp_path / case["file"]).write_bytes(data)
    (tmp_path / "goed.txt").write_text("Dit verhaal is in orde.", encoding="utf-8")

    read = {path.name: read_file(path, tmp_path) for path in story_files(tmp_path)}

    assert [story.text for story in read["goed.txt"].stories] == ["Dit verhaal is in orde."]
    found = read[case["file"]]
    assert [story.text for story in found.stories] == ([case["story"]] if "story" in case else [])
    expected = [
        (f"ingest.{code}", Severity(severity), *(row or [None]))
        for code, severity, *row in case["problems"]
    ]
    assert [(p.code, p.severity, p.row) for p in found.problems] == expected
    dutch = " ".join(problem_sentence(problem, "nl") for problem in found.problems)
    english = [problem_sentence(problem, "en") for problem in found.problems]
    assert all(words in dutch for words in case.get("says", []))
    assert all(sentence.startswith(case["file"]) for sentence in english)
