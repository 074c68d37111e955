"""The steps from stories to codings, each kept in the cache by what it was computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from pipeline.domain import Problem, Severity, Story, Turn
from pipeline.domain.tables import LABELS, PASSAGES, STORIES
from pipeline.pseudonymise import (
    OffsetMap,
    Pseudonymiser,
    PseudonymKey,
    Replacement,
    check_key_place,
)
from pipeline.run.progress import Progress
from pipeline.segment import align, segment
from pipeline.store import Cache, Study, content_key

CONTEXT = ["story_id", "question", "genre", "teller"]
"""What the coder may know of a story besides its words; a change elsewhere retrains nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as all later stages see it, and the way back to its source."""

    story: Story
    offsets: OffsetMap


def pseudonymise(
    study: Study, stories: Sequence[Story], cache: Cache, progress: Progress
) -> list[Told]:
    """Replace names in every story; one that did not change is not searched again.

    Raises
    ------
    UserError
        If the key would lie inside the study, or cannot be read.
    """
    progress.begin("pseudonymise", len(stories))
    if not study.settings.pseudonyms.enabled:
        return [Told(story, OffsetMap(())) for story in stories]
    check_key_place(study.pseudonym_key, study.folder)
    key = PseudonymKey.load(study.pseudonym_key)
    replacer = Pseudonymiser(key, study.settings.pseudonyms.keep)
    told = []
    for story in stories:
        told.append(_pseudonymise_one(story, replacer, key, cache))
        progress.advance()
    return told


def names_as_participants(study: Study, stories: Sequence[Story]) -> list[Problem]:
    """Notice participants who stand in the metadata by name: results would show it.

    Returns
    -------
    list of Problem
        One notice with their number, or none.
    """
    if not study.settings.pseudonyms.enabled:
        return []
    replacer = Pseudonymiser(PseudonymKey(study.pseudonym_key), study.settings.pseudonyms.keep)
    participants = sorted({story.participant for story in stories})
    named = [name for name in participants if replacer.find(name)]
    if not named:
        return []
    file = study.settings.paths.metadata
    values = {"count": len(named)}
    return [Problem("run.participants_by_name", Severity.NOTICE, file, values=values)]


def _pseudonymise_one(
    story: Story, replacer: Pseudonymiser, key: PseudonymKey, cache: Cache
) -> Told:
    turns = [asdict(turn) for turn in story.turns]
    question = story.metadata.question
    entry = content_key(story.text, turns, question, replacer.version, key.identity)

    def compute() -> object:
        done = replacer.apply(story)
        # The key first: a pseudonym on disk without its key could be given out twice.
        key.save()
        return {
            "text": done.story.text,
            "question": done.story.metadata.question,
            "turns": [asdict(turn) for turn in done.story.turns],
            "replacements": [asdict(item) for item in done.replacements],
        }

    raw: Any = cache.value("pseudonymise", entry, compute)
    turns_told = tuple(Turn(**turn) for turn in raw["turns"])
    replacements = tuple(Replacement(**item) for item in raw["replacements"])
    metadata = replace(story.metadata, question=raw["question"])
    told = replace(story, text=raw["text"], turns=turns_told, metadata=metadata)
    return Told(told, OffsetMap(replacements))


def stories_table(told: Sequence[Told]) -> pd.DataFrame:
    """Return the STORIES table."""
    rows = []
    for item in told:
        story = item.story
        row = asdict(story.metadata)
        del row["extra"]
        row.update(story_id=story.id, participant=story.participant, text=story.text)
        row.update(source=story.source, sha256=story.sha256)
        rows.append(row)
    return STORIES.conform(pd.DataFrame(rows))


def passages_table(told: Sequence[Told]) -> pd.DataFrame:
    """Return the PASSAGES table, with every span in the source text as well."""
    rows = []
    for item in told:
        for passage in segment(item.story):
            start, end = item.offsets.span_to_source(passage.start, passage.end)
            row = {**asdict(passage), "source_start": start, "source_end": end}
            row["passage_id"] = row.pop("id")
            rows.append(row)
    return PASSAGES.conform(pd.DataFrame(rows))


def labels_table(
    codings: pd.DataFrame, passages: pd.DataFrame, told: Sequence[Told]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Bring codings in source coordinates to passages.

    Returns
    -------
    labels
        LABELS of every coder.
    problems
        Codings that fall outside all passages.
    """
    aligned, problems = align(codings, passages)
    offsets = {item.story.id: item.offsets for item in told}
    moved = _move_evidence(aligned, offsets)
    labels = pd.DataFrame(
        {
            "passage_id": aligned["passage_id"],
            "theme": aligned["theme"],
            "coder": aligned["set"],
            "decision": aligned["decision"],
            "evidence_start": moved["start"],
            "evidence_end": moved["end"],
            "sure": aligned["sure"],
            "at": aligned["at"],
        }
    )
    return LABELS.conform(labels), problems


def _move_evidence(codings: pd.DataFrame, offsets: Mapping[str, OffsetMap]) -> pd.DataFrame:
    starts: list[int | None] = []
    ends: list[int | None] = []
    columns = ("story_id", "evidence_start", "evidence_end")
    for story_id, start, end in zip(*(codings[name] for name in columns), strict=True):
        if pd.isna(start):
            starts.append(None)
            ends.append(None)
            continue
        new_start, new_end = offsets[story_id].span_to_pseudonymised(int(start), int(end))
        starts.append(new_start)
        ends.append(new_end)
    return pd.DataFrame({"start": starts, "end": ends}, dtype="Int64")


def read_whole(passages: pd.DataFrame, labels: pd.DataFrame) -> set[str]:
    """Return the stories of which people read every passage that could carry a theme."""
    told = passages[~passages["is_question"]]
    unread = told.loc[~told["passage_id"].isin(labels["passage_id"]), "story_id"]
    return set(told["story_id"]) - set(unread)
