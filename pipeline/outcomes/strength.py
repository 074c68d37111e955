"""How much an association can bear, from 0 to 3, with the reason for every step.

Strength 4, a likely contribution, is for people to give and never set here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from pipeline.domain import Strength

FEWEST_AREAS = 5
"""Below this a rank correlation has no interval worth showing."""

FEWEST_PER_GROUP = 5
"""Participants with, and without, the theme: the usual bound for a two-by-two table."""


class Reason(StrEnum):
    """Why a strength is what it is; the sentences stand under ``outcomes.reason``."""

    TOO_FEW_UNITS = "too_few_units"
    NO_VARIATION = "no_variation"
    NEVER_BELOW_ALPHA = "never_below_alpha"
    NO_PATTERN = "no_pattern"
    PATTERN = "pattern"
    NOT_AFTER_CORRECTION = "not_after_correction"
    ONE_AREA_DECIDES = "one_area_decides"
    HOLDS_AFTER_CORRECTION = "holds_after_correction"
    ONE_MOMENT = "one_moment"
    COURSE_NOT_TESTED = "course_not_tested"
    COURSE_DIFFERS = "course_differs"
    NO_CONTROL = "no_control"
    CONTROL_FAILS = "control_fails"
    FITS_THE_COURSE = "fits_the_course"


class Caveat(StrEnum):
    """What to keep in mind beside a number; the sentences stand under ``outcomes.caveat``."""

    SIMULATED = "simulated"
    AREAS_NOT_PEOPLE = "areas_not_people"
    FEW_AREAS = "few_areas"
    FEW_STORIES_PER_AREA = "few_stories_per_area"
    MACHINE_CODED = "machine_coded"
    ONE_AREA_DECIDES = "one_area_decides"
    OTHER_PERIOD = "other_period"
    TREND_BREAK = "trend_break"


@dataclass(frozen=True, slots=True)
class Course:
    """What the course over time says about one pair.

    Parameters
    ----------
    trajectory_p
        Of permuting whole trajectories, on changes within areas.
    difference_p
        Of first differences, by wild cluster bootstrap.
    slope
        Change of the outcome per change of the theme share; 0 when the two tests disagree
        about its sign.
    control_p
        Of the negative control: the theme of later against the outcome of before. NaN when
        there is no outcome of before.
    """

    trajectory_p: float
    difference_p: float
    slope: float
    control_p: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a strength is judged by.

    Parameters
    ----------
    enough_units, varies
        There are enough units, and both theme and outcome differ between them.
    can_be_found
        A p this small could occur that passes the correction.
    effect, p, q
        Size with its sign, permutation p, and Benjamini-Hochberg over the family; NaN if there
        is none.
    stands
        The pattern passes the correction whichever area is left out.
    over_time
        The outcome was measured more than once, so that there is a course.
    course
        ``None`` if there are too few stories over time to look.
    """

    enough_units: bool
    varies: bool
    can_be_found: bool
    effect: float
    p: float
    q: float
    stands: bool = True
    over_time: bool = True
    course: Course | None = None


def judge(evidence: Evidence, alpha: float) -> tuple[Strength, tuple[Reason, ...]]:
    """Return the strength of an association and the reason for each step taken or missed.

    Examples
    --------
    >>> strength, reasons = judge(Evidence(True, True, True, 0.8, p=0.001, q=0.02), alpha=0.05)
    >>> int(strength), [str(reason) for reason in reasons]
    (2, ['pattern', 'holds_after_correction', 'course_not_tested'])
    """
    nothing = Strength.TOO_LITTLE_DATA
    if not evidence.enough_units:
        return nothing, (Reason.TOO_FEW_UNITS,)
    if not evidence.varies or math.isnan(evidence.p):
        return nothing, (Reason.NO_VARIATION,)
    if not evidence.can_be_found:
        return nothing, (Reason.NEVER_BELOW_ALPHA,)
    if evidence.p >= alpha:
        return nothing, (Reason.NO_PATTERN,)
    if evidence.q >= alpha:
        return Strength.PATTERN_SEEN, (Reason.PATTERN, Reason.NOT_AFTER_CORRECTION)
    if not evidence.stands:
        return Strength.PATTERN_SEEN, (Reason.PATTERN, Reason.ONE_AREA_DECIDES)
    held = (Reason.PATTERN, Reason.HOLDS_AFTER_CORRECTION)
    last = _course(evidence, alpha)
    fits = last is Reason.FITS_THE_COURSE
    return Strength.FITS_THE_COURSE if fits else Strength.ASSOCIATION_HOLDS, (*held, last)


def _course(evidence: Evidence, alpha: float) -> Reason:
    """Return what the course over time adds."""
    course = evidence.course
    if not evidence.over_time:
        return Reason.ONE_MOMENT
    if course is None:
        return Reason.COURSE_NOT_TESTED
    moves_along = course.trajectory_p < alpha and course.difference_p < alpha
    if not (moves_along and course.slope * evidence.effect > 0):
        return Reason.COURSE_DIFFERS
    if math.isnan(course.control_p):
        return Reason.NO_CONTROL
    return Reason.CONTROL_FAILS if course.control_p < alpha else Reason.FITS_THE_COURSE
