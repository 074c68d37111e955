"""The coded passages that a passage is most like: an explanation that people can judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

Embed = Callable[[Sequence[str]], np.ndarray]


def nearest_coded(
    asked: pd.DataFrame, codings: pd.DataFrame, passages: pd.DataFrame, embed: Embed, most: int = 3
) -> pd.DataFrame:
    """Return for passages and themes the passages most like them where people saw the theme.

    Parameters
    ----------
    asked
        Columns passage_id and theme.
    codings, passages
        Tables CODINGS and PASSAGES.
    embed
        Texts to vectors of shape (texts, dimensions), of length one.
    most
        Neighbours per row of ``asked``; never of the same story.

    Returns
    -------
    pd.DataFrame
        Columns passage_id, theme, nearest (passage id), similarity (cosine, -1 to 1) and rank
        (1 is most alike).
    """
    people = codings[(codings["by"] == "human") & codings["present"]]
    wanted = sorted(set(asked["passage_id"]) | set(people["passage_id"]))
    by_id = passages.set_index("passage_id").loc[wanted]
    vector = dict(zip(wanted, embed(by_id["text"].tolist()), strict=True))
    story = by_id["story_id"].to_dict()
    rows = []
    for theme, group in asked.groupby("theme", sort=True):
        seen = sorted(people.loc[people["theme"] == theme, "passage_id"])
        for passage in group["passage_id"]:
            others = [name for name in seen if story[name] != story[passage]]
            alike = [float(vector[passage] @ vector[name]) for name in others]
            order = sorted(range(len(others)), key=lambda place: (-alike[place], others[place]))
            rows += [
                {
                    "passage_id": passage,
                    "theme": theme,
                    "nearest": others[place],
                    "similarity": alike[place],
                    "rank": rank,
                }
                for rank, place in enumerate(order[:most], start=1)
            ]
    return pd.DataFrame(rows, columns=["passage_id", "theme", "nearest", "similarity", "rank"])
