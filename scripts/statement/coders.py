"""Figures about the codings: how many, and how far the two coders agree."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.coding.agreement import krippendorff_alpha

Facts = dict[str, object]
Bools = npt.NDArray[np.bool_]

SPAN = ["story_id", "start", "end"]
SETS = ("coder1", "coder2", "adjudicated")
INTERVIEWER = "I: "


def read_sets(folder: Path, texts: dict[str, str]) -> dict[str, pd.DataFrame]:
    """Return each set as passages by themes (true: present), without the questions.

    Parameters
    ----------
    folder
        Holds the three sets as csv.
    texts
        Text per story; a passage that the interviewer speaks starts with ``I:``.
    """
    tables = {name: pd.read_csv(folder / f"{name}.csv", keep_default_na=False) for name in SETS}
    themes = sorted(set(pd.concat(list(tables.values()))["theme"]) - {""})
    result = {}
    for name, table in tables.items():
        asked = [
            not texts[story][start:].startswith(INTERVIEWER)
            for story, start in zip(table["story_id"], table["start"], strict=True)
        ]
        wide = pd.crosstab([table[column] for column in SPAN], table["theme"])
        keep = pd.MultiIndex.from_frame(table.loc[asked, SPAN].drop_duplicates())
        result[name] = wide.reindex(index=keep, columns=themes, fill_value=0).astype(bool)
    return result


def coder_facts(folder: Path, texts: dict[str, str]) -> Facts:
    """Return counts and agreement; F1 and alpha per batch of stories and over all.

    A batch is the letter that a story's id starts with. Alpha is Krippendorff's, on whether a
    passage carries any theme; F1 is over all themes together.
    """
    sets = read_sets(folder, texts)
    one, other = sets["coder1"], sets["coder2"].reindex(sets["coder1"].index)
    both = sets["adjudicated"].reindex(one.index)
    batch = one.index.get_level_values("story_id").str[0]
    batches = {
        str(letter): (
            _f1(one[batch == letter], other[batch == letter]),
            _alpha(one[batch == letter], other[batch == letter]),
        )
        for letter in sorted(set(batch))
    }
    f1, alpha = ([pair[place] for pair in batches.values()] for place in (0, 1))
    by_theme = {theme: _theme_alpha(one[theme], other[theme]) for theme in one}
    weakest, strongest = (
        min(by_theme, key=by_theme.__getitem__),
        max(by_theme, key=by_theme.__getitem__),
    )
    return {
        "passages_answered": len(one),
        "codings_coder1": int(one.to_numpy().sum()),
        "codings_coder2": int(other.to_numpy().sum()),
        "codings_adjudicated": int(both.to_numpy().sum()),
        "passages_with_theme": int(both.any(axis=1).sum()),
        "seen_by_both": int((one & other).to_numpy().sum()),
        "seen_by_one": int((both & ~(one & other)).to_numpy().sum()),
        "dropped": int(((one | other) & ~both).to_numpy().sum()),
        "f1": round(_f1(one, other), 2),
        "f1_lowest": round(min(f1), 2),
        "f1_highest": round(max(f1), 2),
        "alpha_any": round(_alpha(one, other), 2),
        "alpha_any_lowest": round(min(alpha), 2),
        "alpha_any_highest": round(max(alpha), 2),
        "alpha_weakest_theme": weakest,
        "alpha_weakest": round(by_theme[weakest], 2),
        "alpha_strongest_theme": strongest,
        "alpha_strongest": round(by_theme[strongest], 2),
    }


def _f1(one: pd.DataFrame, other: pd.DataFrame) -> float:
    a, b = one.to_numpy(), other.to_numpy()
    return float(2 * (a & b).sum() / (a.sum() + b.sum()))


def _alpha(one: pd.DataFrame, other: pd.DataFrame) -> float:
    return _theme_alpha(one.any(axis=1), other.any(axis=1))


def _theme_alpha(one: pd.Series, other: pd.Series) -> float:
    return krippendorff_alpha(np.vstack([one, other]).astype(float))
