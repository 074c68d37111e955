"""Records of meetings about findings: written once, with the evidence as it was that day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from uuid import uuid4

from pipeline.domain import Problem, Severity, UserError

FOLDER = "meetings"
QUESTIONS = ("recognise", "explain", "value", "improve")
"""Herkennen, verklaren, waarderen, verbeteren: what a group asks of a finding, in this order."""


@dataclass(frozen=True, slots=True)
class FrozenQuote:
    """The exact words as they were quoted, and where they came from."""

    words: str
    why: str
    role: str
    story_id: str
    passage_id: str


@dataclass(frozen=True, slots=True)
class FrozenFinding:
    """A finding as the meeting saw it.

    Parameters
    ----------
    sentence, strength, reasons, caveats
        As readers saw them, in the meeting's language.
    simulated
        It rests on data made for the example.
    """

    finding_id: str
    sentence: str
    strength: str
    reasons: tuple[str, ...]
    caveats: tuple[str, ...]
    simulated: bool
    quotes: tuple[FrozenQuote, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One record.

    Parameters
    ----------
    id
        Day and a random part; the name of its file.
    held_on
        ISO day.
    present
        Who was there, as they want to be called.
    results_key
        Which results were looked at.
    answers
        Text by question, of ``QUESTIONS``.
    """

    id: str
    held_on: str
    language: str
    title: str
    present: str
    results_key: str
    fiction: bool
    findings: tuple[FrozenFinding, ...]
    answers: Mapping[str, str]


def new_meeting_id(held_on: str) -> str:
    """Return an id that sorts by day and is never given out twice."""
    return f"{held_on}-{uuid4().hex[:8]}"


class Meetings:
    """The meetings of a study, one JSON file each in its folder ``meetings``.

    Parameters
    ----------
    study_folder
        The study's own folder; ``meetings`` is made with the first record.
    """

    def __init__(self, study_folder: Path) -> None:
        self._folder = study_folder / FOLDER

    def save(self, meeting: Meeting) -> Path:
        """Write a record; a record is never overwritten.

        Raises
        ------
        UserError
            If there is one with this id.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._path(meeting.id)
        if path.exists():
            raise UserError(Problem("meeting.exists", Severity.BLOCKS, path.name))
        self._write(path, meeting)
        return path

    def all(self) -> list[Meeting]:
        """Return every record, the newest first."""
        paths = sorted(self._folder.glob("*.json"), reverse=True)
        return [_read(path) for path in paths]

    def forget(self, story_ids: frozenset[str]) -> int:
        """Take the quotes from some stories out of every record; all else stays.

        Returns
        -------
        int
            Quotes that were taken out.
        """
        taken = 0
        for meeting in self.all():
            kept = tuple(_without(finding, story_ids) for finding in meeting.findings)
            before = sum(len(finding.quotes) for finding in meeting.findings)
            gone = before - sum(len(finding.quotes) for finding in kept)
            if gone:
                self._write(self._path(meeting.id), replace(meeting, findings=kept))
                taken += gone
        return taken

    def _path(self, meeting_id: str) -> Path:
        return self._folder / f"{meeting_id}.json"

    def _write(self, path: Path, meeting: Meeting) -> None:
        building = path.with_suffix(".building")
        text = json.dumps(asdict(meeting), ensure_ascii=False, indent=1)
        building.write_text(text + "\n", encoding="utf-8")
        building.replace(path)


def _without(finding: FrozenFinding, story_ids: frozenset[str]) -> FrozenFinding:
    kept = tuple(quote for quote in finding.quotes if quote.story_id not in story_ids)
    return replace(finding, quotes=kept)


def _read(path: Path) -> Meeting:
    """Read one record.

    Raises
    ------
    UserError
        If the file was changed by hand and cannot be read.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        findings = tuple(
            FrozenFinding(
                **{
                    **each,
                    "reasons": tuple(each["reasons"]),
                    "caveats": tuple(each["caveats"]),
                    "quotes": tuple(FrozenQuote(**quote) for quote in each["quotes"]),
                }
            )
            for each in raw["findings"]
        )
        return Meeting(**{**raw, "findings": findings})
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(Problem("meeting.unreadable", Severity.BLOCKS, path.name)) from error
