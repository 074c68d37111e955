"""How many more stories people must read for a margin of so much."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from pipeline.outcomes.correction import Counts, correction_design_effect, count
from pipeline.outcomes.proportions import Z_95
from pipeline.outcomes.units import story_units


@dataclass(frozen=True, slots=True)
class AuditPlan:
    """What a margin costs in blind codings.

    Parameters
    ----------
    reachable
        The margin can be had within the units there are.
    labels, more
        Blind codings in all, and on top of those that there are. If the margin is out of
        reach, the number that reads everything.
    flagged, unflagged
        How to divide ``more`` over units that the machine flagged and the others; a side
        that already has enough gets none.
    margin
        Half the interval that these codings are expected to give.
    """

    reachable: bool
    labels: int
    more: int
    flagged: int
    unflagged: int
    margin: float


def plan_audit(counts: Counts, margin: float, design: float = 1.0) -> AuditPlan:
    """Return how many more blind codings give a 95% interval of plus or minus ``margin``.

    The variance of the corrected share is the sum of ``W^2 r (1 - r) / n`` over the flagged and
    the unflagged units (``W`` their share, ``r`` the rate that people see the theme there, ``n``
    codings), plus ``(PPV - FOR)^2 W (1 - W) / N`` for the flagged share itself, which no coding
    brings down. Codings are divided so that their number is smallest: in proportion to
    ``W sqrt(r (1 - r))``.

    Parameters
    ----------
    counts
        What is flagged and read so far. Rates are taken as (k + 1/2) / (n + 1), so that a side
        with few or no codings is not taken for perfect.
    margin
        Wanted half width, as a share: 0.05 for plus or minus five points.
    design
        Factor by which clustering inflates the variance, as
        :func:`~pipeline.outcomes.correction.correction_design_effect` gives it; new stories are
        taken to be clustered as those that were read.

    Raises
    ------
    ValueError
        If the margin is not between 0 and 1, or there are no units.

    References
    ----------
    Double sampling and optimal allocation: Neyman (1938), Journal of the American Statistical
    Association 33, 101-116; Cochran (1977), Sampling Techniques, 5.5 and 12.

    Examples
    --------
    >>> plan_audit(Counts(2000, 620, 62, 48, 138, 9), margin=0.04).more
    56
    """
    if not 0 < margin < 1 or counts.units <= 0:
        raise ValueError("a margin lies between 0 and 1, and there must be units")
    share = counts.flagged / counts.units
    ppv = (counts.seen_flagged + 0.5) / (counts.read_flagged + 1)
    miss = (counts.seen_unflagged + 0.5) / (counts.read_unflagged + 1)
    spread_1 = share * math.sqrt(ppv * (1 - ppv))
    spread_0 = (1 - share) * math.sqrt(miss * (1 - miss))
    fixed = (ppv - miss) ** 2 * share * (1 - share) / counts.units
    room = (margin / Z_95) ** 2 / design - fixed
    needed = (spread_1 + spread_0) ** 2 / room if room > 0 else math.inf
    sides = [
        _side(needed, spread / (spread_1 + spread_0), read, units)
        for spread, read, units in (
            (spread_1, counts.read_flagged, counts.flagged),
            (spread_0, counts.read_unflagged, counts.units - counts.flagged),
        )
    ]
    (more_1, n_1), (more_0, n_0) = sides
    variance = fixed + spread_1**2 / max(n_1, 0.5) + spread_0**2 / max(n_0, 0.5)
    reached = Z_95 * math.sqrt(design * variance)
    return AuditPlan(
        reachable=reached <= margin * 1.005,
        labels=math.ceil(counts.read_flagged + counts.read_unflagged) + more_1 + more_0,
        more=more_1 + more_0,
        flagged=more_1,
        unflagged=more_0,
        margin=reached,
    )


def audit_plans(
    codings: pd.DataFrame,
    stories: pd.DataFrame,
    themes: Sequence[str],
    read: Collection[str],
    margin: float,
    audit: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what a margin costs for every theme, in stories that people still have to read.

    Parameters
    ----------
    codings, stories
        CODINGS and STORIES.
    themes
        Theme ids, in the order of the rows.
    read
        Ids of the stories that people read whole.
    margin
        As for :func:`plan_audit`.
    audit
        The audit sample, if one was drawn: ``story_id`` and ``probability``. Only its stories
        count as read then, with one over that probability as weight.

    Returns
    -------
    DataFrame
        ``theme, stories`` (that the machine coded), ``read`` and the fields of
        :class:`AuditPlan`. Themes that the machine flagged nowhere and people never read for
        are planned too; without a single story that the machine coded there are no rows.
    """
    units = story_units(codings, stories, themes, read, audit)
    tellers = units.frame["participant"].to_numpy(dtype=str)
    rows = []
    for place, theme in enumerate(themes):
        known = ~np.isnan(units.flag[:, place])
        if not known.any():
            continue
        human = np.where(units.audit, units.present[:, place], np.nan)[known]
        flag, weight = units.flag[known, place], units.weight[known]
        design = correction_design_effect(flag, human, weight, tellers[known])
        plan = asdict(plan_audit(count(flag, human, weight), margin, design))
        seen = int(units.audit[known].sum())
        rows.append({"theme": theme, "stories": int(known.sum()), "read": seen, **plan})
    columns = ["theme", "stories", "read", *AuditPlan.__dataclass_fields__]
    return pd.DataFrame(rows, columns=columns)


def _side(needed: float, part: float, read: float, units: float) -> tuple[int, float]:
    """Return how many more codings a side needs, and how many it then has."""
    wanted = min(needed * part, units) if math.isfinite(needed) else units
    more = max(0, math.ceil(wanted - read - 1e-9))
    return more, read + more
