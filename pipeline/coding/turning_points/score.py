"""How much speaks for a turning point: weights of rules, added up and squeezed to 0..1."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pipeline.coding.turning_points.clauses import Clause, Found, Reading
from pipeline.coding.turning_points.rules import Rule

NEEDED = 2.8
"""Score at which a turning point is as likely as not; set on the development cases."""
STEEPNESS = 1.2
CODED = 1.2
"""What a passage that surely carries the theme adds."""
SPEECH = 0.3
TOWARD = 0.4
MOMENT_SENTENCES = 4
"""Sentences before the act in which its moment may stand."""
DECAY = 0.85
"""Share of a moment's weight that is left per sentence between moment and act."""
PASSED = 0.2
"""What each clause between act and step takes away; at most ``MOST_PASSED`` clauses' worth."""
MOST_PASSED = 6
PERFECT = 0.3
COUNTED = "steps.soon_after"
COUNTED_WEIGHT = 0.4
"""What a moment weighs that is only told by counting from it (*de dag erna*)."""
ABLE_ONLY = 0.2
"""What is taken off for a step that the person could or was allowed to take."""
DATES = frozenset(
    f"moments.{name}" for name in ("the_day_of", "before", "that_day", "a_day", "on_day", "a_date")
)
"""Words for a time: where one stands with the act, it is what a reader wants to see."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rules that hold together, what they weigh, and where (code points in the story)."""

    rules: tuple[Rule, ...]
    weight: float
    span: tuple[int, int] | None = None


def confidence(score: float, coded: float = 0.0) -> float:
    """Return the confidence that belongs to a score, between 0 and 1.

    Parameters
    ----------
    score
        Sum of the weights of the rules.
    coded
        Probability that the act's or the step's passage carries the theme, 0 to 1.
    """
    return round(1 / (1 + math.exp(-STEEPNESS * (score + CODED * coded - NEEDED))), 4)


def act_score(clause: Clause, reading: Reading) -> Piece | None:
    """Weigh a clause as an act; ``None`` when no rule finds an act in it."""
    signals = [rule for rule in clause.signals if rule.part == "act"]
    named = [rule for rule in signals if rule.id not in ("acts.toward", "acts.other")]
    if not signals or clause.tense == "customary":
        return None
    if clause.tense == "present" and not _told_as_present(clause, reading):
        return None
    bars = _bars(clause, reading, "act")
    weight = max(rule.weight for rule in signals)
    weight += TOWARD if named and "acts.toward" in {rule.id for rule in signals} else 0.0
    weight += SPEECH if clause.quotes else 0.0
    weight += sum(bar.weight for bar in bars)
    weight += _otherwise(clause, reading)
    return Piece((*signals, *bars), weight)


def step_score(clause: Clause, reading: Reading, passed: int) -> Piece | None:
    """Weigh a clause as the step that follows; ``None`` when no rule finds a step in it.

    Parameters
    ----------
    passed
        Clauses between the act and this one.
    """
    verbs = [rule for rule in clause.signals if rule.part == "step"]
    inside = [
        one.rule
        for one in reading.found
        if one.rule.part == "step" and clause.start <= one.start and one.end <= clause.end
    ]
    times = list(dict.fromkeys(inside))
    if not verbs or clause.timed or (clause.tense in ("present", "customary") and not times):
        return None
    bars = _bars(clause, reading, "step")
    weight = max(rule.weight for rule in verbs)
    weight += max((rule.weight for rule in times), default=0.0)
    weight += PERFECT if clause.tense == "perfect" else 0.0
    weight -= ABLE_ONLY if clause.modal else 0.0
    weight += sum(bar.weight for bar in bars) - PASSED * min(passed, MOST_PASSED)
    return Piece((*verbs, *times, *bars), weight)


def moment_score(reading: Reading, clause: Clause | None, offset: int) -> Piece | None:
    """Return the moment that weighs most for an act.

    Parameters
    ----------
    clause
        The act; ``None``: the act opens the next turn, so the last sentences count.
    """
    at = len(reading.sentences) if clause is None else clause.sentence
    moments = [
        (one.rule.weight * DECAY ** max(0, at - one.sentence), one)
        for one in reading.found
        if one.rule.part == "moment"
        and at - MOMENT_SENTENCES < one.sentence <= at
        and (clause is None or one.start < clause.end)
    ]
    if not moments:
        return None
    weight, best = max(moments, key=lambda pair: (pair[0], pair[1].start))
    dated = [one for _, one in moments if one.rule.id in DATES and one.sentence == at]
    shown = dated[0] if dated else best
    found = tuple(dict.fromkeys((best.rule, shown.rule)))
    return Piece(found, weight, (offset + shown.start, offset + shown.end))


def dated_by_step(clause: Clause, reading: Reading, offset: int) -> Piece | None:
    """Return a moment that only the step tells, by counting from the act (*de dag erna*)."""
    for one in reading.found:
        inside = clause.start <= one.start and one.end <= clause.end
        # One word (*meteen*, *daarna*) says that it followed, not how long after.
        counts = " " in reading.text[one.start : one.end]
        if one.rule.id == COUNTED and inside and counts:
            return Piece((one.rule,), COUNTED_WEIGHT, (offset + one.start, offset + one.end))
    return None


def _told_as_present(clause: Clause, reading: Reading) -> bool:
    """Say whether a present tense tells of then, as people do aloud (*ineens zegt ze*)."""
    sudden = any(
        one.rule.id in ("moments.sudden", "moments.a_day", "moments.then", "moments.that_day")
        and one.sentence in (clause.sentence, clause.sentence - 1)
        for one in reading.found
    )
    return sudden or clause.quotes


def _bars(clause: Clause, reading: Reading, against: str) -> list[Rule]:
    return list(
        dict.fromkeys(
            one.rule
            for one in reading.found
            if one.rule.part == "bar" and one.rule.kind == against and _reaches(one, clause)
        )
    )


def _reaches(bar: Found, clause: Clause) -> bool:
    if bar.rule.scope == "passage":
        return True
    if bar.rule.scope == "sentence":
        return bar.sentence == clause.sentence
    return clause.start <= bar.start and bar.end <= clause.end


def _otherwise(clause: Clause, reading: Reading) -> float:
    """Return the weight of *anders was ik ...* within two sentences after an act."""
    return max(
        (
            one.rule.weight
            for one in reading.found
            if one.rule.kind == "otherwise" and 0 <= one.sentence - clause.sentence <= 2
        ),
        default=0.0,
    )
