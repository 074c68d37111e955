"""How often a theme occurs, with margins, overall and per group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.config import FrequencySection
from pipeline.domain import Codebook
from pipeline.domain.tables import FREQUENCIES
from pipeline.outcomes.clusters import design_effect
from pipeline.outcomes.correction import (
    DRAWS,
    Counts,
    corrected_share,
    correction_design_effect,
    count,
)
from pipeline.outcomes.proportions import jeffreys_interval
from pipeline.outcomes.shrinkage import shrunken_rates
from pipeline.outcomes.units import Units, participant_units, story_units

Floats = npt.NDArray[np.float64]
Share = tuple[float, float, float, str]

HUMAN = "human"
CORRECTED = "corrected"
READ_AS_SAMPLE = "corrected_read_as_sample"
UNCORRECTED = "machine_uncorrected"
"""Codes of the methods; the sentences stand under ``outcomes.method`` in the texts."""


def prevalence(
    codings: pd.DataFrame,
    stories: pd.DataFrame,
    passages: pd.DataFrame,
    codebook: Codebook,
    settings: FrequencySection,
    seed: int,
    read: Collection[str],
    audit: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the share of units with each theme, overall and per group.

    A unit has a theme when any of its passages has it. Units that people all read give their
    count with a Jeffreys interval (``human``). Where they read part, the machine's count is
    corrected by what they saw (``corrected`` if the read stories are a probability sample,
    ``corrected_read_as_sample`` if they are only taken for one); cells borrow the machine's
    error rates from each other. Where nobody read, the machine's share stands as it is
    (``machine_uncorrected``). Intervals count participants, not stories, as independent. The
    population is everyone who might have told such stories.

    Parameters
    ----------
    codings, stories, passages
        CODINGS, STORIES and PASSAGES; codings of other passages do not count.
    codebook
        Its themes, in its order.
    settings
        Unit, groups and the number of audit labels below which a cell is indicative.
    seed
        Of the Monte Carlo draws.
    read
        Ids of the stories that people read whole.
    audit
        The audit sample, if one was drawn: columns ``story_id`` and ``probability`` (of being
        drawn). Only these stories then correct the machine.

    Returns
    -------
    DataFrame
        FREQUENCIES. Empty group values are left out of the groups, and so are cells in which
        neither people nor the machine looked at anything.
    """
    known = codings[codings["passage_id"].isin(set(passages["passage_id"]))]
    units = story_units(known, stories, codebook.ids, read, audit)
    method = READ_AS_SAMPLE if audit is None else CORRECTED
    rows = [
        row
        for kind in ("all", *settings.groups)
        for row in _kind_rows(units, kind, codebook, settings, seed, method)
    ]
    return FREQUENCIES.conform(pd.DataFrame(rows)) if rows else FREQUENCIES.empty()


def _kind_rows(
    units: Units,
    kind: str,
    codebook: Codebook,
    settings: FrequencySection,
    seed: int,
    corrected: str,
) -> Iterator[dict[str, object]]:
    """Yield the rows of one kind of group, theme by theme."""
    cells = _cells(units, kind, settings.unit)
    for number, theme in enumerate(codebook.ids):
        # A generator per theme and kind: one more theme leaves the other figures as they are.
        rng = np.random.default_rng([seed, number, *kind.encode()])
        shares = _shares(list(cells.values()), number, rng, corrected)
        for (group, cell), (estimate, low, high, method) in zip(cells.items(), shares, strict=True):
            if np.isnan(estimate):
                continue
            flag = cell.flag[:, number]
            known = ~np.isnan(flag)
            n_human = int(cell.read.sum())
            yield {
                "theme": theme,
                "group_kind": kind,
                "group": group,
                "unit": settings.unit,
                "n": len(cell.read),
                "k": int(cell.present[:, number].sum()),
                "estimate": estimate,
                "low": low,
                "high": high,
                "method": method,
                "n_human": n_human,
                "machine_share": float(flag[known].mean()) if known.any() else None,
                "indicative": n_human < settings.min_audit or method == UNCORRECTED,
            }


