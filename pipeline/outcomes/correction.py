"""A machine count corrected by an audit sample: post-stratified on the machine's own flag.

People read some of the units. Among units that the machine flagged they saw the theme in a
share PPV, among the others in a share FOR. With ``p1`` the flagged share of all units, the
true share is ``p1 * PPV + (1 - p1) * FOR``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.outcomes.clusters import design_effect

Floats = npt.NDArray[np.float64]

DRAWS = 4000
"""Monte Carlo draws per interval: bounds then move by less than .003 between seeds."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the machine flagged and what people saw, for one theme in one set of units.

    Numbers need not be whole: weights and clustering make them effective counts.

    Parameters
    ----------
    units, flagged
        All units with a machine flag, and how many of them are flagged.
    read_flagged, seen_flagged
        Flagged units that people read, and how many of those have the theme.
    read_unflagged, seen_unflagged
        The same for units that the machine did not flag.
    """

    units: float
    flagged: float
    read_flagged: float
    seen_flagged: float
    read_unflagged: float
    seen_unflagged: float

    @property
    def estimate(self) -> float:
        """The corrected share; a side that nobody read counts as one half."""
        if self.units == 0:
            return float("nan")
        share = self.flagged / self.units
        ppv = self.seen_flagged / self.read_flagged if self.read_flagged else 0.5
        miss = self.seen_unflagged / self.read_unflagged if self.read_unflagged else 0.5
        return share * ppv + (1 - share) * miss

    def divided(self, factor: float) -> Counts:
        """Return the counts of a sample ``factor`` times smaller."""
        return Counts(
            self.units / factor,
            self.flagged / factor,
            self.read_flagged / factor,
            self.seen_flagged / factor,
            self.read_unflagged / factor,
            self.seen_unflagged / factor,
        )


def corrected_share(
    counts: Counts, rng: np.random.Generator, draws: int = DRAWS, level: float = 0.95
) -> tuple[float, float, float]:
    """Return a post-stratified share with its interval.

    Each of the three shares is drawn from its Jeffreys posterior, Beta(k + 1/2, n - k + 1/2),
    and the bounds are quantiles of the resulting shares. The population is everyone who might
    have told such stories, not these units alone.

    Returns
    -------
    estimate, low, high
        Shares, 0 to 1.

    References
    ----------
    Post-stratification: Cochran (1977), Sampling Techniques, 5A.9. Jeffreys intervals: Brown,
    Cai and DasGupta (2001), Statistical Science 16(2). Monte Carlo from the beta posteriors:
    Lang and Reiczigel (2014), Preventive Veterinary Medicine 113(1), for the related case of
    estimated sensitivity and specificity.

    Examples
    --------
    >>> counts = Counts(2000, 620, 48 + 14, 48, 9 + 129, 9)
    >>> round(corrected_share(counts, np.random.default_rng(1))[0], 4)
    0.285
    """
    share = _draw(rng, counts.flagged, counts.units, draws)
    ppv = _draw(rng, counts.seen_flagged, counts.read_flagged, draws)
    miss = _draw(rng, counts.seen_unflagged, counts.read_unflagged, draws)
    drawn = share * ppv + (1 - share) * miss
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    estimate = counts.estimate
    return estimate, min(float(low), estimate), max(float(high), estimate)


def _draw(rng: np.random.Generator, k: float, n: float, draws: int) -> Floats:
    return rng.beta(k + 0.5, n - k + 0.5, size=draws)


def count(flag: Floats, human: Floats, weight: Floats) -> Counts:
    """Count flags and human decisions, with weights as effective sample sizes.

    Parameters
    ----------
    flag
        Shape ``(units,)``: the machine's 0 or 1 for every unit.
    human
        Shape ``(units,)``: what people saw, 0 or 1, NaN where nobody read.
    weight
        Shape ``(units,)``: one over the probability of being read; used where ``human`` is
        known. Within a side the weighted share counts, on as many units as give its linearised
        variance; at least ``(sum w)^2 / sum w^2`` (Kish 1965), at most all that were read.
    """
    read = ~np.isnan(human)
    sides = []
    for wanted in (1.0, 0.0):
        side = read & (flag == wanted)
        w, y = weight[side], human[side]
        size = _effective(w, y) if side.any() else 0.0
        seen = size * float(np.average(y, weights=w)) if side.any() else 0.0
        sides += [size, min(seen, size)]
    return Counts(float(len(flag)), float(flag.sum()), sides[0], sides[1], sides[2], sides[3])


def _effective(weight: Floats, value: Floats) -> float:
    """Return how many units drawn evenly would tell as much about a weighted share."""
    total = float(weight.sum())
    kish = total**2 / float(np.sum(weight**2))
    # Half a unit on either side keeps the variance from vanishing at a share of 0 or 1.
    share = (kish * float(np.average(value, weights=weight)) + 0.5) / (kish + 1)
    variance = float(np.sum(weight**2 * (value - share) ** 2)) / total**2
    return min(float(len(value)), max(kish, share * (1 - share) / variance))


def correction_design_effect(
    flag: Floats, human: Floats, weight: Floats, clusters: npt.NDArray[np.generic]
) -> float:
    """Return the design effect of the corrected share.

    From the linearised contribution of each unit: its flag through ``(PPV - FOR) / N`` and,
    where it was read, its distance to its side's share times that side's share of all units.

    Parameters
    ----------
    flag, human, weight
        As for :func:`count`.
    clusters
        Shape ``(units,)``: who told it.
    """
    units = len(flag)
    counts = count(flag, human, weight)
    ppv = counts.seen_flagged / counts.read_flagged if counts.read_flagged else 0.5
    miss = counts.seen_unflagged / counts.read_unflagged if counts.read_unflagged else 0.5
    share = counts.flagged / units
    scores = (flag - share) * (ppv - miss) / units
    read = ~np.isnan(human)
    for wanted, rate, size in ((1.0, ppv, share), (0.0, miss, 1 - share)):
        side = read & (flag == wanted)
        if side.any():
            w = weight[side] / weight[side].sum()
            scores[side] += w * (human[side] - rate) * size
    return design_effect(scores, clusters)
