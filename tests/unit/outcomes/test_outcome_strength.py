"""Every step of the ladder, with its reason."""

import math

import pytest

from pipeline.outcomes.strength import Caveat, Course, Evidence, Reason, judge
from pipeline.text import texts

ALPHA = 0.05
FITS = Course(trajectory_p=0.01, difference_p=0.02, slope=-0.4, control_p=0.6)


def _evidence(**changes) -> Evidence:
    fields = {"enough_units": True, "varies": True, "can_be_found": True, "effect": -0.7}
    return Evidence(**{**fields, "p": 0.001, "q": 0.01, "course": FITS, **changes})


@pytest.mark.parametrize(
    ("changes", "strength", "last"),
    [
        ({"enough_units": False}, 0, Reason.TOO_FEW_UNITS),
        ({"varies": False, "p": math.nan}, 0, Reason.NO_VARIATION),
        ({"can_be_found": False}, 0, Reason.NEVER_BELOW_ALPHA),
        ({"p": 0.05}, 0, Reason.NO_PATTERN),
        ({"q": 0.05}, 1, Reason.NOT_AFTER_CORRECTION),
        ({"stands": False}, 1, Reason.ONE_AREA_DECIDES),
        ({"over_time": False}, 2, Reason.ONE_MOMENT),
        ({"course": None}, 2, Reason.COURSE_NOT_TESTED),
        ({"course": Course(0.2, 0.01, -0.4, 0.6)}, 2, Reason.COURSE_DIFFERS),
        ({"course": Course(0.01, 0.2, -0.4, 0.6)}, 2, Reason.COURSE_DIFFERS),
        ({"course": Course(0.01, 0.01, 0.4, 0.6)}, 2, Reason.COURSE_DIFFERS),
        ({"course": Course(0.01, 0.01, 0.0, 0.6)}, 2, Reason.COURSE_DIFFERS),
        ({"course": Course(0.01, 0.01, -0.4, 0.01)}, 2, Reason.CONTROL_FAILS),
        ({"course": Course(0.01, 0.01, -0.4, math.nan)}, 2, Reason.NO_CONTROL),
        ({}, 3, Reason.FITS_THE_COURSE),
    ],
)
def test_the_ladder(changes, strength, last):
    judged, reasons = judge(_evidence(**changes), ALPHA)
    assert (int(judged), reasons[-1]) == (strength, last)


def test_reasons_tell_the_steps_in_order():
    _, reasons = judge(_evidence(), ALPHA)
    assert reasons == (Reason.PATTERN, Reason.HOLDS_AFTER_CORRECTION, Reason.FITS_THE_COURSE)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_code_has_a_sentence_that_claims_no_cause(language):
    catalogue = texts(language)
    keys = [f"outcomes.reason.{reason}" for reason in Reason]
    keys += [f"outcomes.caveat.{caveat}" for caveat in Caveat]
    for sentence in map(catalogue, keys):
        words = set(sentence.lower().replace(".", " ").replace(",", " ").split())
        assert not words & {"effect", "effecten", "door", "leidt", "causes", "leads"}
