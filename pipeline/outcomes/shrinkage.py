"""Correction per cell when each cell has few audit labels: borrow from the others.

The error rates of the machine differ between cells (wijken, periods) by an unknown amount.
Each cell's rate is drawn towards the common rate, the more so the fewer labels it has and
the less the cells differ.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Floats = npt.NDArray[np.float64]

SHRINKAGE_POINTS = 24
RATE_POINTS = 48


def shrunken_rates(seen: Floats, read: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """Draw the rate of every cell from a beta-binomial model over cells.

    Cell rates come from Beta(kappa mu, kappa (1 - mu)). ``mu`` has the Jeffreys prior; the
    shrinkage ``kappa / (kappa + mean labels per cell)`` is uniform on 0 to 1, so that neither
    full pooling nor no pooling is assumed. Both are integrated over a grid.

    Parameters
    ----------
    seen, read
        Shape ``(cells,)``: units with the theme among the units read; effective counts may be
        fractions. A cell without labels takes the common rate with its spread.
    draws
        Number of draws.

    Returns
    -------
    ndarray, shape (draws, cells)
        Rates, 0 to 1.

    References
    ----------
    Beta-binomial empirical Bayes: Kleinman (1973), JASA 68, 46-54. Uniform shrinkage prior:
    Christiansen and Morris (1997), JASA 92, 618-632; Daniels (1999), Canadian Journal of
    Statistics 27, 567-578.
    """
    labelled = read > 0
    if not labelled.any():
        return np.repeat(rng.beta(0.5, 0.5, size=(draws, 1)), len(read), axis=1)
    shrinkage = (np.arange(SHRINKAGE_POINTS) + 0.5) / SHRINKAGE_POINTS
    kappa = float(read[labelled].mean()) * shrinkage / (1 - shrinkage)
    # Points at equal steps of the arcsine scale: the Jeffreys prior is flat there.
    mu = np.sin((np.arange(RATE_POINTS) + 0.5) / RATE_POINTS * np.pi / 2) ** 2
    log_weight = _log_marginal(seen[labelled], read[labelled], kappa, mu)
    weight = np.exp(log_weight - log_weight.max()).ravel()
    chosen = rng.choice(weight.size, size=draws, p=weight / weight.sum())
    k = kappa[chosen // RATE_POINTS][:, None]
    m = mu[chosen % RATE_POINTS][:, None]
    rates: Floats = rng.beta(seen[None, :] + k * m, (read - seen)[None, :] + k * (1 - m))
    return rates


def _log_marginal(seen: Floats, read: Floats, kappa: Floats, mu: Floats) -> Floats:
    """Return the beta-binomial log likelihood, shape ``(len(kappa), len(mu))``."""
    a = (kappa[:, None] * mu[None, :])[..., None]
    b = (kappa[:, None] * (1 - mu[None, :]))[..., None]
    terms = gammaln(a + seen) + gammaln(b + read - seen) - gammaln(a + b + read)
    terms += gammaln(a + b) - gammaln(a) - gammaln(b)
    total: Floats = terms.sum(axis=-1)
    return total


def error_heterogeneity(
    errors: Floats, cells: npt.NDArray[np.generic], rng: np.random.Generator, draws: int = 999
) -> tuple[float, float]:
    """Test whether the machine errs differently from cell to cell.

    The statistic is Cochran's Q of the cells' mean errors around the common mean; its p comes
    from dealing the errors over the cells again, because cells are too small for chi-square.

    Parameters
    ----------
    errors
        Shape ``(labels,)``: human minus machine, -1, 0 or 1, for the units that people read.
    cells
        Shape ``(labels,)``: the cell of each unit.

    Returns
    -------
    q, p
        NaN when there are fewer than two cells or no error varies.

    References
    ----------
    Cochran (1954), Biometrics 10, 101-129. Permutation p with the observed one counted in:
    Phipson and Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9(1).
    """
    _, place = np.unique(cells, return_inverse=True)
    spread = float(errors.var()) if errors.size else 0.0
    if errors.size == 0 or place.max() == 0 or spread == 0:
        return float("nan"), float("nan")
    size = np.bincount(place)
    dealt = np.vstack([errors, *(rng.permutation(errors) for _ in range(draws))])
    member = np.zeros((errors.size, size.size))
    member[np.arange(errors.size), place] = 1.0
    means = dealt @ member / size
    q = np.sum(size * (means - errors.mean()) ** 2, axis=1) / spread
    return float(q[0]), float(np.mean(q >= q[0] - 1e-9))
