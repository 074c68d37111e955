"""Which passage comes next: what teaches the machine most, or the audit sample."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.findings import passages_to_check

Tables = Mapping[str, pd.DataFrame]


def open_queue(tables: Tables, decided: frozenset[str], sample: pd.DataFrame) -> pd.DataFrame:
    """Return the passages that teach most, random ones between; then all the others.

    Parameters
    ----------
    tables
        PASSAGES, CODINGS, LABELS and REVIEW_QUEUE by name.
    decided
        Passages that this person has dealt with; they come last.
    sample
        AUDIT: its stories never appear here, for here the machine's suggestions are seen.

    Returns
    -------
    DataFrame
        Columns passage_id and why.
    """
    passages = tables["passages"]
    held = passages.loc[passages["story_id"].isin(sample["story_id"]), "passage_id"]
    rest = passages_to_check(tables, decided)
    rest = rest[~rest["passage_id"].isin(held)]
    queue = tables["review_queue"]
    queue = queue[queue["passage_id"].isin(rest["passage_id"])]
    queue = queue[~queue["passage_id"].isin(decided)]
    by_chance = set(queue.loc[queue["reason"] == "random", "passage_id"])
    place = {passage: at for at, passage in enumerate(queue["passage_id"])}
    order = rest["passage_id"].map(place).fillna(len(place))
    result = rest.assign(order=order.astype(int)).sort_values("order", kind="stable")
    result.loc[result["passage_id"].isin(by_chance), "why"] = "random"
    return result[["passage_id", "why"]].reset_index(drop=True)


def blind_queue(tables: Tables, decided: frozenset[str], sample: pd.DataFrame) -> pd.DataFrame:
    """Return the passages of the audit sample, in its random order; dealt with ones last.

    Parameters
    ----------
    tables, decided, sample
        As for :func:`open_queue`.
    """
    passages = tables["passages"]
    told = passages[~passages["is_question"]]
    order = sample.set_index("story_id")["order"].astype(int)
    told = told[told["story_id"].isin(order.index)]
    told = told.assign(
        done=told["passage_id"].isin(decided), order=told["story_id"].map(order), why="blind"
    )
    queue = told.sort_values(["done", "order", "number"], kind="stable")
    return queue[["passage_id", "why"]].reset_index(drop=True)