def _cells(units: Units, kind: str, unit: str) -> dict[str, Units]:
    """Return the units of every value of a group, empty values left out."""
    if kind == "all":
        stories = {"": units} if len(units.read) else {}
    else:
        column = units.frame[kind].astype(str)
        values = sorted(value for value in set(column) if value)
        stories = {value: units.take((column == value).to_numpy()) for value in values}
    if unit == "story":
        return stories
    return {value: participant_units(cell) for value, cell in stories.items()}


def _shares(
    cells: Sequence[Units], theme: int, rng: np.random.Generator, corrected: str
) -> list[Share]:
    """Return estimate, bounds and method of one theme in every cell of a kind."""
    flags = [cell.flag[:, theme] for cell in cells]
    audits = [cell.audit & ~np.isnan(flag) for cell, flag in zip(cells, flags, strict=True)]
    if not any(audit.any() for audit in audits):
        return [_counted(cell, theme) for cell in cells]
    corrections = _corrections(cells, theme, rng)
    return [
        _counted(cell, theme)
        if cell.read.all() or np.isnan(cell.flag[~cell.read, theme]).all()
        else (*correction, corrected)
        for cell, correction in zip(cells, corrections, strict=True)
    ]


def _counted(cell: Units, theme: int) -> Share:
    """Return the share as counted: by people, or by the machine where nobody can correct it.

    Units that neither people nor the machine looked at are left out.
    """
    unread = ~np.isnan(cell.flag[:, theme]) & ~cell.read
    seen = cell.read | unread
    if not seen.any():
        return float("nan"), 0.0, 1.0, UNCORRECTED
    value = cell.present[seen, theme]
    share = float(value.mean())
    who = cell.frame["participant"].to_numpy(dtype=str)[seen]
    size = len(value) / design_effect(value - share, who)
    low, high = jeffreys_interval(share * size, size)
    return share, low, high, UNCORRECTED if unread.any() else HUMAN


def _corrections(
    cells: Sequence[Units], theme: int, rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    """Return the corrected share of every cell; cells share what is known of the machine."""
    flags, humans, weights, names, counts = [], [], [], [], []
    for cell in cells:
        known = ~np.isnan(cell.flag[:, theme])
        human = np.where(cell.audit, cell.present[:, theme], np.nan)[known]
        flag, weight = cell.flag[known, theme], cell.weight[known]
        counts.append(count(flag, human, weight))
        flags.append(flag)
        humans.append(human)
        weights.append(weight)
        names.append(cell.frame["participant"].to_numpy(dtype=str)[known])
    factor = correction_design_effect(
        np.concatenate(flags),
        np.concatenate(humans),
        np.concatenate(weights),
        np.concatenate(names),
    )
    smaller = [one.divided(factor) for one in counts]
    if len(cells) == 1:
        return [corrected_share(smaller[0], rng)]
    return _cell_corrections(smaller, rng)


def _cell_corrections(
    counts: Sequence[Counts], rng: np.random.Generator
) -> list[tuple[float, float, float]]:
    """Return mean and 2.5% and 97.5% points of the shrunken correction of every cell."""
    columns = np.array(
        [
            (c.units, c.flagged, c.read_flagged, c.seen_flagged, c.read_unflagged, c.seen_unflagged)
            for c in counts
        ]
    ).T
    units, flagged, read_1, seen_1, read_0, seen_0 = columns
    share = rng.beta(flagged + 0.5, units - flagged + 0.5, size=(DRAWS, len(counts)))
    ppv = shrunken_rates(seen_1, read_1, rng, DRAWS)
    miss = shrunken_rates(seen_0, read_0, rng, DRAWS)
    drawn = share * ppv + (1 - share) * miss
    low, high = np.quantile(drawn, [0.025, 0.975], axis=0)
    return list(zip(drawn.mean(axis=0).tolist(), low.tolist(), high.tolist(), strict=True))
