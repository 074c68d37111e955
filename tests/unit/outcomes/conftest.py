"""Small studies for the statistics: stories, codings and outcomes by the row."""

from collections.abc import Callable

import pandas as pd
import pytest

from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import CODINGS, INDICATORS, OUTCOMES, PASSAGES, STORIES


def _story(story_id: str, **fields: str) -> dict[str, object]:
    names = ("genre", "teller", "age_band", "programme", "question", "wijk", "period")
    row: dict[str, object] = dict.fromkeys(names, "")
    row |= {"story_id": story_id, "participant": story_id, "text": "x", "source": "f"}
    return row | {"sha256": "0", "consent": True} | fields


@pytest.fixture
def make_stories() -> Callable[..., pd.DataFrame]:
    """Return STORIES from dicts with at least ``story_id``."""

    def make(rows: list[dict[str, str]]) -> pd.DataFrame:
        return STORIES.conform(pd.DataFrame([_story(**row) for row in rows]))

    return make


@pytest.fixture
def make_codings() -> Callable[..., pd.DataFrame]:
    """Return CODINGS from ``(story, theme, present, machine_present)``, one passage a story."""

    def make(rows: list[tuple[str, str, bool, bool | None]]) -> pd.DataFrame:
        frame = pd.DataFrame(rows, columns=["story_id", "theme", "present", "machine_present"])
        frame["passage_id"] = frame["story_id"] + ".01"
        return CODINGS.conform(frame.assign(by="human", coder="adjudicated"))

    return make


@pytest.fixture
def make_passages() -> Callable[..., pd.DataFrame]:
    """Return PASSAGES with one passage per story."""

    def make(stories: pd.DataFrame) -> pd.DataFrame:
        frame = pd.DataFrame({"story_id": stories["story_id"]})
        frame["passage_id"] = frame["story_id"] + ".01"
        columns = dict.fromkeys(("start", "source_start"), 0)
        columns |= dict.fromkeys(("end", "source_end", "number"), 1)
        return PASSAGES.conform(frame.assign(**columns, speaker="", is_question=False, text="x"))

    return make


@pytest.fixture
def make_indicators() -> Callable[..., pd.DataFrame]:
    """Return INDICATORS from ``{id: fields}``; fields replace those of a wijk indicator."""

    def make(entries: dict[str, dict[str, object]]) -> pd.DataFrame:
        plain = {"definition": "d", "unit": "%", "level": "wijk", "direction": "neutral"}
        plain |= {"source": "s", "simulated": True, "lag": 0, "trend_breaks": ""}
        rows = [
            {**plain, "outcome_domain": "", "indicator": name, "label": name, "label_en": name}
            | fields
            for name, fields in entries.items()
        ]
        return INDICATORS.conform(pd.DataFrame(rows))

    return make


@pytest.fixture
def make_outcomes() -> Callable[..., pd.DataFrame]:
    """Return OUTCOMES from ``(indicator, observation, period, value[, denominator])``."""

    def make(rows: list[tuple[object, ...]]) -> pd.DataFrame:
        full = [(*row, None) if len(row) == 4 else row for row in rows]
        return OUTCOMES.conform(pd.DataFrame(full, columns=OUTCOMES.names))

    return make


@pytest.fixture
def codebook() -> Codebook:
    """Return a codebook of two themes."""
    return Codebook("test", 1, (Theme("hulp", "Hulp", "d"), Theme("geld", "Geld", "d")))
