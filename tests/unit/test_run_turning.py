"""The stage of turning points in a run: computed once per content, model and coding."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from pipeline.coding.turning_points import THEME
from pipeline.domain.tables import CODINGS, PASSAGES, TURNING_POINTS
from pipeline.language import identify_language
from pipeline.run import turning
from pipeline.run.progress import Silence
from pipeline.store import Cache

TEXT = "Die avond belde mijn trainer. De dag erna ben ik gegaan."


def tables(codings=None, text=TEXT):
    passage = {
        "passage_id": "V-1.01", "story_id": "V-1", "number": 1, "start": 0, "end": len(text),
        "source_start": 0, "source_end": len(text), "speaker": "", "is_question": False,
        "text": text,
    }  # fmt: skip
    return {
        "passages": PASSAGES.conform(pd.DataFrame([passage])),
        "stories": pd.DataFrame({"story_id": ["V-1"], "teller": ["jongere"], "wijk": ["Noord"]}),
        "codings": CODINGS.empty() if codings is None else codings,
    }


def coding(theme, probability=0.9):
    row = {
        "passage_id": "V-1.01", "story_id": "V-1", "theme": theme, "present": True,
        "by": "machine", "coder": "x", "probability": probability,
    }  # fmt: skip
    return CODINGS.conform(pd.DataFrame([row]))


@pytest.fixture
def turn(tmp_path, monkeypatch):
    """Run the stage; ``turn.loaded`` counts how often it had to read."""
    load = turning.load_language
    study = SimpleNamespace(settings=SimpleNamespace(language=SimpleNamespace(pipeline="")))

    def counted(*given, **named):
        run.loaded += 1
        return load(*given, **named)

    def run(given, language=None):
        language = language or identify_language()
        cache = Cache(tmp_path)
        return turning.turn(study, given, language, cache, Silence())["turning_points"]

    run.loaded = 0
    monkeypatch.setattr(turning, "load_language", counted)
    return run


def test_the_table_is_as_promised_and_read_once(turn):
    first = turn(tables())
    pd.testing.assert_frame_equal(turn(tables()), first)
    assert turn.loaded == 1
    assert list(first) == TURNING_POINTS.names
    assert TEXT[first["step_start"][0] : first["step_end"][0]] == "De dag erna ben ik gegaan"


def test_another_theme_or_column_changes_nothing(turn):
    turn(tables())
    given = tables(coding("talent"))
    given["stories"] = given["stories"].assign(wijk="Zuid")
    turn(given)
    assert turn.loaded == 1


def test_another_text_coding_or_model_is_read_anew(turn):
    plain = turn(tables())
    coded = turn(tables(coding(THEME)))
    assert coded["confidence"][0] > plain["confidence"][0]
    assert turn(tables(text="Het regende.")).empty
    turn(tables(), replace(identify_language(), version="0.0.0"))
    turn(tables(), replace(identify_language(), sha256="0"))
    assert turn.loaded == 5
