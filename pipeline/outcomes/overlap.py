"""Whether outcomes and stories speak of the same areas and people."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from pipeline.domain import Level, Problem, Severity
from pipeline.outcomes.registry import REGISTRY_FILE

STORY_COLUMN = {Level.WIJK: "wijk", Level.PARTICIPANT: "participant"}
"""The column of STORIES that holds the observations of a level; gemeente has none."""


def area_key(name: str) -> str:
    """Return what two spellings of one area, participant or code have in common.

    Examples
    --------
    >>> area_key(" Oud-Zuidwal ") == area_key("oud-zuidwal"), area_key("WK051801  ")
    (True, 'wk051801')
    """
    return " ".join(name.split()).casefold()


def check_overlap(
    stories: pd.DataFrame, indicators: pd.DataFrame, outcomes: pd.DataFrame
) -> list[Problem]:
    """Name wijken that stand in one table only, and indicators that share nothing.

    Parameters
    ----------
    stories
        STORIES.
    indicators, outcomes
        As ``read_indicators`` gives them; without the column ``file`` a problem names the
        registry instead.

    Returns
    -------
    list of Problem
        A notice per wijk, side and file, or one per indicator that shares no observation
        with the stories at all.
    """
    problems: list[Problem] = []
    for row in indicators.itertuples():
        level = Level(str(row.level))
        file = str(getattr(row, "file", REGISTRY_FILE))
        told = names_by_key(stories[STORY_COLUMN[level]]) if level in STORY_COLUMN else {}
        seen = names_by_key(outcomes.loc[outcomes["indicator"] == row.indicator, "observation"])
        if not set(told) & set(seen):
            problems.append(_notice("no_link", file, indicator=str(row.label)))
        elif level is Level.WIJK:
            sides = {"wijk_without_stories": set(seen) - set(told)}
            sides["wijk_without_outcome"] = set(told) - set(seen)
            found = [
                _notice(code, file, wijk=seen.get(key) or told[key])
                for code, keys in sides.items()
                for key in sorted(keys)
            ]
            problems.extend(problem for problem in found if problem not in problems)
    return problems


def names_by_key(column: Iterable[str]) -> dict[str, str]:
    """Return the distinct non-empty names of a column by :func:`area_key`."""
    return {area_key(name): name for name in dict.fromkeys(column) if name}


def _notice(code: str, file: str, **values: str) -> Problem:
    return Problem(f"outcomes.{code}", Severity.NOTICE, file, values=values)
