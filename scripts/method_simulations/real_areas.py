"""Real area figures held against themes that are drawn at random."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from method_simulations.common import generator
from pipeline.config import AssociationSection
from pipeline.outcomes import associate, read_indicators

OUTCOMES = Path(__file__).resolve().parents[2] / "corpus" / "outcomes"
THEMES = 14
PERIODS = ("2019", "2020", "2021", "2022")


def draws_with_finds(replications: int, stories: int = 3) -> dict[str, float]:
    """Return the share of draws in which any pair rises above strength 1.

    Every wijk of the real panel gets ``stories`` stories a year with 14 themes that come up
    by chance, each theme in a share of its own and some wijken telling more of everything.

    Returns
    -------
    dict
        ``any`` (draws with anything above strength 1) and ``pairs`` (size of the family).
    """
    data = read_indicators(OUTCOMES)
    real = data.indicators[~data.indicators["simulated"].astype(bool)]
    outcomes = data.outcomes[data.outcomes["indicator"].isin(real["indicator"])]
    wijken = sorted(set(outcomes["observation"]))
    rng = generator(10)
    settings = AssociationSection(permutations=999)
    hits, pairs = 0, 0
    for _ in range(replications):
        table = associate(_random_themes(wijken, stories, rng), real, outcomes, settings, 1)
        hits += bool((table["strength"] > 1).any())
        pairs = int(table["q"].notna().sum())
    return {"any": hits / replications, "pairs": float(pairs)}


def _random_themes(wijken: list[str], stories: int, rng: np.random.Generator) -> pd.DataFrame:
    size = (len(wijken), len(PERIODS), stories, THEMES)
    common = rng.beta(2, 6, THEMES) * rng.uniform(0.5, 1.5, (len(wijken), 1))
    present = rng.random(size) < common[:, None, None, :]
    wijk, period, _, theme = (axis.ravel() for axis in np.indices(size))
    story = np.ravel_multi_index(np.indices(size)[:3], size[:3]).ravel()
    return pd.DataFrame(
        {
            "story_id": story.astype(str),
            "participant": story.astype(str),
            "wijk": np.array(wijken)[wijk],
            "period": np.array(PERIODS)[period],
            "theme": np.char.add("t", theme.astype(str)),
            "present": present.ravel().astype(int),
        }
    )
