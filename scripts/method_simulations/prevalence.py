"""Coverage of the intervals of a theme's share."""

from __future__ import annotations

import numpy as np

from method_simulations.common import Floats, covers, generator
from pipeline.domain.shares import wilson_interval
from pipeline.outcomes.clusters import design_effect
from pipeline.outcomes.correction import corrected_share, correction_design_effect, count
from pipeline.outcomes.proportions import jeffreys_interval
from pipeline.outcomes.shrinkage import shrunken_rates

UNITS = 2000
ERRORS = ((0.9, 0.9), (0.8, 0.95), (0.7, 0.8), (0.6, 0.98))
"""Sensitivity and specificity of the machine."""

PREVALENCES = (0.05, 0.2, 0.5)
AUDITS = (100, 200)


def coverage(
    prevalence: float, audit: int, sensitivity: float, specificity: float, replications: int
) -> dict[str, float]:
    """Return coverage of the corrected and of the naive 95% interval of a share.

    ``UNITS`` stories of which ``audit``, drawn at random, are read by people.
    """
    rng = generator(1, audit, *(round(1000 * v) for v in (prevalence, sensitivity, specificity)))
    corrected = naive = 0
    weight = np.ones(UNITS)
    for _ in range(replications):
        truth = rng.random(UNITS) < prevalence
        flag = np.where(truth, rng.random(UNITS) < sensitivity, rng.random(UNITS) > specificity)
        human = np.full(UNITS, np.nan)
        human[:audit] = truth[:audit]
        counts = count(flag.astype(float), human, weight)
        corrected += covers(corrected_share(counts, rng, draws=2000)[1:], prevalence)
        naive += covers(wilson_interval(counts.flagged, UNITS), prevalence)
    return {"corrected": corrected / replications, "naive": naive / replications}


def stratified_coverage(replications: int) -> dict[str, float]:
    """Return coverage when the audit sample draws some stories eight times as often.

    The machine gives each story a score and flags those over 1.2; stories over 0.3 are drawn
    with probability .4, the others with .05. With and without the weights of that.
    """
    rng = generator(8)
    hits = {"weighted": 0, "unweighted": 0}
    for _ in range(replications):
        truth = rng.random(UNITS) < 0.2
        score = rng.normal(size=UNITS) + 2.0 * truth
        flag = (score > 1.2).astype(float)
        chance = np.where(score > 0.3, 0.4, 0.05)
        human = np.where(rng.random(UNITS) < chance, truth, np.nan)
        for name, weight in (("weighted", 1 / chance), ("unweighted", np.ones(UNITS))):
            bounds = corrected_share(count(flag, human, weight), rng, 2000)[1:]
            hits[name] += covers(bounds, 0.2)
    return {name: value / replications for name, value in hits.items()}


def clustered(replications: int, icc: float = 0.3, each: int = 5) -> dict[str, float]:
    """Return coverage when each of 60 participants tells several stories that are alike.

    ``human``: people read everything. ``corrected``: people read half of the participants and
    the machine is right in 85% of the stories. Plain, and with participants as clusters.
    """
    rng = generator(2)
    people, prevalence = 60, 0.3
    who = np.repeat(np.arange(people), each)
    weight = np.ones(who.size)
    hits = dict.fromkeys(("human_plain", "human", "corrected_plain", "corrected"), 0)
    total = 1 / icc - 1
    for _ in range(replications):
        # Beta chances per person: the intraclass correlation is 1 / (1 + a + b).
        chance = rng.beta(prevalence * total, (1 - prevalence) * total, people)[who]
        truth = (rng.random(who.size) < chance).astype(float)
        k, n = float(truth.sum()), float(truth.size)
        hits["human_plain"] += covers(jeffreys_interval(k, n), prevalence)
        factor = design_effect(truth - k / n, who)
        hits["human"] += covers(jeffreys_interval(k / factor, n / factor), prevalence)
        flag = np.where(rng.random(who.size) < 0.85, truth, 1 - truth)
        human = np.where(rng.permutation(people)[who] < people // 2, truth, np.nan)
        counts = count(flag, human, weight)
        hits["corrected_plain"] += covers(corrected_share(counts, rng, 2000)[1:], prevalence)
        smaller = counts.divided(correction_design_effect(flag, human, weight, who))
        hits["corrected"] += covers(corrected_share(smaller, rng, 2000)[1:], prevalence)
    return {name: value / replications for name, value in hits.items()}


def cells(replications: int, spread: float) -> dict[str, float]:
    """Return coverage and mean width per wijk of three ways to correct.

    12 wijken of 60 stories of which 12 are read. ``spread`` is the standard deviation between
    wijken of PPV (mean .75), and half of it that of FOR (mean .08). ``shrunken`` is what the
    project does; ``pooled`` takes one PPV and FOR for all, ``separate`` each wijk's own.
    """
    rng = generator(3, round(1000 * spread))
    number, units, read = 12, 60, 12
    names = ("shrunken", "pooled", "separate")
    hits, widths = dict.fromkeys(names, 0), dict.fromkeys(names, 0.0)
    for _ in range(replications):
        share = rng.beta(6, 14, number)
        ppv, miss = _rates(rng, 0.75, spread, number), _rates(rng, 0.08, spread / 2, number)
        truth = share * ppv + (1 - share) * miss
        flagged = rng.binomial(units, share)
        read_1 = rng.hypergeometric(flagged, units - flagged, read)
        p1 = rng.beta(flagged + 0.5, units - flagged + 0.5, (1000, number))
        sides = [(rng.binomial(n, rate), n) for rate, n in ((ppv, read_1), (miss, read - read_1))]
        for name in names:
            v1, v0 = (_drawn(name, seen, n, rng) for seen, n in sides)
            low, high = np.quantile(p1 * v1 + (1 - p1) * v0, [0.025, 0.975], axis=0)
            hits[name] += int(np.sum((low <= truth) & (truth <= high)))
            widths[name] += float(np.sum(high - low))
    total = replications * number
    covered = {name: hits[name] / total for name in names}
    return covered | {f"{name}_width": widths[name] / total for name in names}


def _rates(rng: np.random.Generator, mean: float, spread: float, number: int) -> Floats:
    if spread == 0:
        return np.full(number, mean)
    total = mean * (1 - mean) / spread**2 - 1
    return rng.beta(mean * total, (1 - mean) * total, number)


def _drawn(name: str, seen: Floats, n: Floats, rng: np.random.Generator) -> Floats:
    if name == "shrunken":
        return shrunken_rates(seen.astype(float), n.astype(float), rng, 1000)
    if name == "pooled":
        return rng.beta(seen.sum() + 0.5, (n - seen).sum() + 0.5, (1000, 1))
    return rng.beta(seen + 0.5, n - seen + 0.5, (1000, len(n)))
