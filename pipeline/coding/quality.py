"""The machine against people, per theme, on stories the machine had not seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.coding.labels import Truth
from pipeline.domain.tables import QUALITY

MICRO, MACRO = "(micro)", "(macro)"


def quality(
    probability: np.ndarray,
    machine: np.ndarray,
    truth: Truth,
    themes: Sequence[str],
    thresholds: np.ndarray,
    enough: np.ndarray,
    unit: str,
) -> pd.DataFrame:
    """Return table QUALITY for one unit.

    Parameters
    ----------
    probability, machine
        Calibrated probabilities and decisions of the machine, shape (units, themes).
    thresholds, enough
        Per theme: the threshold that new passages get, and whether there were examples enough.
    """
    rows = [
        {
            "theme": theme,
            "unit": unit,
            "threshold": thresholds[column],
            "enough_examples": enough[column],
            **_measures(
                probability[:, column],
                machine[:, column],
                truth.known[:, column],
                truth.present[:, column],
            ),
        }
        for column, theme in enumerate(themes)
    ]
    rows.append(_micro(probability, machine, truth, unit))
    rows.append(_macro(pd.DataFrame(rows[:-1]), truth, unit))
    return QUALITY.conform(pd.DataFrame(rows))


def story_level(
    values: np.ndarray, truth: Truth, stories: Sequence[str]
) -> tuple[np.ndarray, Truth]:
    """Return per story the highest value and whether a theme is anywhere in it.

    A theme is known for a story when it was seen in a passage, or decided in all of them.

    Parameters
    ----------
    values
        Shape (passages, themes), numbers or decisions.
    """
    codes, names = pd.factorize(pd.Series(list(stories)), sort=True)
    shape = (len(names), values.shape[1])
    highest = np.full(shape, values.min() if values.size else 0, dtype=values.dtype)
    np.maximum.at(highest, codes, values)
    present, unknown = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    np.logical_or.at(present, codes, truth.present & truth.known)
    np.logical_or.at(unknown, codes, ~truth.known)
    return highest, Truth(present | ~unknown, present)


def _measures(
    probability: np.ndarray, machine: np.ndarray, known: np.ndarray, present: np.ndarray
) -> dict[str, float | int | None]:
    # Takes seconds to import, and who only suggests never measures.
    from sklearn.metrics import average_precision_score

    probability, machine, present = probability[known], machine[known], present[known]
    hits = int((machine & present).sum())
    flagged, positives = int(machine.sum()), int(present.sum())
    return {
        "n": int(known.sum()),
        "n_present": positives,
        "precision": hits / flagged if flagged else None,
        "recall": hits / positives if positives else None,
        "f1": 2 * hits / (flagged + positives) if flagged + positives else None,
        "average_precision": float(average_precision_score(present, probability))
        if positives
        else None,
    }


def _micro(
    probability: np.ndarray, machine: np.ndarray, truth: Truth, unit: str
) -> dict[str, object]:
    flat = _measures(
        probability.ravel(), machine.ravel(), truth.known.ravel(), truth.present.ravel()
    )
    read = int(truth.known.any(axis=1).sum())
    return {"theme": MICRO, "unit": unit, "enough_examples": True, **flat, "n": read}


def _macro(per_theme: pd.DataFrame, truth: Truth, unit: str) -> dict[str, object]:
    """Mean over the themes that people saw at least once; no flags at all count as F1 0."""
    seen = per_theme[per_theme["n_present"] > 0]
    means = {
        name: pd.to_numeric(seen[name]).fillna(0).mean() if len(seen) else None
        for name in ("precision", "recall", "f1", "average_precision")
    }
    return {
        "theme": MACRO,
        "unit": unit,
        "enough_examples": True,
        "n": int(truth.known.any(axis=1).sum()),
        "n_present": int(per_theme["n_present"].sum()),
        **means,
    }
