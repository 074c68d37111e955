"""Make the example study's files from the stories and codings as they were written.

    python scripts/build_corpus.py ../shared

The stories arrive in the formats that such stories have in practice. The files are committed;
running this again changes no byte. ``--check`` only says what would change.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from corpus_files.codings import COLUMNS, adjudicated_rows, coder_rows
from corpus_files.documents import as_docx, as_odt, paragraphs_of
from corpus_files.people import consents, participants
from corpus_files.real_outcomes import haaglanden
from corpus_files.sheet import as_csv, as_xlsx
from corpus_files.subtitles import as_vtt

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = {
    "interview": ("interviews", ("docx", "vtt", "txt")),
    "groepsgesprek": ("groepsgesprekken", ("docx", "vtt")),
    "brief": ("brieven", ("odt", "docx")),
    "casusnotitie": ("casusnotities", ("txt",)),
    "spraakbericht": ("spraakberichten", ("txt", "md")),
}
"""Folder per genre, and the formats its stories take in turn."""
SURVEY, SURVEY_FILE = "open_antwoord", "stories/vragenlijst/open_antwoorden.xlsx"
TURNS = frozenset({"interview", "groepsgesprek"})
METADATA = (
    "story_id",
    "participant",
    "genre",
    "teller",
    "age_band",
    "programme",
    "question",
    "wijk",
    "period",
    "consent",
)
TRAINING = ("training_stories.jsonl", "example_bank.jsonl")
Files = dict[Path, bytes]


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def story_file(text: str, suffix: str, *, turns: bool, title: str) -> bytes:
    """Return one story as the bytes of a file of this kind."""
    if suffix == "docx":
        return as_docx(paragraphs_of(text, turns=turns), title)
    if suffix == "odt":
        return as_odt(paragraphs_of(text, turns=turns), title)
    return (as_vtt(text) if suffix == "vtt" else text + "\n").encode()


def story_files(stories: list[dict[str, Any]], who: dict[str, str]) -> Files:
    """Return every story as a file, and the survey answers as one workbook."""
    files: Files = {}
    for genre, (folder, suffixes) in FOLDERS.items():
        told = [story for story in stories if story["genre"] == genre]
        for place, story in enumerate(told):
            suffix = suffixes[place % len(suffixes)]
            path = Path("corpus/stories", folder, f"{story['id']}.{suffix}")
            turns = genre in TURNS
            files[path] = story_file(story["text"], suffix, turns=turns, title=story["id"])
    answers = [
        {**story, "story_id": story["id"], "participant": who[story["id"]]}
        for story in stories
        if story["genre"] == SURVEY
    ]
    columns = ("story_id", "participant", "question", "text")
    files[Path("corpus", SURVEY_FILE)] = as_xlsx(columns, answers, "Open antwoorden")
    return files


def metadata_file(stories: list[dict[str, Any]], who: dict[str, str]) -> bytes:
    """Return what is known about each story besides its words."""
    consent = consents(stories)
    rows = [
        {
            **story,
            "story_id": story["id"],
            "participant": who[story["id"]],
            "consent": consent[story["id"]],
        }
        for story in stories
    ]
    return as_csv(METADATA, rows).encode()


def coding_files(source: Path) -> Files:
    """Return the two coders' sets and the adjudicated one."""
    passages = read_lines(source / "passages.jsonl")
    sets = {
        name: {row["passage_id"]: row for row in read_lines(source / f"codings_{name}.jsonl")}
        for name in ("coder1", "coder2", "adjudicated")
    }
    coders = [sets["coder1"], sets["coder2"]]
    rows = {
        "coder1": coder_rows(passages, sets["coder1"]),
        "coder2": coder_rows(passages, sets["coder2"]),
        "adjudicated": adjudicated_rows(passages, sets["adjudicated"], coders),
    }
    return {
        Path("corpus/codings", f"{name}.csv"): as_csv(COLUMNS, table).encode()
        for name, table in rows.items()
    }


def hashes(stories: list[dict[str, Any]]) -> bytes:
    """Return the hash of every text as it was written, to hold the ingested texts against."""
    found = {s["id"]: hashlib.sha256(s["text"].encode()).hexdigest() for s in stories}
    return (json.dumps(found, indent=1) + "\n").encode()


def all_files(source: Path) -> Files:
    """Return every generated file of the example study, by its path in the project."""
    corpus = source / "corpus"
    stories = read_lines(corpus / "stories.jsonl")
    who = participants(stories)
    files = story_files(stories, who) | coding_files(corpus)
    files[Path("tests/regression/corpus/text_sha256.json")] = hashes(stories)
    files[Path("corpus/metadata.csv")] = metadata_file(stories, who)
    files[Path("corpus/codebook.yaml")] = (corpus / "codeboek.yaml").read_bytes()
    for name in TRAINING:
        files[Path("models/themes_nl/training", name)] = (corpus / name).read_bytes()
    table = (source / "outcomes" / "df_count_ver_3.csv").read_text(encoding="utf-8")
    files[Path("corpus/outcomes/haaglanden_wijken.csv")] = haaglanden(table).encode()
    return files


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the files; 1 if ``--check`` finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("source", type=Path, help="folder with corpus/ and outcomes/")
    parser.add_argument("--root", type=Path, default=ROOT, help="project folder to write in")
    parser.add_argument("--check", action="store_true", help="write nothing, name differences")
    given = parser.parse_args(arguments)
    changed = 0
    for name, content in sorted(all_files(given.source).items()):
        path = given.root / name
        if path.exists() and path.read_bytes() == content:
            continue
        changed += 1
        print(name)
        if not given.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    print(f"{changed} files {'differ' if given.check else 'written'}")
    return int(given.check and changed > 0)


if __name__ == "__main__":
    sys.exit(main())
