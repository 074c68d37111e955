"""What associations find that is there, and that is not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from method_simulations.common import Floats, covers, generator, linked
from pipeline.outcomes.correlation import (
    detectable_correlation,
    permutation_p,
    permutations_of,
    scores,
    spearman_interval,
    stands_without_any,
)
from pipeline.outcomes.debias import predict_then_debias
from pipeline.outcomes.groups import newcombe_interval
from pipeline.outcomes.multiplicity import benjamini_hochberg

THEMES, INDICATORS = 8, 9


def family(
    areas: int, replications: int, rho: float = 0.0, planted: int = 0, permutations: int = 1999
) -> dict[str, float]:
    """Test 8 themes against 9 indicators between areas, some of them linked.

    Without planted links themes resemble each other (correlation .3), and so do indicators.
    With them, the first ``planted`` themes, independent of each other, are each linked to one
    indicator with Spearman's ``rho``.

    Returns
    -------
    dict
        ``any_false`` (runs with any false find), ``false_share`` (mean share of finds that are
        false), ``detected`` (share of planted links found), ``detected_alone`` (their p < .05).
    """
    rng = generator(4, areas, planted, round(100 * rho))
    true = np.zeros((THEMES, INDICATORS), dtype=bool)
    true[np.arange(planted), np.arange(planted)] = True
    any_false, false_share, found, alone = 0, 0.0, 0, 0
    for _ in range(replications):
        themes = _alike(rng, areas, THEMES, 0.0 if planted else 0.3)
        indicators = _alike(rng, areas, INDICATORS, 0.3)
        if planted:
            indicators[:, :planted] = linked(rng, themes[:, :planted], rho)
        p = permutation_p(
            scores(themes), scores(indicators), *permutations_of(areas, permutations, rng)
        )
        hit = _standing(themes, indicators, p)
        false = int(np.sum(hit & ~true))
        any_false += false > 0
        false_share += false / max(1, int(hit.sum()))
        found += int(np.sum(hit & true))
        alone += int(np.sum((p < 0.05) & true))
    links = max(1, planted * replications)
    return {
        "any_false": any_false / replications,
        "false_share": false_share / replications,
        "detected": found / links,
        "detected_alone": alone / links,
    }


def _standing(themes: Floats, indicators: Floats, p: Floats) -> npt.NDArray[np.bool_]:
    """Return the pairs that pass the correction, whichever area is left out."""
    hit = benjamini_hochberg(p.ravel()).reshape(p.shape) < 0.05
    critical = 0.05 * int(hit.sum()) / p.size
    for theme, indicator in np.argwhere(hit):
        hit[theme, indicator] = stands_without_any(
            themes[:, theme], indicators[:, indicator], critical
        )
    return hit


def _alike(rng: np.random.Generator, areas: int, columns: int, correlation: float) -> Floats:
    common = rng.normal(size=(areas, 1))
    own = rng.normal(size=(areas, columns))
    return np.asarray(np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own)


def power_at_detectable(areas: int, replications: int) -> dict[str, float]:
    """Return the power at the correlation that is said to be seen with 80% power."""
    rng = generator(5, areas)
    rho = detectable_correlation(areas)
    orders = permutations_of(areas, 1999, rng)
    x = rng.normal(size=(areas, replications))
    xs, ys = scores(x), scores(linked(rng, x, rho))
    p = [permutation_p(xs[:, [i]], ys[:, [i]], *orders).item() for i in range(replications)]
    return {"rho": rho, "power": float(np.mean(np.array(p) < 0.05))}


def spearman_coverage(areas: int, rho: float, replications: int) -> dict[str, float]:
    """Return coverage of the interval of Spearman's correlation."""
    rng = generator(6, areas, round(100 * rho))
    hits = 0
    for _ in range(replications):
        x = rng.normal(size=(areas, 1))
        y = linked(rng, x, rho)
        hits += covers(spearman_interval((scores(x).T @ scores(y)).item(), areas), rho)
    return {"coverage": hits / replications}


def debiased_coverage(replications: int, people: int = 400, read: int = 100) -> dict[str, float]:
    """Return coverage of a risk difference of .2 when the machine coded most participants.

    The machine finds the theme in 80% of those who have it and in 10% of the others, and in
    ten points less of those with the outcome. ``naive`` takes its word for everyone.
    """
    rng = generator(9, people, read)
    difference, hits = 0.2, {"debiased": 0, "naive": 0}
    for _ in range(replications):
        theme = (rng.random(people) < 0.3).astype(float)
        outcome = (rng.random(people) < 0.3 + difference * theme).astype(float)
        chance = np.where(theme == 1, 0.8, 0.2) - 0.1 * outcome
        machine = (rng.random(people) < chance).astype(float)
        human = np.where(np.arange(people) < read, theme, np.nan)
        bounds = predict_then_debias(outcome, machine, human, "difference", rng, 500)[1:]
        hits["debiased"] += covers(bounds, difference)
        groups = [outcome[machine == value] for value in (1, 0)]
        cells = [float(v) for group in groups for v in (group.sum(), len(group))]
        hits["naive"] += covers(newcombe_interval(*cells), difference)
    return {name: value / replications for name, value in hits.items()}
