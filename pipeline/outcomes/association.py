"""Themes held against outcomes: every pair that can be looked at, as one family."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.config import AssociationSection
from pipeline.domain import Level, Strength
from pipeline.domain.tables import ASSOCIATIONS
from pipeline.outcomes.blocks import make_blocks
from pipeline.outcomes.caveats import caveats_of
from pipeline.outcomes.correlation import stands_without_any
from pipeline.outcomes.course import course_of
from pipeline.outcomes.measures import Measured, measure
from pipeline.outcomes.multiplicity import benjamini_hochberg, enough_permutations
from pipeline.outcomes.strength import Caveat, Course, Evidence, Reason, judge

Floats = npt.NDArray[np.float64]


def associate(
    themes: pd.DataFrame,
    indicators: pd.DataFrame,
    outcomes: pd.DataFrame,
    settings: AssociationSection,
    seed: int,
) -> pd.DataFrame:
    """Return every theme and indicator that share observations, with what the pair can bear.

    Wijken: Spearman's correlation between the share of stories with the theme and the mean of
    the indicator over the study's periods. Participants: difference in outcome between those
    whose stories have the theme and the others. Both with a permutation p over observations.
    The q-values are of all these pairs together, all levels in one family. A pair of wijken
    holds only if it does so whichever wijk is left out.

    Parameters
    ----------
    themes
        As ``story_themes`` gives it.
    indicators, outcomes
        INDICATORS and OUTCOMES.
    settings
        Number of permutations (raised where the family is too large for it) and alpha.
    seed
        Of the permutations.

    Returns
    -------
    DataFrame
        ASSOCIATIONS; pairs without observations in common are left out.
    """
    blocks = make_blocks(themes, indicators, outcomes)
    pairs = sum(len(block.themes) * len(block.indicators) for block in blocks)
    if not pairs:
        return ASSOCIATIONS.empty()
    wanted = enough_permutations(settings.permutations, pairs, settings.alpha)
    measured = [one for block in blocks for one in measure(block, wanted, seed)]
    q = benjamini_hochberg(np.array([one.p for one in measured]))
    facts = {str(row["indicator"]): row for row in indicators.to_dict("records")}
    machine_coded = "read" in themes and not bool(themes["read"].all())
    rows = []
    for one, value in zip(measured, q, strict=True):
        fact = facts[one.indicator]
        evidence = _evidence(one, float(value), q, settings.alpha)
        if one.block.level is Level.WIJK and evidence.stands and value < settings.alpha:
            course = _course(one, themes, outcomes, int(fact["lag"]), wanted, seed)
            evidence = replace(evidence, course=course)
        breaks = str(fact["trend_breaks"])
        caveats = caveats_of(one, bool(fact["simulated"]), breaks, machine_coded)
        rows.append(_row(one, float(value), judge(evidence, settings.alpha), caveats))
    return ASSOCIATIONS.conform(pd.DataFrame(rows))


def _evidence(one: Measured, own: float, q: Floats, alpha: float) -> Evidence:
    """Return what a pair's strength is judged by, before its course over time."""
    between_areas = one.block.level is Level.WIJK
    family = int(np.sum(~np.isnan(q)))
    stands = True
    if between_areas and own < alpha:
        # Benjamini-Hochberg rejects up to this p, given how many it rejects.
        critical = alpha * int(np.sum(q < alpha)) / family
        stands = stands_without_any(*one.columns, critical)
    return Evidence(
        enough_units=one.enough,
        varies=not np.isnan(one.p),
        can_be_found=one.floor * family <= alpha,
        effect=one.size.effect,
        p=one.p,
        q=own,
        stands=stands,
        over_time=between_areas,
    )


def _course(
    one: Measured,
    themes: pd.DataFrame,
    outcomes: pd.DataFrame,
    lag: int,
    draws: int,
    seed: int,
) -> Course | None:
    """Look at the course over time of a pair that held after correction."""
    stories = themes.loc[themes["theme"] == one.theme, ["wijk", "period", "present"]]
    outcome = outcomes[outcomes["indicator"] == one.indicator]
    return course_of(stories, outcome, lag, draws, seed)


def _row(
    one: Measured,
    q: float,
    judged: tuple[Strength, tuple[Reason, ...]],
    caveats: tuple[Caveat, ...],
) -> dict[str, object]:
    """Return one row of ASSOCIATIONS."""
    strength, reasons = judged
    return {
        "theme": one.theme,
        "indicator": one.indicator,
        "level": one.block.level.value,
        "effect": one.size.effect,
        "effect_name": one.size.name,
        "low": one.size.low,
        "high": one.size.high,
        "p": one.p,
        "q": q,
        "n": len(one.block.keys),
        "detectable": one.size.detectable,
        **dict(zip(("odds_ratio", "odds_low", "odds_high"), one.size.odds, strict=True)),
        "strength": int(strength),
        "reasons": " ".join(reasons),
        "caveats": " ".join(caveats),
        "method": one.size.method,
        "simulated": Caveat.SIMULATED in caveats,
    }
