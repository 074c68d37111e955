"""Who a clause is about: the teller, somebody named by a role, or a pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.coding.turning_points.rules import Hit, rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

FIRST = frozenset({"ik", "'k", "k", "’k", "we", "wij", "ikzelf"})
SECOND = frozenset({"jij", "je", "u", "jullie", "gij"})
THIRD = frozenset({"hij", "zij", "ze", "die", "ie", "deze"})
MANY = frozenset({"ze", "zij", "die", "deze"})
"""Third persons that may be many: with a plural verb they are an institution, or everybody."""
GLUED_FIRST = re.compile(r"^k(heb|ben|had|was|ging|wou|zat|zei)$")
SUBJECTS = frozenset({"nsubj", "nsubj:pass", "expl"})
LEFT = frozenset({"det", "nmod:poss", "amod", "nummod"})
VAGUE = frozenset({"person", "someone", "child", "client"})
"""Kinds that any more telling role beside them goes before."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Words that name who acts.

    Parameters
    ----------
    form
        ``"first"``, ``"second"``, ``"third"`` (pronouns), ``"named"`` or ``""`` (nobody).
    start, end
        Code points in the passage's text.
    kind
        Kind of actor, only when named.
    word
        The pronoun or the head noun, lower case.
    owned
        A possessive pronoun stands before it (*mijn zoon*).
    """

    form: str
    start: int = 0
    end: int = 0
    kind: str = ""
    word: str = ""
    owned: bool = False
    proper: bool = False
    """Their name stands in it."""


NO_SUBJECT = Subject("")


def find_subject(
    head: Token, finite: Token, tokens: Sequence[Token], hits: Sequence[Hit], *, loose: bool
) -> Subject:
    """Return the subject of a clause.

    Parameters
    ----------
    loose
        Take a person who stands in the clause without a preposition where the parse gives no
        subject.
    """
    glued = GLUED_FIRST.match(finite.lower_)
    if glued:
        return Subject("first", finite.idx, finite.idx + len(finite), word="ik")
    children = [*head.children, *finite.children]
    given = [child for child in children if child.dep_ in SUBJECTS and not _timed(child, hits)]
    if "Plur" in finite.morph.get("Number") and any(token.lower_ in MANY for token in given):
        return NO_SUBJECT
    found = [_as_subject(token, hits) for token in given]
    pronouns = [one for one in found if one.form not in ("", "named")]
    for subject in (*pronouns, *found):
        if subject is not NO_SUBJECT:
            return subject
    near = [token for token in tokens if abs(token.i - finite.i) <= 2]
    for token in near:
        if token.lower_ in FIRST or token.lower_ in ("hij", "zij", "ze", "jij"):
            return _as_subject(token, hits)
    if given or not loose:
        return NO_SUBJECT
    free = (token for token in tokens if token.pos_ in ("NOUN", "PROPN") and not _governed(token))
    return next((named for token in free if (named := _named(token, hits)) is not None), NO_SUBJECT)


def named_people(doc: Doc, hits: Sequence[Hit]) -> Iterator[Subject]:
    """Yield everybody who is named by a role or a name, in reading order, each place once."""
    seen: set[int] = set()
    for hit in hits:
        if hit.rule.part != "actor" or hit.start in seen:
            continue
        head = doc[hit.start : hit.end].root
        named = _named(head, hits)
        if named is not None:
            seen.update(range(hit.start, hit.end))
            yield named


def _as_subject(token: Token, hits: Sequence[Hit]) -> Subject:
    word = token.lower_
    forms = (("first", FIRST), ("second", SECOND), ("third", THIRD))
    for form, words in forms:
        if word in words:
            return Subject(form, token.idx, token.idx + len(token), word=word)
    return _named(token, hits) or NO_SUBJECT


def _named(token: Token, hits: Sequence[Hit]) -> Subject | None:
    """Return a person named by a noun phrase, with the most telling kind that stands in it."""
    doc = token.doc
    first = min([token.i, *(child.i for child in token.lefts if child.dep_ in LEFT)])
    last = _right_end(token, hits)
    inside = [
        hit
        for hit in hits
        if hit.rule.part == "actor" and hit.start < last and hit.end > first and hit.start <= last
    ]
    on_head = [hit for hit in inside if hit.start <= token.i < hit.end]
    if not on_head:
        return None
    order = {hit.rule.id: place for place, hit in enumerate(sorted(inside, key=_priority))}
    best = min(inside, key=lambda hit: order[hit.rule.id])
    span = doc[min(first, *(hit.start for hit in on_head)) : last]
    owned = any(
        "Yes" in child.morph.get("Poss") or child.lower_ in ("me", "mn", "zn", "m'n", "z'n")
        for child in token.lefts
    )
    proper = any(word.pos_ == "PROPN" for word in span)
    return Subject(
        "named", span.start_char, span.end_char, best.rule.kind, token.lower_, owned, proper
    )


def _priority(hit: Hit) -> tuple[bool, int]:
    return hit.rule.kind in VAGUE, rules().index(hit.rule)


def _right_end(token: Token, hits: Sequence[Hit]) -> int:
    """Return one past the last word of a name: its second part, *van het ...*, *, de ...*."""
    covering = [
        hit.end for hit in hits if hit.rule.part == "actor" and hit.start <= token.i < hit.end
    ]
    last: int = max([token.i + 1, *covering])
    for child in token.rights:
        if child.left_edge.i <= last + 1 and child.dep_ in ("flat", "appos", "nmod", "flat:name"):
            last = max(last, child.right_edge.i + 1)
    while last - 1 > token.i and token.doc[last - 1].is_punct:
        last -= 1
    return last


def _timed(token: Token, hits: Sequence[Hit]) -> bool:
    """Say whether a word says when: parsers take *die avond belde zij* for a subject."""
    return token.pos_ in ("NOUN", "PROPN") and any(
        hit.rule.part == "moment" and hit.start <= token.i < hit.end for hit in hits
    )


def _governed(token: Token) -> bool:
    """Say whether a noun hangs from a preposition, and so is no subject."""
    return any(child.dep_ == "case" for child in token.children)
