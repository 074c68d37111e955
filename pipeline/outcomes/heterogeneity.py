"""Whether the machine errs more in one wijk, period or programme than in another."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from pipeline.domain import Codebook
from pipeline.outcomes.multiplicity import benjamini_hochberg
from pipeline.outcomes.shrinkage import error_heterogeneity
from pipeline.outcomes.units import story_units


def coding_error_table(
    codings: pd.DataFrame,
    stories: pd.DataFrame,
    codebook: Codebook,
    groups: Collection[str],
    seed: int,
    read: Collection[str],
) -> pd.DataFrame:
    """Test per theme and kind of group whether coding error differs between cells.

    Where it does, a comparison of cells is partly a comparison of the machine's errors.

    Parameters
    ----------
    codings, stories
        CODINGS and STORIES.
    codebook
        Its themes, in its order.
    groups
        Columns of STORIES.
    seed
        Of the permutations.
    read
        Ids of the stories that people read whole.

    Returns
    -------
    DataFrame
        ``theme, group_kind, n`` (stories that both people and machine coded), ``error`` (mean of
        human minus machine: above 0 the machine misses), ``q_statistic`` (Cochran's Q), ``p``
        and ``q`` (Benjamini-Hochberg over the table); NaN where nothing can be tested.
    """
    units = story_units(codings, stories, codebook.ids, read)
    rows: list[dict[str, object]] = []
    for kind in groups:
        cells = units.frame[kind].astype(str).to_numpy(dtype=str)
        for number, theme in enumerate(codebook.ids):
            both = units.read & ~np.isnan(units.flag[:, number]) & (cells != "")
            errors = (units.present - units.flag)[both, number]
            rng = np.random.default_rng([seed, number, *kind.encode()])
            statistic, p = error_heterogeneity(errors, cells[both], rng)
            rows.append(
                {
                    "theme": theme,
                    "group_kind": kind,
                    "n": int(both.sum()),
                    "error": float(errors.mean()) if both.any() else float("nan"),
                    "q_statistic": statistic,
                    "p": p,
                }
            )
    columns = ["theme", "group_kind", "n", "error", "q_statistic", "p"]
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(q=benjamini_hochberg(table["p"].to_numpy(dtype=float)))
