"""How far a candidate lies from what the codebook names already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.discovery.space import Floats, Space, unit
from pipeline.domain import Codebook, Theme

Embed = Callable[[Sequence[str]], Floats]
MIN_CODED = 5
"""From so many coded passages a theme is where its passages are, else where its texts are."""


def theme_vectors(
    codebook: Codebook,
    codings: pd.DataFrame | None,
    vectors: Mapping[str, Floats],
    embed: Embed,
    space: Space,
) -> Floats:
    """Return a unit vector per theme, shape (themes, dimension).

    Parameters
    ----------
    codings
        CODINGS, or ``None``.
    vectors
        Passage vectors by passage id, as far as they are known.
    """
    rows = []
    for theme in codebook.themes:
        coded = [vectors[item] for item in _coded(theme.id, codings) if item in vectors]
        raw = np.array(coded) if len(coded) >= MIN_CODED else embed(_texts(theme))
        rows.append(space.centred(raw.astype(np.float32)).mean(axis=0))
    return unit(np.array(rows, dtype=np.float32).reshape(len(rows), len(space.mean)))


def nearest_theme(centre: Floats, codebook: Codebook, themes: Floats) -> tuple[str, float]:
    """Return the nearest theme and how new a candidate is: 1 - cosine, 0 to 1.

    Parameters
    ----------
    centre
        Unit vector, shape (dimension,).
    themes
        As :func:`theme_vectors` gives them.
    """
    if not codebook.themes:
        return "", float("nan")
    near = themes @ centre
    place = int(near.argmax())
    return codebook.ids[place], float(np.clip(1 - near[place], 0, 1))


def _coded(theme: str, codings: pd.DataFrame | None) -> list[str]:
    if codings is None:
        return []
    present = codings["present"].astype(bool) & (codings["theme"] == theme)
    return sorted(codings.loc[present, "passage_id"])


def _texts(theme: Theme) -> list[str]:
    parts = (theme.label, theme.definition, theme.include)
    return [part for part in (*parts, *theme.examples, *theme.implicit_examples) if part]
