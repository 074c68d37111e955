"""Whose story it is, and who a pronoun points at where that is safe to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.coding.turning_points.clauses import Clause, Reading
from pipeline.coding.turning_points.subjects import Subject

Perspective = Literal["own", "near", "worker"]
WORKERS = frozenset({"werker", "medewerker", "hulpverlener", "professional", "begeleider"})
NEAR = frozenset({"ouder", "mantelzorger", "vader", "moeder", "partner", "opvoeder"})
WINDOW = 3
"""Sentences back that a pronoun may point to; beyond, it could be anybody."""
_FEMALE = re.compile(
    r"(vrouw|moeder|oma|tante|zus|zusje|nicht|nichtje|juf|juffrouw|dochter|mama|mam|dame|meisje"
    r"|ster|lerares|vriendin|moeder|cliënte|zuster|docente|directrice|bazin|stagiaire)$"
)
_MALE = re.compile(
    r"(man|vader|opa|oom|broer|neef|meester|zoon|papa|pap|heer|meneer|jongen|kerel|gast|leraar)$"
)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a clause is about, in the story's code points.

    Parameters
    ----------
    role
        ``"teller"``: whose story it is; ``"actor"``: somebody else; ``""``: nobody.
    kind
        Kind of actor: ``"worker"``, ``"teacher"``, … or ``"someone"``.
    """

    role: str
    start: int
    end: int
    kind: str


NOBODY = Person("", 0, 0, "")


def perspective(teller: str, readings: Sequence[Reading]) -> Perspective:
    """Say whose story it is: the teller's own, a relative's, or a worker's note on a client."""
    if teller in WORKERS:
        return "worker"
    if teller in NEAR:
        return "near"
    subjects = [clause.subject for reading in readings for clause in reading.clauses]
    clients = sum(subject.word.startswith(("cliënt", "client")) for subject in subjects)
    first = sum(subject.form == "first" for subject in subjects)
    return "worker" if not teller and clients > first else "near" if not teller else "own"


def person_of(
    clause: Clause, reading: Reading, offset: int, told: Perspective, before: Sequence[Person]
) -> Person:
    """Say who a clause is about.

    Parameters
    ----------
    reading
        Of the passage of the clause.
    offset
        Of that passage in the story.
    before
        Who acted in the passage before, as far as named, for a pronoun at the start.
    """
    subject = clause.subject
    here = (subject.start + offset, subject.end + offset)
    if subject.form == "first":
        return Person("actor", *here, "worker") if told == "worker" else Person("teller", *here, "")
    if subject.form == "second":
        return NOBODY if told == "worker" else Person("actor", *here, "someone")
    if subject.form == "named":
        return _named(subject, offset, told)
    if subject.form == "third":
        return _pointed_at(subject, clause, reading, offset, told, before)
    return NOBODY


def last_named(reading: Reading, offset: int, told: Perspective) -> list[Person]:
    """Return the people named in a passage, each once, if they may be pointed at from the next."""
    named = [_named(person, offset, told) for person in reading.people]
    return [person for person in named if person.role]


def _named(subject: Subject, offset: int, told: Perspective) -> Person:
    here = (subject.start + offset, subject.end + offset)
    about_client = told == "worker" and (
        subject.kind in ("client", "child") or (subject.kind == "family" and not subject.owned)
    )
    about_kin = told == "near" and subject.kind == "child"
    if about_client or about_kin:
        return Person("teller", *here, "")
    if subject.kind in ("client", "child"):
        kind = "family" if subject.owned else "person" if subject.proper else "someone"
        return Person("actor", *here, kind)
    return Person("actor", *here, subject.kind)


def _pointed_at(
    subject: Subject,
    clause: Clause,
    reading: Reading,
    offset: int,
    told: Perspective,
    before: Sequence[Person],
) -> Person:
    """Resolve a pronoun to the only person it can be; else keep the pronoun itself."""
    here = Person("actor", subject.start + offset, subject.end + offset, "someone")
    earliest = reading.sentences[max(0, clause.sentence - WINDOW)][0]
    close = [
        person
        for person in reading.people
        if earliest <= person.start and person.end <= subject.start and _agree(subject, person)
    ]
    acting = {other.subject.start for other in reading.clauses if other.subject.form == "named"}
    close = [person for person in close if person.start in acting] or close
    people = [_named(person, offset, told) for person in close]
    if not people and clause.sentence <= WINDOW:
        people = list(before)
    told_of = Person("teller", here.start, here.end, "")
    if told != "own" and _recently_told(subject, clause, reading, offset, told):
        return told_of
    actors = [person for person in people if person.role == "actor"]
    if told != "own" and people and people[-1].role == "teller":
        return told_of
    if len({person.kind for person in actors}) == 1:
        return Person("actor", actors[-1].start, actors[-1].end, actors[-1].kind)
    return told_of if told == "worker" and not actors else here


def _recently_told(
    subject: Subject, clause: Clause, reading: Reading, offset: int, told: Perspective
) -> bool:
    """Say whether the clause just before was about the person the story is about."""
    earlier = [
        other
        for other in reading.clauses
        if other.end <= clause.start and other.subject.form == "named"
    ]
    if not earlier:
        return False
    last = earlier[-1].subject
    return _named(last, offset, told).role == "teller" and _agree(subject, last)


def _agree(pronoun: Subject, person: Subject) -> bool:
    if pronoun.word in ("hij", "ie"):
        return not _FEMALE.search(person.word)
    if pronoun.word in ("zij", "ze"):
        return not _MALE.search(person.word)
    return True
