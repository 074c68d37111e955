"""Takes one participant out of a study, step by step; killed halfway, it goes on where it was.

Before anything is touched the plan is written beside the study. Every step can be done again
without harm. The plan is removed when all is done, and until then no run starts. Results and cache
go first, so that no page shows what is being forgotten.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.domain import Problem, Severity, Story, UserError
from pipeline.forget.plan import Plan
from pipeline.forget.tables import remove_rows, study_tables
from pipeline.forget.traces import is_trace, traces
from pipeline.forget.turns import blank_file, spans_of
from pipeline.ingest import read_file
from pipeline.pseudonymise import PseudonymKey
from pipeline.store import Journal, Study
from pipeline.store.forgetting import forget_events
from pipeline.store.meetings import Meetings

LOCK = ".lock"
Spans = dict[str, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done.

    Parameters
    ----------
    plan
        What had to go.
    left
        Notices for people: files that still hold something, and what the program cannot do itself.
    """

    plan: Plan
    left: tuple[Problem, ...]


def pending(study: Study) -> Plan | None:
    """Return the plan of a withdrawal that was not finished, ``None`` if there is none.

    Raises
    ------
    UserError
        If it cannot be read.
    """
    try:
        raw = json.loads(study.forgetting.read_text(encoding="utf-8"))
        lists = ("stories", "files", "names", "phrases")
        return Plan(**{**raw, **{name: tuple(raw[name]) for name in lists}})
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        problem = Problem("forget.unreadable", Severity.BLOCKS, study.forgetting.name)
        raise UserError(problem) from error


def forget(
    study: Study, plan: Plan, after_step: Callable[[str], None] = lambda _: None
) -> Forgotten:
    """Take a participant out of a study; results are not computed again here.

    Parameters
    ----------
    after_step
        Called with the name of each step that was done.

    Raises
    ------
    UserError
        If a run of this study is busy, or a conversation cannot be kept without its turns.
    """
    study.results.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(study.results / LOCK).acquire(timeout=0):
            _write_plan(study, plan)
            after_step("plan")
            for name, step in _STEPS:
                step(study, plan)
                after_step(name)
            left = [*traces(study, plan), *_for_people(plan)]
            study.forgetting.unlink()
    except Timeout as error:
        raise UserError(Problem("run.busy", Severity.BLOCKS)) from error
    return Forgotten(plan, tuple(left))


def _write_plan(study: Study, plan: Plan) -> None:
    building = study.forgetting.with_suffix(".building")
    with building.open("w", encoding="utf-8") as stream:
        json.dump(asdict(plan), stream, ensure_ascii=False)
        stream.flush()
        os.fsync(stream.fileno())
    building.replace(study.forgetting)


def _results(study: Study, _plan: Plan) -> None:
    """Remove everything that was computed: tables, report, cache, answers of language models."""
    for entry in study.results.iterdir():
        if entry.name == LOCK:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _codings(study: Study, plan: Plan) -> None:
    """Remove codings of the turns that go from a conversation, while it is still whole."""
    spans = _spans(study, plan)

    def touches(file: str, header: Sequence[str], cells: Sequence[str]) -> bool:
        row = dict(zip(header, cells, strict=False))
        start, end = row.get("start", ""), row.get("end", "")
        if not (start.isdecimal() and end.isdecimal()):
            return False
        own = spans.get(row.get("story_id", ""), [])
        return any(int(start) < last and int(end) > first for first, last in own)

    for path in study_tables(study):
        is_coding = path.is_relative_to(study.codings)
        remove_rows(path, study, plan.ids, touches if is_coding and spans else None)


def _journal(study: Study, plan: Plan) -> None:
    journal = Journal(study.journal_url)
    try:
        spans = _spans(study, plan)
        forget_events(journal, plan.stories, spans, lambda text: is_trace(plan, text))
    finally:
        journal.close()


def _meetings(study: Study, plan: Plan) -> None:
    """Take quotes out of the records of meetings, those of a shared conversation included."""
    Meetings(study.folder).forget(frozenset({*plan.stories, *plan.turns}))


def _key(study: Study, plan: Plan) -> None:
    if plan.names and study.pseudonym_key.exists():
        key = PseudonymKey.load(study.pseudonym_key)
        if key.forget(plan.names):
            key.save()


def _turns(study: Study, plan: Plan) -> None:
    for story_id, label in plan.turns.items():
        for path, story in _shared_files(study, story_id):
            spans = spans_of(story, label)
            if spans:
                blank_file(path, study.folder, story, spans)


def _files(study: Study, plan: Plan) -> None:
    for name in plan.files:
        (study.folder / name).unlink(missing_ok=True)


def _spans(study: Study, plan: Plan) -> Spans:
    return {
        story_id: spans_of(story, label)
        for story_id, label in plan.turns.items()
        for _, story in _shared_files(study, story_id)
    }


def _shared_files(study: Study, story_id: str) -> list[tuple[Path, Story]]:
    paths = sorted(study.stories.rglob(f"{story_id}.*"))
    read = [(path, read_file(path, study.folder).stories) for path in paths if path.is_file()]
    return [(path, stories[0]) for path, stories in read if len(stories) == 1]


def _for_people(plan: Plan) -> list[Problem]:
    """Return what only a person can do."""
    found = [
        Problem("forget.read_conversation", Severity.NOTICE, values={"story": story})
        for story in plan.turns
    ]
    if plan.model_learned:
        found.append(Problem("forget.model_learned", Severity.NOTICE))
    return found


_STEPS: tuple[tuple[str, Callable[[Study, Plan], None]], ...] = (
    ("results", _results),
    ("codings", _codings),
    ("journal", _journal),
    ("meetings", _meetings),
    ("key", _key),
    ("turns", _turns),
    ("files", _files),
)
