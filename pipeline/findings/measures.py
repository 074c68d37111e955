"""What a finding measures, and the stable id that says so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pandas as pd

Row = Mapping[Any, Any] | pd.Series
"""One row of a table."""


class Kind(StrEnum):
    """The two kinds of finding."""

    PREVALENCE = "prevalence"
    ASSOCIATION = "association"


class Measure(StrEnum):
    """What the number of a finding is."""

    STORY_SHARE = "story_share"
    """Share of stories with the theme, 0 to 1."""
    PARTICIPANT_SHARE = "participant_share"
    """Share of participants with the theme, 0 to 1."""
    SPEARMAN = "spearman"
    """Rank correlation between areas, -1 to 1."""
    RISK_DIFFERENCE = "risk_difference"
    """Difference between two shares, -1 to 1."""
    MEAN_DIFFERENCE = "mean_difference"
    """Difference between two means, in the indicator's unit."""


SHARE_OF = {"story": Measure.STORY_SHARE, "participant": Measure.PARTICIPANT_SHARE}
"""The measure of a prevalence by the unit that was counted."""


def finding_id(measure: Measure, theme: str, indicator: str = "") -> str:
    """Return the id of a finding; the same question always has the same id.

    Examples
    --------
    >>> finding_id(Measure.SPEARMAN, "drempels", "wachttijd")
    'spearman.drempels.wachttijd'
    """
    return ".".join(part for part in (measure.value, theme, indicator) if part)


def measure_of(finding: Row) -> Measure:
    """Return what the number of a finding is.

    Raises
    ------
    ValueError
        If the finding's id does not start with a measure.
    """
    return Measure(str(finding["finding_id"]).split(".", 1)[0])
