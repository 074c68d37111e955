"""A passage read as clauses: who does what, when, and whether it really happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.coding.turning_points.rules import Hit, Rule
from pipeline.coding.turning_points.subjects import NO_SUBJECT, Subject, find_subject, named_people

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ABLE = frozenset({"kunnen", "mogen"})
"""What somebody could or was allowed to do can be what came of it; what they should, not."""
MODALS = frozenset({"willen", "kunnen", "moeten", "mogen", "zullen", "hoeven"})
PERFECT = frozenset({"hebben", "zijn"})
HELPERS = frozenset({"aux", "aux:pass", "cop"})
EMBEDDED = frozenset({"ccomp", "csubj", "acl", "acl:relcl", "csubj:pass"})
NEGATIONS = frozenset(
    {"niet", "geen", "nooit", "niemand", "niks", "niets", "nergens", "nauwelijks"}
)
CONDITIONS = frozenset({"als", "indien", "wanneer", "tenzij", "zodra"})
CONTENT = frozenset({"dat", "of", "hoe", "waarom", "hoewel", "wie", "wat"})
TIMES = frozenset({"toen", "terwijl", "omdat", "voordat", "nadat", "sinds", "doordat", "voor"})
GLUED = frozenset({"kheb", "kben", "khad", "kwas", "kging", "kwou", "kzat", "kzei"})
"""Spoken forms in which *ik* and the verb are one word."""


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds for ``text[start:end]`` of a passage."""

    rule: Rule
    start: int
    end: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A finite verb with what belongs to it.

    Parameters
    ----------
    start, end
        Code points in the passage's text; what is said or asked (*dat ...*) included.
    core_end
        Where the clause itself ends, without what is said.
    subject
        Who it is about, before pronouns are resolved.
    sentence
        Number of its sentence in the passage.
    tense
        ``"past"``, ``"perfect"``, ``"present"`` or ``"customary"`` (*ze zeggen*).
    embedded
        It tells what was said, or describes somebody, instead of what happened.
    timed
        It says when or why another clause happened (*toen ik thuiskwam*).
    able
        Its only modal verbs are of ``ABLE``.
    quoted, quotes
        It is somebody's speech; speech follows it.
    signals
        Act and step rules that hold for it.
    """

    start: int
    end: int
    core_end: int
    subject: Subject
    sentence: int
    tense: str
    negated: bool
    modal: bool
    able: bool
    embedded: bool
    timed: bool
    conditional: bool
    quoted: bool
    quotes: bool
    signals: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that joining needs of a passage: plain values, for the doc itself is given back."""

    text: str
    clauses: tuple[Clause, ...]
    people: tuple[Subject, ...]
    found: tuple[Found, ...]
    sentences: tuple[tuple[int, int], ...]


def read_passage(doc: Doc, hits: Sequence[Hit]) -> Reading:
    """Read a parsed passage.

    Parameters
    ----------
    doc
        With tags, morphology, lemmas, dependencies and sentences.
    hits
        What ``RuleMatcher.find`` gives for it.
    """
    places = {token.i: number for number, sent in enumerate(doc.sents) for token in sent}
    found = tuple(
        Found(
            hit.rule,
            doc[hit.start].idx,
            doc[hit.end - 1].idx + len(doc[hit.end - 1]),
            places[hit.start],
        )
        for hit in hits
        if hit.rule.part in ("moment", "bar", "frame", "step") and not hit.rule.depend
    )
    heads = _heads(doc)
    own = _own_tokens(doc, heads)
    clauses = [
        _clause(head, finite, own[head.i], hits, places[head.i], heads)
        for head, finite in heads.values()
    ]
    ordered = sorted(clauses, key=lambda clause: (clause.start, clause.end))
    sentences = tuple((sent.start_char, sent.end_char) for sent in doc.sents)
    people = tuple(named_people(doc, hits))
    return Reading(doc.text, tuple(_speech(ordered)), people, found, sentences)


def _speech(clauses: Sequence[Clause]) -> Iterator[Clause]:
    """Mark what somebody says without a colon: a present tense after a verb of speech."""
    speaking = -1
    for clause in clauses:
        said = clause.sentence == speaking and clause.tense in ("present", "customary")
        if any(rule.id == "acts.speaks" for rule in clause.signals) and not clause.quoted:
            speaking = clause.sentence
            said = False
        yield replace(clause, quoted=clause.quoted or said)


def _heads(doc: Doc) -> dict[int, tuple[Token, Token]]:
    """Return, by place, the content word of every clause and its finite verb."""
    heads: dict[int, tuple[Token, Token]] = {}
    for token in doc:
        if "Fin" in token.morph.get("VerbForm") or token.lower_ in GLUED:
            head = token.head if token.dep_ in HELPERS else token
            heads.setdefault(head.i, (head, token))
    return heads


