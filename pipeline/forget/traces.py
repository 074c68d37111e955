"""Looks through every file of a study for what is left of a participant."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as parquet

from pipeline.domain import Problem, Severity
from pipeline.forget.phrases import WORDS, plain_words
from pipeline.forget.plan import Plan
from pipeline.ingest import read_file
from pipeline.store import Study

SHORTEST_ID = 4
"""A shorter id, or one without a letter, occurs in any file by chance."""
_TAG = re.compile(rb"<[^>]{1,400}>")


def is_trace(plan: Plan, text: str) -> bool:
    """Say whether a text is an id of what was forgotten, or holds words that only it held."""
    if text in plan.ids or any(text.startswith(f"{story}.") for story in plan.stories):
        return True
    words = plain_words(text).split()
    phrases = frozenset(plan.phrases)
    return any(" ".join(words[at : at + WORDS]) in phrases for at in range(len(words)))


def traces(study: Study, plan: Plan) -> list[Problem]:
    """Return a notice for every file under the study that still holds an id or words.

    Compressed files are opened. Files of the program's own bookkeeping are left out.
    """
    ids = [one for one in sorted(plan.ids) if len(one) >= SHORTEST_ID and not one.isdigit()]
    pattern = re.compile(
        rb"(?<![\w-])(?:" + b"|".join(re.escape(one.encode()) for one in ids) + rb")(?![\w-])"
    )
    found = []
    for path in sorted(study.folder.rglob("*")):
        if not path.is_file() or path == study.forgetting:
            continue
        held = (ids and pattern.search(path.name.encode())) or any(
            (ids and pattern.search(data)) or is_trace(plan, _words(data))
            for data in _contents(path, study.folder)
        )
        if held:
            found.append(Problem("forget.trace", Severity.NOTICE, study.relative(path)))
    return found


def _words(data: bytes) -> str:
    return _TAG.sub(b" ", data).decode("utf-8", errors="replace")


def _contents(path: Path, root: Path) -> Iterator[bytes]:
    """Yield what a file holds: its bytes, its members, its cells, its text."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".parquet":
        yield parquet.read_table(io.BytesIO(data)).to_pandas().to_csv().encode()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if path.suffix.lower() == ".pdf":
        yield from (story.text.encode() for story in read_file(path, root).stories)
