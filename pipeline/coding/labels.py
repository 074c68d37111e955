"""From what several coders said to one decision per passage and theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.domain import Decision
from pipeline.domain.tables import LABELS

PERSON = "person:"
"""Coders whose name starts so are people who decided in the program's journal."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known about passages (rows) and themes (columns).

    Parameters
    ----------
    known
        Shape (passages, themes), bool. False: nobody decided; that is not absent.
    present
        Shape (passages, themes), bool. Only means something where ``known``.
    """

    known: np.ndarray
    present: np.ndarray

    def rows(self, keep: np.ndarray) -> Truth:
        """Return the rows that a boolean or integer index keeps."""
        return Truth(self.known[keep], self.present[keep])

    def with_rows(self, other: Truth) -> Truth:
        """Return this truth with the rows of another below it."""
        return Truth(
            np.concatenate([self.known, other.known]),
            np.concatenate([self.present, other.present]),
        )


def decide_labels(labels: pd.DataFrame, truth: Sequence[str]) -> pd.DataFrame:
    """Return one coder's word per passage and theme.

    A person's own decision beats every coding set, and of several the latest counts. Of the
    sets, the first in ``truth`` that read the passage decides all of its themes.

    Parameters
    ----------
    labels
        Table LABELS with all coders.
    truth
        Names of the sets that count as decided, most trusted first.

    Returns
    -------
    pd.DataFrame
        Table LABELS. A passage that was read whole and has nothing else left keeps one row
        with an empty theme.
    """
    labels = LABELS.conform(labels)
    sets = _first_set(labels, truth)
    people = _last_word(labels[labels["coder"].str.startswith(PERSON)])
    silenced = set(people.loc[people["theme"] == "", "passage_id"])
    spoken = pd.MultiIndex.from_frame(people[["passage_id", "theme"]])
    overruled = pd.MultiIndex.from_frame(sets[["passage_id", "theme"]]).isin(spoken)
    overruled |= sets["passage_id"].isin(silenced).to_numpy()
    kept = sets[~overruled]
    lost = set(sets["passage_id"]) - set(kept["passage_id"]) - silenced
    read = sets[sets["passage_id"].isin(lost)].drop_duplicates("passage_id")
    read = read.drop(columns=["evidence_start", "evidence_end", "sure"]).assign(theme="")
    parts = [part for part in (kept, read, people) if len(part)]
    if not parts:
        return LABELS.empty()
    decided = pd.concat(parts, ignore_index=True)
    return LABELS.conform(decided.sort_values(["passage_id", "theme"], kind="stable"))


def truth_of(passage_ids: Sequence[str], labels: pd.DataFrame, themes: Sequence[str]) -> Truth:
    """Return decided labels as matrices for these passages and themes.

    A row of a coding set, or one with an empty theme, means that the passage was read whole:
    what is not named is absent. A person who decided about one theme said nothing of others.
    """
    row_of = {passage: row for row, passage in enumerate(passage_ids)}
    column_of = {theme: column for column, theme in enumerate(themes)}
    known = np.zeros((len(row_of), len(column_of)), dtype=bool)
    present = np.zeros_like(known)
    columns = (labels[name].tolist() for name in ("passage_id", "theme", "coder", "decision"))
    for passage, theme, coder, decision in zip(*columns, strict=True):
        row = row_of.get(passage)
        if row is None:
            continue
        if theme == "" or not coder.startswith(PERSON):
            known[row] = True
        if theme in column_of:
            known[row, column_of[theme]] = True
            present[row, column_of[theme]] = decision == Decision.PRESENT
    return Truth(known, present)


def _first_set(labels: pd.DataFrame, truth: Sequence[str]) -> pd.DataFrame:
    """Keep for each passage the rows of the first set that read it."""
    rank = {name: place for place, name in enumerate(truth)}
    sets = labels[labels["coder"].isin(rank)]
    ranks = sets["coder"].map(rank)
    first = ranks.groupby(sets["passage_id"]).transform("min")
    return sets[ranks == first].drop_duplicates(["passage_id", "theme"])


def _last_word(people: pd.DataFrame) -> pd.DataFrame:
    """Keep each person's latest word; "no theme at all" takes back what was said before."""
    ordered = people.assign(at=people["at"].fillna("")).sort_values("at", kind="stable")
    order = pd.Series(range(len(ordered)), index=ordered.index)
    silence = order.where(ordered["theme"] == "").groupby(ordered["passage_id"]).transform("max")
    ordered = ordered[(order >= silence.fillna(-1))]
    return ordered.drop_duplicates(["passage_id", "theme"], keep="last")