def _own_tokens(doc: Doc, heads: dict[int, tuple[Token, Token]]) -> dict[int, list[Token]]:
    own: dict[int, list[Token]] = {place: [] for place in heads}
    for token in doc:
        above = token
        while above.i not in heads and above.head.i != above.i:
            above = above.head
        if above.i in heads:
            own[above.i].append(token)
    return own


def _clause(
    head: Token,
    finite: Token,
    tokens: list[Token],
    hits: Sequence[Hit],
    sentence: int,
    heads: dict[int, tuple[Token, Token]],
) -> Clause:
    words = {token.lower_ for token in tokens}
    start, core_end = _trimmed(tokens)
    said = [child for child in head.children if child.dep_ in ("ccomp", "parataxis", "advcl")]
    reported = [child for child in said if child.i > head.i and _reports(head, child)]
    last = max([core_end, *(_end(child) for child in reported)])
    verbs = {head.i, finite.i, *(child.i for child in head.children if child.dep_ == "xcomp")}
    signals = tuple(
        dict.fromkeys(hit.rule for hit in hits if hit.rule.depend and hit.anchor in verbs)
    )
    subject = _subject(head, finite, tokens, hits, heads)
    modals = {token.lemma_ for token in tokens if token.pos_ in ("AUX", "VERB")} & MODALS
    marks = {child.lower_ for child in head.children if child.dep_ == "mark"}
    return Clause(
        start=start,
        end=last,
        core_end=core_end,
        subject=subject,
        sentence=sentence,
        tense=_tense(head, finite, tokens, subject),
        negated=bool(words & NEGATIONS),
        modal=bool(modals),
        able=bool(modals) and modals <= ABLE,
        embedded=bool(marks & CONTENT) or (head.dep_ in EMBEDDED and _opens(head, tokens)),
        timed=bool(marks & TIMES),
        conditional=bool(marks & CONDITIONS),
        quoted=_after_colon(head),
        quotes=_colon_after(head, tokens),
        signals=signals,
    )


def _subject(
    head: Token,
    finite: Token,
    tokens: list[Token],
    hits: Sequence[Hit],
    heads: dict[int, tuple[Token, Token]],
) -> Subject:
    """Return the subject of a clause; one that only goes on has that of the clause before."""
    subject = find_subject(head, finite, tokens, hits, loose=False)
    above = head
    while subject is NO_SUBJECT and above.dep_ in ("conj", "parataxis") and above.head.i in heads:
        above, verb = heads[above.head.i]
        subject = find_subject(above, verb, list(above.children), hits, loose=False)
    if subject is NO_SUBJECT:
        return find_subject(head, finite, tokens, hits, loose=True)
    return subject


def _opens(head: Token, tokens: Sequence[Token]) -> bool:
    """Say whether a dependent clause opens with a word that makes it one."""
    opening = [token for token in tokens if token.i < head.i]
    return any(
        token.dep_ == "mark" or {"Rel", "Int"} & set(token.morph.get("PronType"))
        for token in opening
    )


def _tense(head: Token, finite: Token, tokens: Sequence[Token], subject: Subject) -> str:
    if finite.lower_ in GLUED:
        return "perfect" if finite.lower_ in ("kheb", "kben") else "past"
    if "Past" in finite.morph.get("Tense"):
        return "past"
    forms = {
        form for token in tokens if token.i != finite.i for form in token.morph.get("VerbForm")
    }
    helper = finite.lemma_ in PERFECT and bool(forms & {"Part", "Inf"})
    if helper and (head.i != finite.i or "Part" in forms):
        return "perfect"
    many = "Plur" in finite.morph.get("Number") and subject.form in ("third", "named")
    return "customary" if many else "present"


def _reports(head: Token, child: Token) -> bool:
    """Say whether a dependent clause is what was said or asked, not when or why."""
    if child.dep_ == "ccomp":
        return True
    between = head.doc[head.i : child.i]
    return child.dep_ == "parataxis" and any(token.text == ":" for token in between)


def _end(token: Token) -> int:
    last = token.right_edge
    while last.is_punct and last.i > token.i:
        last = last.nbor(-1)
    return _word_end(last)


def _trimmed(tokens: Sequence[Token]) -> tuple[int, int]:
    """Return the span of a clause without punctuation and joining words at its edges."""
    ordered = sorted(tokens, key=lambda token: token.i)
    kept = [token for token in ordered if any(letter.isalnum() for letter in token.text)]
    kept = kept or ordered
    while len(kept) > 1 and kept[0].dep_ == "cc":
        kept = kept[1:]
    return kept[0].idx, _word_end(kept[-1])


def _word_end(token: Token) -> int:
    """Return where a word ends; the tokenizer leaves some full stops on it (*hand.*)."""
    return int(token.idx + len(token.text.rstrip(".!?…,;:")))


def _after_colon(head: Token) -> bool:
    return any(token.text == ":" and token.i < head.i for token in head.sent)


def _colon_after(head: Token, tokens: Sequence[Token]) -> bool:
    last = max(token.i for token in tokens)
    return any(token.text == ":" and head.i < token.i <= last + 1 for token in head.sent)
