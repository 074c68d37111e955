"""Codings of passages turned into themes of stories and of participants."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Units:
    """Stories or participants with what people and the machine saw in them.

    Parameters
    ----------
    frame
        One row per unit: ``participant`` and the columns to group by.
    present
        Shape ``(units, themes)``: 1 where the decision that counts is present.
    flag
        Shape ``(units, themes)``: the machine's own 0 or 1, NaN where it said nothing.
    read
        Shape ``(units,)``: people read the whole unit.
    audit
        Shape ``(units,)``: read, and so drawn that it may correct the machine.
    weight
        Shape ``(units,)``: one over the probability of being drawn, 1 if unknown.
    """

    frame: pd.DataFrame
    present: Floats
    flag: Floats
    read: Bools
    audit: Bools
    weight: Floats

    def take(self, rows: Bools) -> Units:
        """Return some of the units."""
        frame = self.frame.iloc[rows].reset_index(drop=True)
        return Units(
            frame=frame,
            present=self.present[rows],
            flag=self.flag[rows],
            read=self.read[rows],
            audit=self.audit[rows],
            weight=self.weight[rows],
        )


def story_units(
    codings: pd.DataFrame,
    stories: pd.DataFrame,
    themes: Sequence[str],
    read: Collection[str] = (),
    audit: pd.DataFrame | None = None,
) -> Units:
    """Return stories as units: a story has a theme when any of its passages has it.

    Parameters
    ----------
    codings
        CODINGS.
    stories
        STORIES.
    themes
        Theme ids, in the order of the columns.
    read
        Ids of stories that people read whole.
    audit
        The audit sample: ``story_id`` and ``probability`` of being drawn. Without one, all
        that was read is taken for it.
    """
    ids = [str(story) for story in stories["story_id"]]
    present = _any_passage(codings, codings["present"], ids, themes)
    said = codings[codings["machine_present"].notna()]
    flag = _any_passage(said, said["machine_present"], ids, themes)
    heard = stories["story_id"].isin(set(said["story_id"])).to_numpy(dtype=bool)
    flag[~heard] = np.nan
    flag[stories["story_id"].isin(half_read(codings))] = np.nan
    was_read = stories["story_id"].isin(set(read)).to_numpy(dtype=bool)
    weight = np.ones(len(ids))
    drawn = was_read
    if audit is not None:
        chance = audit.set_index("story_id")["probability"].astype(float)
        weight = 1 / stories["story_id"].map(chance).fillna(1.0).to_numpy(dtype=float)
        drawn = was_read & stories["story_id"].isin(set(audit["story_id"])).to_numpy(dtype=bool)
    return Units(stories.reset_index(drop=True), present, flag, was_read, drawn, weight)


def half_read(codings: pd.DataFrame) -> set[str]:
    """Return the stories with a passage on which the machine gave no answer.

    What it said of the other passages can only add a theme, never take one away: such a story
    counts as one that the machine did not code.
    """
    if "machine_silent" not in codings:
        return set()
    silent = codings["machine_silent"].fillna(False).astype(bool)
    return set(codings.loc[silent, "story_id"])


def _any_passage(
    codings: pd.DataFrame, value: pd.Series[bool], ids: Sequence[str], themes: Sequence[str]
) -> Floats:
    """Return 1 per story and theme where any passage has the value, shape (stories, themes)."""
    hits = codings.loc[value.fillna(False).astype(bool), ["story_id", "theme"]]
    rows = pd.Index(ids).get_indexer(pd.Index(hits["story_id"]))
    columns = pd.Index(list(themes)).get_indexer(pd.Index(hits["theme"]))
    known = (rows >= 0) & (columns >= 0)
    result = np.zeros((len(ids), len(themes)))
    result[rows[known], columns[known]] = 1.0
    return result


def participant_units(units: Units) -> Units:
    """Return participants as units: present when any of their stories is.

    A participant counts as read when all their stories were; the machine's flag is unknown
    when it is unknown for one of them. The weight is that of the story most likely drawn.
    """
    names, place = np.unique(units.frame["participant"].astype(str), return_inverse=True)
    shape = (len(names), units.present.shape[1])
    present, flag = np.zeros(shape), np.zeros(shape)
    np.maximum.at(present, place, units.present)
    np.maximum.at(flag, place, np.nan_to_num(units.flag))
    unknown = np.zeros(shape)
    np.maximum.at(unknown, place, np.isnan(units.flag).astype(float))
    flag[unknown > 0] = np.nan
    read = np.bincount(place, weights=~units.read, minlength=len(names)) == 0
    audit = np.bincount(place, weights=~units.audit, minlength=len(names)) == 0
    weight = np.full(len(names), np.inf)
    np.minimum.at(weight, place, units.weight)
    return Units(pd.DataFrame({"participant": names}), present, flag, read, audit, weight)


def story_themes(
    codings: pd.DataFrame,
    stories: pd.DataFrame,
    themes: Sequence[str] | None = None,
    read: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return every story and theme with 1 or 0: what :func:`associate` reads.

    Parameters
    ----------
    codings
        CODINGS.
    stories
        STORIES.
    themes
        Theme ids; without them, the themes that occur in ``codings``.
    read
        Ids of stories that people read whole; without them, the stories in which every
        decision that counts is a person's.

    Returns
    -------
    DataFrame
        ``story_id, participant, wijk, period, theme, present`` (0 or 1), ``flag`` (the
        machine's own 0 or 1, NaN where it said nothing) and ``read`` (people read the story
        whole); one row per story and theme. Stories that the machine read in part and people
        not whole are left out.
    """
    order = sorted(set(codings["theme"])) if themes is None else list(themes)
    if read is None:
        by_people = (codings["by"] == "human").groupby(codings["story_id"]).all()
        read = set(by_people.index[by_people])
    units = story_units(codings, stories, order, read)
    looked = units.read | ~stories["story_id"].isin(half_read(codings)).to_numpy(dtype=bool)
    units = units.take(looked)
    columns = ["story_id", "participant", "wijk", "period"]
    long = units.frame[columns].loc[np.repeat(np.arange(len(units.frame)), len(order))]
    return long.reset_index(drop=True).assign(
        theme=pd.Series(order * len(units.frame), dtype="string"),
        present=units.present.ravel().astype(int),
        flag=units.flag.ravel(),
        read=np.repeat(units.read, len(order)),
    )
