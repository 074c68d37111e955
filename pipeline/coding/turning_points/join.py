"""From readings to turning points: an act, its moment, and the step that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.coding.turning_points.clauses import Clause, Found, Reading
from pipeline.coding.turning_points.people import (
    Person,
    Perspective,
    last_named,
    person_of,
    perspective,
)
from pipeline.coding.turning_points.rules import Rule
from pipeline.coding.turning_points.score import (
    Piece,
    act_score,
    confidence,
    moment_score,
    step_score,
)

NEXT_TURNS = 2
"""Turns of the same speaker after the act in which the step may stand."""
MIN_CONFIDENCE = 0.5


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
    moment: Piece


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
            if person.role != "actor" or not _happened(clause):
                continue
            piece = act_score(clause, item.reading)
            moment = _moment(told, place, clause)
            if piece is not None and moment is not None:
                yield _Act(place, clause, person, piece, moment)


def _happened(clause: Clause) -> bool:
    return not (
        clause.negated or clause.modal or clause.embedded or clause.conditional or clause.quoted
    )


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
    best: tuple[float, int, Clause, Piece] | None = None
    for turn, place in enumerate([act.place, *later]):
        item = told[place]
        passed = 0
        for clause, person in zip(item.reading.clauses, people[place], strict=True):
            if place == act.place and clause.start < act.clause.end:
                continue
            passed += 1
            if person.role != "teller" or not _happened(clause):
                continue
            piece = step_score(clause, item.reading, passed + 3 * turn)
            if piece is not None and (best is None or piece.weight > best[0]):
                best = (piece.weight, place, clause, piece)
    if best is not None:
        _, place, clause, piece = best
        coded = max(own.probability, told[place].probability)
        span = (told[place].start + clause.start, told[place].start + clause.core_end)
        yield _point(told, act, span, place, [act.piece, act.moment, piece], coded)


def _point(
    told: Sequence[Told],
    act: _Act,
    step: tuple[int, int],
    step_place: int,
    pieces: Sequence[Piece],
    coded: float,
) -> TurningPoint:
    own = told[act.place]
    score = sum(piece.weight for piece in pieces)
    return TurningPoint(
        moment=act.moment.span,
        actor=(act.person.start, act.person.end),
        actor_kind=act.person.kind,
        act=(own.start + act.clause.start, own.start + act.clause.end),
        step=step,
        rules=tuple(sorted({rule.id for piece in pieces for rule in piece.rules})),
        score=round(score, 6),
        confidence=confidence(score, coded),
        act_passage=own.passage_id,
        step_passage=told[step_place].passage_id,
    )


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
    pairs = list(zip(reading.clauses, people, strict=True))
    main = next(
        (
            clause
            for clause, person in pairs
            if clause.sentence == frame.sentence
            and person.role == "teller"
            and clause.tense == "past"
            and clause.core_end > frame.end
            and clause.start > frame.start
        ),
        None,
    )
    if main is None:
        return None
    named = [
        Person("actor", item.start + who.start, item.start + who.end, who.kind)
        for who in reading.people
        if frame.start <= who.start < main.start
    ]
    named += [
        person
        for clause, person in pairs
        if person.role == "actor" and frame.start <= clause.start < main.start
    ]
    moments = [
        one
        for one in reading.found
        if one.rule.part == "moment" and frame.start <= one.start < main.core_end
    ]
    if not named or not moments:
        return None
    moment = max(moments, key=lambda one: one.rule.weight)
    span = (item.start + moment.start, item.start + moment.end)
    act_end = max((c.core_end for c, _ in pairs if frame.start <= c.start < main.start), default=0)
    act_end = min(max(act_end, frame.end), main.start)
    clause = Clause(
        frame.start,
        act_end,
        act_end,
        main.subject,
        frame.sentence,
        "past",
        False,
        False,
        False,
        True,
        False,
        False,
        (),
    )
    weights: list[tuple[tuple[Rule, ...], float]] = [((frame.rule,), frame.rule.weight + 1.5)]
    pieces = [Piece(rules, weight, None) for rules, weight in weights]
    pieces.append(Piece((moment.rule,), moment.rule.weight, span))
    act = _Act(place, clause, named[0], pieces[0], pieces[1])
    step = (item.start + main.start, item.start + main.core_end)
    return _point(told, act, step, place, pieces, item.probability)


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
