"""A difference between participants whose themes are partly coded by the machine alone.

The machine's errors pull a difference towards zero, or anywhere if they go with the outcome.
Among participants whose stories people read, both the true and the machine's difference are
known; the machine's difference among the others is put right by what those two differ.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Contrast = Literal["difference", "log_odds_ratio"]

DRAWS = 2000


def predict_then_debias(
    outcome: Floats,
    machine: Floats,
    human: Floats,
    contrast: Contrast,
    rng: np.random.Generator,
    draws: int = DRAWS,
) -> tuple[float, float, float]:
    """Return the difference between participants with and without a theme, with its interval.

    ``theta = human_read + w (machine_rest - machine_read)``: the human difference among those
    who were read, moved by the machine's difference among the rest as far as the machine's is
    worth. ``w = Cov(human_read, machine_read) / (Var(machine_read) + Var(machine_rest))`` makes the
    variance smallest; a machine that says nothing gets weight 0. Variances come from drawing
    participants again, those read and the rest apart; the interval is the estimate plus and
    minus t times the standard error, with one less degree of freedom than the smaller of the
    two groups that people read (the percentile interval covers .91 to .94 there).

    Parameters
    ----------
    outcome
        Shape ``(participants,)``.
    machine
        Shape ``(participants,)``: the machine's 0 or 1 for the theme.
    human
        Shape ``(participants,)``: what people saw, NaN where they did not read.
    contrast
        Difference of means (of shares for a 0 and 1 outcome), or log odds ratio with half a
        count added to each cell.
    rng, draws
        Random generator and number of bootstrap samples.

    Returns
    -------
    estimate, low, high
        NaN if people read nobody with, or nobody without the theme.

    References
    ----------
    Kluger, Lu, Zrnic, Wang and Bates (2025), Prediction-powered inference with imputed
    covariates and nonuniform sampling, arXiv:2501.18577, algorithm 2. Half a count: Haldane
    (1956), Annals of Human Genetics 20, 309-311.
    """
    read = ~np.isnan(human)
    rest = ~read
    y_read, y_rest = outcome[read], outcome[rest]
    times = _times(int(read.sum()), draws, rng)
    human_read = _contrast(times, human[read], y_read, contrast)
    machine_read = _contrast(times, machine[read], y_read, contrast)
    machine_rest = _contrast(_times(int(rest.sum()), draws, rng), machine[rest], y_rest, contrast)
    weight = _weight(human_read[1:], machine_read[1:], machine_rest[1:])
    # Not ``+ 0 * ...``: with no weight the machine's part may well be unknown.
    moved = weight * (machine_rest - machine_read) if weight else np.zeros(len(times))
    debiased = human_read + moved
    drawn = debiased[1:][~np.isnan(debiased[1:])]
    if np.isnan(debiased[0]) or not drawn.size:
        return float("nan"), float("nan"), float("nan")
    with_theme = int(np.nansum(human))
    freedom = max(1, min(with_theme, int(read.sum()) - with_theme) - 1)
    half = float(stats.t.ppf(0.975, freedom) * drawn.std())
    return float(debiased[0]), float(debiased[0]) - half, float(debiased[0]) + half


def _weight(human_read: Floats, machine_read: Floats, machine_rest: Floats) -> float:
    """Return how far the machine's difference is worth following, from bootstrap samples."""
    known = ~(np.isnan(human_read) | np.isnan(machine_read) | np.isnan(machine_rest))
    if known.sum() <= len(known) / 2:
        return 0.0
    both = np.cov(human_read[known], machine_read[known])
    spread = float(both[1, 1]) + float(np.var(machine_rest[known]))
    return float(both[0, 1]) / spread if spread > 0 else 0.0


def _times(n: int, draws: int, rng: np.random.Generator) -> Floats:
    """Return how often each participant is drawn: once in the first row, at random in others."""
    if n == 0:
        return np.zeros((draws + 1, 0))
    drawn = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    return np.vstack([np.ones(n), drawn]).astype(float)


def _contrast(times: Floats, theme: Floats, outcome: Floats, contrast: Contrast) -> Floats:
    """Return the contrast in every sample, shape ``(samples,)``; NaN where a group is empty."""
    with_n, without_n = times @ theme, times @ (1 - theme)
    with_sum, without_sum = times @ (theme * outcome), times @ ((1 - theme) * outcome)
    result = np.full(len(times), np.nan)
    filled = (with_n > 0) & (without_n > 0)
    if contrast == "difference":
        result[filled] = (
            with_sum / np.maximum(with_n, 1) - without_sum / np.maximum(without_n, 1)
        )[filled]
        return result
    odds_with = np.log((with_sum + 0.5) / (with_n - with_sum + 0.5))
    odds_without = np.log((without_sum + 0.5) / (without_n - without_sum + 0.5))
    result[filled] = (odds_with - odds_without)[filled]
    return result
