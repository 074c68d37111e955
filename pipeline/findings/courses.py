"""An outcome over time, for all areas together and for each."""

from __future__ import annotations

import pandas as pd


def indicator_course(indicator: str, outcomes: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how an outcome went over time.

    Parameters
    ----------
    indicator
        Indicator id.
    outcomes
        OUTCOMES.

    Returns
    -------
    mean, each
        The mean over areas (columns period, value), and every area (columns area, period,
        value). Both empty when the outcome was measured at fewer than three moments.
    """
    rows = outcomes[(outcomes["indicator"] == indicator) & (outcomes["period"] != "")]
    rows = rows.dropna(subset=["value"]).sort_values(["observation", "period"])
    if rows["period"].nunique() < 3:
        rows = rows.iloc[:0]
    each = rows.rename(columns={"observation": "area"})[["area", "period", "value"]]
    mean = rows.groupby("period", as_index=False)["value"].mean()
    return pd.DataFrame(mean[["period", "value"]]), pd.DataFrame(each.reset_index(drop=True))
