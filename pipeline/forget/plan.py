"""What belongs to a participant: worked out before anything is touched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.coding.defaults import default_coders, fingerprints
from pipeline.domain import Problem, Severity, Story, UserError
from pipeline.forget.names import names_only_in
from pipeline.forget.phrases import own_phrases
from pipeline.forget.tables import rows_of, study_tables
from pipeline.ingest import join_metadata, read_file, story_files
from pipeline.ingest.sheets import TABLE_SUFFIXES
from pipeline.segment import segment
from pipeline.store import Journal, Study


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be forgotten. It is kept on disk until all of it is done.

    Parameters
    ----------
    stories
        Ids of the stories that this participant told.
    files
        Story files that hold nothing else, relative to the study.
    turns
        Label of the participant in each conversation that others told in too, by story id.
    names
        Names in the key that stand in no other story.
    phrases
        Words in a row that only this participant used, to look for what is left.
    counts
        What was found, for people to read.
    model_learned
        The program's own coder was trained on words of this participant.
    """

    participant: str
    stories: tuple[str, ...]
    files: tuple[str, ...]
    turns: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    model_learned: bool = False

    @property
    def ids(self) -> frozenset[str]:
        """What a row that is this participant's holds in its column of people or stories."""
        return frozenset({self.participant, *self.stories})


def make_plan(study: Study, participant: str, turns: Mapping[str, str] | None = None) -> Plan:
    """Return what has to go.

    Parameters
    ----------
    participant
        As the metadata name them.
    turns
        Label of this participant in conversations that others told in too, by story id.

    Raises
    ------
    UserError
        If the study knows no such participant, story or label, or a conversation stands in a
        table.
    """
    everything = _stories(study)
    own = [story for story in everything if story.participant == participant]
    shared = _shared(everything, own, participant, dict(turns or {}))
    tables = {path: rows_of(path, study, {participant, *_ids(own)}) for path in study_tables(study)}
    if not own and not shared and not any(tables.values()):
        raise UserError(Problem("forget.unknown", Severity.BLOCKS, values={"id": participant}))
    told = [*own, *(_only(story, label) for story, label in shared)]
    others = [story for story in everything if story not in own]
    others = [_without(story, dict(_labels(shared)).get(story.id)) for story in others]
    codings = [path for path in tables if path.is_relative_to(study.codings)]
    turns_of = sum(_turns_of(story, label) for story, label in shared)
    counts = {
        "stories": len(own),
        "turns": turns_of,
        "passages": sum(len(segment(story)) for story in own) + turns_of,
        "codings": sum(len(tables[path]) for path in codings),
        "rows": sum(len(rows) for path, rows in tables.items() if path not in codings),
        "decisions": _decisions(study, _ids(own)),
    }
    names, without_names = names_only_in(study, told, others)
    return Plan(
        participant=participant,
        stories=tuple(_ids(own)),
        files=tuple(_own_files(study, own)),
        turns=dict(_labels(shared)),
        names=tuple(names),
        phrases=tuple(own_phrases([*told, *without_names], others)),
        counts={**counts, "names": len(names)},
        model_learned=_model_learned(told),
    )


def _stories(study: Study) -> list[Story]:
    files = story_files(study.stories) if study.stories.is_dir() else []
    found = [story for path in files for story in read_file(path, study.folder).stories]
    return list(join_metadata(found, study.metadata).stories)


def _ids(stories: Sequence[Story]) -> list[str]:
    return [story.id for story in stories]


def _own_files(study: Study, own: Sequence[Story]) -> list[str]:
    """Return the files of single stories; rows of a table go one by one."""
    paths = {study.folder / story.source for story in own}
    return sorted(
        study.relative(path) for path in paths if path.suffix.lower() not in TABLE_SUFFIXES
    )


def _shared(
    stories: Sequence[Story], own: Sequence[Story], participant: str, turns: dict[str, str]
) -> list[tuple[Story, str]]:
    """Return conversations of others in which this participant speaks, with the label."""
    by_id = {story.id: story for story in stories if story not in own}
    for story in by_id.values():
        if any(turn.speaker.casefold() == participant.casefold() for turn in story.turns):
            turns.setdefault(story.id, participant)
    found = []
    for story_id, label in sorted(turns.items()):
        values = {"story": story_id}
        if story_id not in by_id or not _turns_of(by_id[story_id], label):
            raise UserError(Problem("forget.no_turns", Severity.BLOCKS, values=values))
        if by_id[story_id].source.lower().endswith(tuple(TABLE_SUFFIXES)):
            raise UserError(Problem("forget.turns_in_table", Severity.BLOCKS, values=values))
        found.append((by_id[story_id], label))
    return found


def _labels(shared: Sequence[tuple[Story, str]]) -> list[tuple[str, str]]:
    return [(story.id, label) for story, label in shared]


def _turns_of(story: Story, label: str) -> int:
    return sum(turn.speaker.casefold() == label.casefold() for turn in story.turns)


def _only(story: Story, label: str) -> Story:
    """Return a story of the turns of one speaker."""
    kept = [turn for turn in story.turns if turn.speaker.casefold() == label.casefold()]
    words = "\n".join(story.text[turn.start : turn.end] for turn in kept)
    return Story(story.id, story.participant, words, story.source, story.sha256)


def _without(story: Story, label: str | None) -> Story:
    """Return a story without the turns of one speaker."""
    if label is None:
        return story
    kept = [turn for turn in story.turns if turn.speaker.casefold() != label.casefold()]
    words = "\n".join(story.text[turn.start : turn.end] for turn in kept)
    return Story(story.id, story.participant, words, story.source, story.sha256, story.metadata)


def _decisions(study: Study, story_ids: Sequence[str]) -> int:
    journal = Journal(study.journal_url)
    try:
        return int(journal.history()["story_id"].isin(story_ids).sum())
    finally:
        journal.close()


def _model_learned(told: Sequence[Story]) -> bool:
    coders = default_coders()
    if coders is None:
        return False
    passages = [passage for story in told for passage in segment(story)]
    words = [p.text.removeprefix(p.speaker).lstrip(" :") for p in passages]
    seen = {*coders.seen_full.tolist(), *coders.seen_base.tolist()}
    return bool(seen & set(fingerprints(words).tolist()))
