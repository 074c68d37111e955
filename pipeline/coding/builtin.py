"""The built-in coder: linear models on words and situations, calibrated, with thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from pipeline.coding.calibration import Sigmoids
from pipeline.coding.explain import word_shares
from pipeline.coding.features import Features
from pipeline.coding.linear import Linear
from pipeline.coding.protocol import Contribution, Suggestions


@dataclass(frozen=True)
class BuiltinCoder:
    """A fitted built-in coder.

    Parameters
    ----------
    themes
        Theme ids, the order of all columns.
    thresholds
        From which probability it says present.
    sure
        From which probability it is right four times in five.
    n_present
        Present examples per theme that it was calibrated on.
    prior
        The coder that it builds on: trained on other stories.
    """

    themes: tuple[str, ...]
    features: Features
    linear: Linear
    sigmoids: Sigmoids
    thresholds: np.ndarray
    sure: float
    n_present: np.ndarray
    prior: BuiltinCoder | None = None
    literal: ClassVar[bool] = False

    def scores(self, frame: pd.DataFrame) -> np.ndarray:
        """Return uncalibrated scores, shape (passages, themes)."""
        earlier = prior_scores(self.prior, frame, self.themes)
        return self.linear.score(self.features.transform(frame), earlier)

    def suggest(self, frame: pd.DataFrame) -> Suggestions:
        """Return calibrated probabilities and thresholds."""
        probability = self.sigmoids.probabilities(self.scores(frame))
        return Suggestions(probability, self.thresholds)

    def explain(self, frame: pd.DataFrame, theme: str) -> list[list[Contribution]]:
        """Return the exact share of each word in the theme's log-odds, in reading order.

        What the words add up to, plus ``unexplained`` (surrounding passages, length, place
        and intercept), is the log-odds of the probability.
        """
        column = self.themes.index(theme)
        return [
            [Contribution(start, end, weight) for (start, end), weight in sorted(spans.items())]
            for spans in self._shares(frame, column)
        ]

    @property
    def examples(self) -> np.ndarray:
        """Present examples per theme, those behind the prior included."""
        if self.prior is None:
            return self.n_present
        before = dict(zip(self.prior.themes, self.prior.examples, strict=True))
        return np.asarray(self.n_present + [before.get(theme, 0) for theme in self.themes])

    def describe(self) -> dict[str, object]:
        """Return name, size and examples per theme."""
        return {
            "coder": "builtin",
            "features": int(self.linear.weights.shape[0]),
            "thresholds": dict(zip(self.themes, self.thresholds.round(3).tolist(), strict=True)),
            "sure_from": round(self.sure, 3),
            "examples": dict(zip(self.themes, self.n_present.tolist(), strict=True)),
            "prior": self.prior.describe() if self.prior else None,
        }

    def _shares(self, frame: pd.DataFrame, column: int) -> list[dict[tuple[int, int], float]]:
        slope = float(self.sigmoids.slopes[column])
        shares = word_shares(self.features, self.linear.weights[:, column] * slope, frame)
        theme = self.themes[column]
        if self.prior is None or theme not in self.prior.themes:
            return shares
        factor = float(self.linear.prior_shares[column]) * slope
        earlier = self.prior._shares(frame, self.prior.themes.index(theme))
        for own, before in zip(shares, earlier, strict=True):
            for span, weight in before.items():
                own[span] = own.get(span, 0.0) + factor * weight
        return shares


def prior_scores(
    prior: BuiltinCoder | None, frame: pd.DataFrame, themes: tuple[str, ...]
) -> np.ndarray:
    """Return the prior's log-odds for these themes; zeros for themes that it does not know."""
    scores = np.zeros((len(frame), len(themes)))
    if prior is None or not set(themes) & set(prior.themes):
        return scores
    known = prior.sigmoids.log_odds(prior.scores(frame))
    for column, theme in enumerate(themes):
        if theme in prior.themes:
            scores[:, column] = known[:, prior.themes.index(theme)]
    return scores
