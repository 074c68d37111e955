"""From readings to turning points: an act, its moment, and the step that follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.coding.turning_points.clauses import Clause, Found, Reading
from pipeline.coding.turning_points.people import (
    NOBODY,
    Person,
    Perspective,
    last_named,
    person_of,
    perspective,
)
from pipeline.coding.turning_points.score import (
    Piece,
    act_score,
    confidence,
    dated_by_step,
    moment_score,
    step_score,
)

Span = tuple[int, int]
_EDGE_START = re.compile(r"[\s,;:–-]*(?:dan\s+)?")
_EDGE_END = re.compile(r"(?:[\s,;:.!?–-]|\bdan\b)*$")

NEXT_TURNS = 2
"""Turns of the same speaker after the act in which the step may stand."""
MIN_CONFIDENCE = 0.5
RECEIVES = "acts.receives"
NO_MORE = "steps.no_more"
VAGUE = frozenset({"someone", "child", "client"})
CODED_ALONE = 0.5
"""How sure coding must be for an act to count that no words put in time."""


@dataclass(frozen=True, slots=True)
class Told:
    """A passage and how it was read."""

    passage_id: str
    start: int
    speaker: str
    reading: Reading
    probability: float = 0.0
    """How sure the coding of the theme is here, 0 to 1; 0 without such a theme."""


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """One turning point of a story; spans are code points in the story's text.

    Parameters
    ----------
    moment
        ``None`` when no words say when it was.
    rules
        Ids of every rule it rests on, sorted.
    """

    moment: tuple[int, int] | None
    actor: tuple[int, int]
    actor_kind: str
    act: tuple[int, int]
    step: tuple[int, int]
    rules: tuple[str, ...]
    score: float
    confidence: float
    act_passage: str
    step_passage: str


@dataclass(frozen=True, slots=True)
class _Act:
    place: int
    clause: Clause
    person: Person
    piece: Piece
    moment: Piece | None


def join(told: Sequence[Told], teller: str = "") -> list[TurningPoint]:
    """Return the turning points of a story in reading order.

    Parameters
    ----------
    told
        Its passages in reading order, questions left out.
    teller
        Role of the teller as the metadata says; empty: seen from the words.
    """
    whose = perspective(teller, [item.reading for item in told])
    people = _people(told, whose)
    found = [point for act in _acts(told, people) for point in _best_step(told, people, act)]
    found += _but_for(told, people)
    return _apart([point for point in found if point.confidence >= MIN_CONFIDENCE])


def _people(told: Sequence[Told], whose: Perspective) -> list[list[Person]]:
    """Return, per passage and clause, who it is about."""
    rows: list[list[Person]] = []
    named: dict[str, list[Person]] = {}
    for item in told:
        before = named.get(item.speaker, [])
        rows.append(
            [
                person_of(clause, item.reading, item.start, whose, before)
                for clause in item.reading.clauses
            ]
        )
        named[item.speaker] = last_named(item.reading, item.start, whose) or before
    return rows


def _acts(told: Sequence[Told], people: Sequence[Sequence[Person]]) -> Iterator[_Act]:
    for place, item in enumerate(told):
        for clause, person in zip(item.reading.clauses, people[place], strict=True):
            if not _happened(clause):
                continue
            if person.role == "teller":
                person = _giver(item, clause)
            if person.role != "actor":
                continue
            piece = act_score(clause, item.reading)
            moment = _moment(told, place, clause)
            if moment is None and item.probability >= CODED_ALONE:
                moment = Piece((), 0.0)
            if piece is not None:
                yield _Act(place, clause, person, piece, moment)


def _giver(item: Told, clause: Clause) -> Person:
    """Return who sent or gave what the teller got (*ik kreeg een appje van mijn docent*)."""
    if RECEIVES not in {rule.id for rule in clause.signals}:
        return NOBODY
    for who in item.reading.people:
        if clause.start <= who.start < clause.core_end and who.kind not in VAGUE:
            return Person("actor", *_moved((who.start, who.end), item.start), who.kind)
    return NOBODY


def _happened(clause: Clause, *, able: bool = False) -> bool:
    """Say whether a clause tells what really happened.

    Parameters
    ----------
    able
        What somebody could do counts as well.
    """
    modal = clause.modal and not (able and clause.able)
    return not (clause.negated or modal or clause.embedded or clause.conditional or clause.quoted)


def _stepped(clause: Clause, reading: Reading) -> bool:
    """Say whether a clause may be a step: it happened, or what was bad happened no more."""
    if clause.negated and any(
        one.rule.id == NO_MORE and clause.start <= one.start < clause.end for one in reading.found
    ):
        clause = replace(clause, negated=False)
    return _happened(clause, able=clause.tense == "past")


def _moment(told: Sequence[Told], place: int, clause: Clause) -> Piece | None:
    """Return the best moment before or in the act; in the turn before, if that is close."""
    here = moment_score(told[place].reading, clause, told[place].start)
    before = [item for item in told[:place] if item.speaker == told[place].speaker]
    if here is not None or not before or clause.sentence > 1:
        return here
    return moment_score(before[-1].reading, None, before[-1].start)


def _best_step(
    told: Sequence[Told], people: Sequence[Sequence[Person]], act: _Act
) -> Iterator[TurningPoint]:
    """Yield the turning point with the step that fits best, if there is one."""
    own = told[act.place]
    later = [
        place for place in range(act.place + 1, len(told)) if told[place].speaker == own.speaker
    ][:NEXT_TURNS]
    best: tuple[float, int, Clause, Piece, Piece] | None = None
    for turn, place in enumerate([act.place, *later]):
        item = told[place]
        passed = 0
        for clause, person in zip(item.reading.clauses, people[place], strict=True):
            if place == act.place and clause.start < act.clause.end:
                continue
            if person != act.person and not clause.embedded and not clause.quoted:
                passed += 1
            if person.role != "teller" or not _stepped(clause, item.reading):
                continue
            piece = step_score(clause, item.reading, passed + 3 * turn)
            dated = act.moment or dated_by_step(clause, item.reading, item.start)
            if dated is None:
                continue
            if piece is not None and (best is None or piece.weight > best[0]):
                best = (piece.weight, place, clause, piece, dated)
    if best is not None:
        _, place, clause, piece, dated = best
        coded = max(own.probability, told[place].probability)
        span = (told[place].start + clause.start, told[place].start + clause.core_end)
        yield _point(told, people, act, span, place, [act.piece, dated, piece], coded)


def _point(
    told: Sequence[Told],
    people: Sequence[Sequence[Person]],
    act: _Act,
    step: tuple[int, int],
    step_place: int,
    pieces: Sequence[Piece],
    coded: float,
) -> TurningPoint:
    own = told[act.place]
    score = sum(piece.weight for piece in pieces)
    return TurningPoint(
        moment=pieces[1].span,
        actor=(act.person.start, act.person.end),
        actor_kind=act.person.kind,
        act=_moved(_whole_act(own.reading, people[act.place], act), own.start),
        step=step,
        rules=tuple(sorted({rule.id for piece in pieces for rule in piece.rules})),
        score=round(score, 6),
        confidence=confidence(score, coded),
        act_passage=own.passage_id,
        step_passage=told[step_place].passage_id,
    )


def _whole_act(reading: Reading, people: Sequence[Person], act: _Act) -> Span:
    """Return the act with what the same person did in the same sentence, up to the step."""
    together = [act.clause] + [
        clause
        for clause, person in zip(reading.clauses, people, strict=True)
        if person == act.person
        and clause.sentence == act.clause.sentence
        and _happened(clause)
        and clause.tense == act.clause.tense
    ]
    return min(c.start for c in together), max(c.end for c in together)


def _but_for(told: Sequence[Told], people: Sequence[Sequence[Person]]) -> Iterator[TurningPoint]:
    """Yield what would have become of it: *als zij niet had gebeld, was ik gestopt*."""
    for place, item in enumerate(told):
        for frame in item.reading.found:
            if frame.rule.part != "frame" or frame.rule.kind not in ("condition", "without"):
                continue
            point = _from_frame(told, people[place], place, frame)
            if point is not None:
                yield point


def _from_frame(
    told: Sequence[Told], people: Sequence[Person], place: int, frame: Found
) -> TurningPoint | None:
    item, reading = told[place], told[place].reading
    spans = _split_frame(reading, frame)
    if spans is None:
        return None
    act, step = spans
    actor = _actor_in(item, people, act)
    moments = [
        one
        for one in reading.found
        if one.rule.part == "moment" and act[0] <= one.start and one.end <= act[1]
    ]
    if actor is None or not moments:
        return None
    moment = max(moments, key=lambda one: one.rule.weight)
    pieces = [
        Piece((frame.rule,), frame.rule.weight),
        Piece((moment.rule,), moment.rule.weight, _moved((moment.start, moment.end), item.start)),
    ]
    score = sum(piece.weight for piece in pieces)
    return TurningPoint(
        moment=pieces[1].span,
        actor=(actor.start, actor.end),
        actor_kind=actor.kind,
        act=_moved(act, item.start),
        step=_moved(step, item.start),
        rules=tuple(sorted(rule.id for piece in pieces for rule in piece.rules)),
        score=round(score, 6),
        confidence=confidence(score, item.probability),
        act_passage=item.passage_id,
        step_passage=item.passage_id,
    )


def _split_frame(reading: Reading, frame: Found) -> tuple[Span, Span] | None:
    """Return the condition and the outcome of a sentence such as *als ... niet, was ik ...*."""
    first, last = reading.sentences[frame.sentence]
    outcomes = [
        one
        for one in reading.found
        if one.rule.kind == "outcome" and one.sentence == frame.sentence
    ]
    after = [one for one in outcomes if one.start >= frame.end]
    before = [one for one in outcomes if one.end <= frame.start]
    if after:
        act, step = (frame.start, after[0].start), (after[0].start, last)
    elif before and frame.rule.kind == "condition":
        act, step = (frame.start, last), (first, frame.start)
    else:
        return None
    return _trimmed(reading.text, act), _trimmed(reading.text, step)


def _trimmed(text: str, span: Span) -> Span:
    """Return a span without punctuation and *dan* at its edges."""
    start, end = span
    words = _EDGE_END.sub("", text[start:end])
    skipped = _EDGE_START.match(words)
    return start + (skipped.end() if skipped else 0), start + len(words)


def _actor_in(item: Told, people: Sequence[Person], act: Span) -> Person | None:
    """Return who acts in a condition: somebody named, else the subject of its clause."""
    first, last = _moved(act, item.start)
    named = [
        Person("actor", *_moved((who.start, who.end), item.start), who.kind)
        for who in item.reading.people
        if act[0] <= who.start < act[1] and who.kind != "someone"
    ]
    acting = [one for one in people if one.role == "actor" and first <= one.start < last]
    return next(iter((*named, *acting)), None)


def _moved(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _apart(points: Sequence[TurningPoint]) -> list[TurningPoint]:
    """Keep, best first, points that share neither the passage of their act nor their step."""
    kept: list[TurningPoint] = []
    for point in sorted(points, key=lambda one: (-one.score, one.act, one.step)):
        shared = any(
            point.act_passage == other.act_passage or point.step == other.step for other in kept
        )
        if not shared:
            kept.append(point)
    return sorted(kept, key=lambda one: (one.act, one.step))
