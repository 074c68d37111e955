"""How good a coder is, on stories that it had not seen: the numbers a reader needs to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.bootstrap import BINS, bounds
from pipeline.coding.labels import Truth
from pipeline.coding.quality import MACRO, MICRO

Pairs = Sequence[tuple[Truth, Truth]]
"""What two people said of the same passages, for each pair of coders."""
FIND = 0.8
"""Share of the coded passages that a reader who reads by probability wants to find."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a coder said about told passages, and what people said.

    Parameters
    ----------
    passages, stories
        Ids, one per row.
    themes
        Theme ids, one per column.
    probability, present
        The coder's, from a model that had not seen the story, shape (passages, themes).
    sure
        Where the coder is sure: a suggestion that it expects to be right four times in five.
    truth
        What people decided.
    named
        Whether the theme is named in the passage (else it is implied).
    """

    passages: tuple[str, ...]
    stories: tuple[str, ...]
    themes: tuple[str, ...]
    probability: np.ndarray
    present: np.ndarray
    sure: np.ndarray
    truth: Truth
    named: np.ndarray


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Tables: one row per theme; per theme and bin; per coverage; per disagreement."""

    themes: pd.DataFrame
    reliability: pd.DataFrame
    coverage: pd.DataFrame
    disagreements: pd.DataFrame


def evaluate(measured: Measured, seed: int, coders: Pairs = ()) -> Evaluation:
    """Return all measures of one coder.

    Parameters
    ----------
    seed
        Of the bootstrap over stories.
    coders
        What coders said of the same passages, to stand beside the machine.
    """
    return Evaluation(
        theme_measures(measured, seed, coders),
        reliability(measured),
        coverage(measured),
        disagreements(measured),
    )


def theme_measures(measured: Measured, seed: int, coders: Pairs = ()) -> pd.DataFrame:
    """Return one row per theme, then ``(micro)`` (all decisions together) and ``(macro)``.

    Columns: n, n_present, precision, recall, f1, average_precision, brier and ece with 95% bounds
    (``NAME_low``, ``NAME_high``), sure (number of sure suggestions), sure_precision, read_for_80
    (share of passages to read, most probable first, to find 80% of the coded ones),
    implicit_share, recall and precision of the named and the implied half, and coder_f1 (of
    coders with each other).
    """
    rows = [
        {"theme": theme, **_measures(measured, [column], seed, coders)}
        for column, theme in enumerate(measured.themes)
    ]
    everything = list(range(len(measured.themes)))
    micro = {"theme": MICRO, **_measures(measured, everything, seed, coders)}
    table = pd.DataFrame(rows)
    seen = table[table["n_present"] > 0].drop(columns=["theme"])
    # Bounds of a mean over themes are not the mean of their bounds: none are given.
    bounded = [name for name in seen if str(name).endswith(("_low", "_high"))]
    macro = {"theme": MACRO, **seen.astype(float).fillna({"f1": 0.0, "precision": 0.0}).mean()}
    macro |= {**dict.fromkeys(bounded), **seen[["n", "n_present", "sure"]].sum()}
    return pd.concat([table, pd.DataFrame([micro, macro])], ignore_index=True)


def reliability(measured: Measured) -> pd.DataFrame:
    """Return per theme and bin of probability: n, mean probability, share that is present."""
    rows = []
    for column, theme in [*enumerate(measured.themes), (None, MICRO)]:
        p, present, _ = _flat(measured, None if column is None else [column])
        for number, (n, mean, share) in enumerate(_bins(p, present)):
            rows.append(
                {"theme": theme, "bin": number, "n": n, "probability": mean, "present": share}
            )
    return pd.DataFrame(rows)


def coverage(measured: Measured) -> pd.DataFrame:
    """Return how often the most probable suggestions are right, by how many are taken.

    Columns: theme, coverage (share of the truly coded pairs' number that is suggested),
    suggested, precision, from_probability.
    """
    rows = []
    for column, theme in [*enumerate(measured.themes), (None, MICRO)]:
        p, present, _ = _flat(measured, None if column is None else [column])
        order = np.argsort(-p, kind="stable")
        hits = np.cumsum(present[order])
        for share in (0.1, 0.25, 0.5, 0.75, 1.0):
            taken = round(share * int(present.sum()))
            if taken:
                rows.append(
                    {
                        "theme": theme,
                        "coverage": share,
                        "suggested": taken,
                        "precision": hits[taken - 1] / taken,
                        "from_probability": p[order][taken - 1],
                    }
                )
    return pd.DataFrame(rows)


def disagreements(measured: Measured, most: int = 50) -> pd.DataFrame:
    """Return where coder and people differ most, which may be a mistake of either.

    Columns: passage_id, theme, probability, present (what people said), surprise (0 to 1).
    """
    truth = measured.truth
    surprise = np.abs(measured.probability - truth.present) * truth.known
    differ = (measured.present != truth.present) & truth.known
    rows, columns = np.nonzero(differ)
    table = pd.DataFrame(
        {
            "passage_id": np.array(measured.passages, dtype=object)[rows],
            "theme": np.array(measured.themes, dtype=object)[columns],
            "probability": measured.probability[rows, columns],
            "present": truth.present[rows, columns],
            "surprise": surprise[rows, columns],
        }
    )
    order = ["surprise", "passage_id", "theme"]
    table = table.sort_values(order, ascending=[False, True, True])
    # People may have missed something, and so may the machine: neither crowds the other out.
    return table.groupby("present").head(most // 2).reset_index(drop=True)


def calibration_error(probability: np.ndarray, present: np.ndarray) -> float:
    """Return the expected calibration error over ten equal bins (Naeini et al. 2015, AAAI)."""
    if len(probability) == 0:
        return float("nan")
    bins = _bins(probability, present)
    return sum(n * abs(mean - share) for n, mean, share in bins) / len(probability)


def _measures(
    measured: Measured, columns: Sequence[int], seed: int, coders: Pairs
) -> dict[str, float]:
    # Takes seconds to import, and who only suggests never measures.
    from sklearn.metrics import average_precision_score

    p, present, story = _flat(measured, columns)
    known = measured.truth.known[:, columns]
    said, sure = measured.present[:, columns][known], measured.sure[:, columns][known]
    named = measured.named[:, columns][known]
    result = {
        "n": len(p),
        "n_present": int(present.sum()),
        **_scores(said, present),
        "average_precision": float(average_precision_score(present, p)) if present.any() else None,
        "brier": float(np.mean((p - present) ** 2)) if len(p) else None,
        "ece": calibration_error(p, present),
        **bounds(p, said, present, story, seed),
        "sure": int(sure.sum()),
        "sure_precision": _share(sure, present),
        "read_for_80": _read_for(p, present),
        "implicit_share": _share(present, ~named),
        "recall_named": _share(present & named, said),
        "recall_implied": _share(present & ~named, said),
        "precision_named": _share(said & named, present),
        "precision_implied": _share(said & ~named, present),
    }
    if coders:
        result["coder_f1"] = _mutual_f1(coders, columns)
    return result  # type: ignore[return-value]


def _mutual_f1(coders: Pairs, columns: Sequence[int]) -> float | None:
    """Return the mean F1 of pairs of coders, each pair on what both decided."""
    found = []
    for one, two in coders:
        both = one.known[:, columns] & two.known[:, columns]
        score = _scores(one.present[:, columns][both], two.present[:, columns][both])["f1"]
        if score is not None:
            found.append(score)
    return float(np.mean(found)) if found else None


def _flat(
    measured: Measured, columns: Sequence[int] | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return probability, presence and story number of every decided pair."""
    taken = list(range(len(measured.themes))) if columns is None else list(columns)
    known = measured.truth.known[:, taken]
    story = np.unique(np.array(measured.stories, dtype=str), return_inverse=True)[1]
    stories = np.broadcast_to(story[:, None], known.shape)
    return (
        measured.probability[:, taken][known],
        measured.truth.present[:, taken][known],
        stories[known],
    )


def _scores(said: np.ndarray, present: np.ndarray) -> dict[str, float | None]:
    hits, flagged, positives = (said & present).sum(), said.sum(), present.sum()
    return {
        "precision": float(hits / flagged) if flagged else None,
        "recall": float(hits / positives) if positives else None,
        "f1": float(2 * hits / (flagged + positives)) if flagged + positives else None,
    }


def _share(of: np.ndarray, also: np.ndarray) -> float | None:
    return float((of & also).sum() / of.sum()) if of.any() else None


def _bins(p: np.ndarray, present: np.ndarray) -> list[tuple[int, float, float]]:
    """Return n, mean probability and share present of each bin that is not empty."""
    number = np.minimum((p * BINS).astype(int), BINS - 1)
    filled = [number == one for one in range(BINS) if (number == one).any()]
    return [(int(b.sum()), float(p[b].mean()), float(present[b].mean())) for b in filled]


def _read_for(p: np.ndarray, present: np.ndarray) -> float | None:
    """Return the share to read, most probable first, to find ``FIND`` of the present ones."""
    if not present.any():
        return None
    found = np.cumsum(present[np.argsort(-p, kind="stable")]) / present.sum()
    return float((np.argmax(found >= FIND) + 1) / len(p))
