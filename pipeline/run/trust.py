"""How far the machine can be trusted, and why it said what it said: tables beside the codings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from pipeline.coding import Coded, Coder, check_codebook, evaluate, nearest_coded, review_queue
from pipeline.coding.frame import prepare
from pipeline.coding.labels import Truth, truth_of
from pipeline.domain import Codebook
from pipeline.domain.tables import Table
from pipeline.domain.trust import (
    AUDIT,
    CODEBOOK_CHECK,
    COVERAGE,
    DISAGREEMENTS,
    EVALUATION,
    NEAREST,
    RELIABILITY,
    REVIEW_QUEUE,
    WORDS,
)
from pipeline.store import audit_of

Tables = dict[str, pd.DataFrame]
Embed = Callable[[Sequence[str]], np.ndarray]
WORDS_SHOWN = 5
"""Words per suggestion: those that add most."""
QUEUE_LENGTH = 200
PROBABLE = 0.15
"""Suggestions from this probability are explained, whatever was decided."""


def audit_table(events: pd.DataFrame) -> pd.DataFrame:
    """Return the audit sample among the decisions that stand: AUDIT, empty when none was drawn."""
    return AUDIT.conform(audit_of(events))


def audit_for_counting(audit: pd.DataFrame, read: Iterable[str], least: int) -> pd.DataFrame | None:
    """Return the drawn stories that correct the machine; None while too few were read.

    Parameters
    ----------
    audit
        AUDIT. Stories are read in a random order, so the part that is done is a sample too.
    read
        Stories that people read whole.
    least
        So many are enough to correct with; fewer only when that is the whole sample.
    """
    done = audit[audit["story_id"].isin(set(read))]
    if len(audit) == 0 or len(done) < min(least, len(audit)):
        return None
    return audit[["story_id", "probability"]]


def trust_tables(
    coded: Coded,
    tables: Tables,
    codebook: Codebook,
    embed: Embed,
    pairs: Iterable[tuple[str, str]],
    seed: int,
) -> Tables:
    """Return the measures of the coder, the check of the codebook and the explanations.

    Parameters
    ----------
    tables
        PASSAGES, STORIES, AUDIT (its stories stay out of the queue) and LABELS of all coders.
    pairs
        Coding sets that were made apart; their agreement stands beside the machine's.
    """
    measured = coded.measured
    labels = tables["labels"]
    both = [_pair(pair, labels, measured.passages, codebook) for pair in pairs]
    found = evaluate(measured, seed, [pair for pair in both if _overlap(pair)])
    name = str(coded.description.get("coder", ""))
    return {
        "evaluation": EVALUATION.conform(found.themes.assign(coder=name)),
        "reliability": _conform(RELIABILITY, found.reliability),
        "coverage": _conform(COVERAGE, found.coverage),
        "disagreements": DISAGREEMENTS.conform(found.disagreements),
        "codebook_check": CODEBOOK_CHECK.conform(check_codebook(codebook, coded.model)),
        "review_queue": REVIEW_QUEUE.conform(
            review_queue(coded.codings, QUEUE_LENGTH, seed, tables["audit"])
        ),
        **explanations(coded.codings, coded.model, tables["passages"], tables["stories"], embed),
    }


def explanations(
    codings: pd.DataFrame,
    model: Coder,
    passages: pd.DataFrame,
    stories: pd.DataFrame,
    embed: Embed,
) -> Tables:
    """Return the words behind each suggestion, and the coded passages it is most like."""
    likely = codings["probability"].fillna(0.0) >= PROBABLE
    asked = codings.loc[likely, ["passage_id", "theme"]]
    frame = prepare(passages, stories).set_index("passage_id", drop=False)
    rows = []
    for theme, group in asked.groupby("theme", sort=True):
        part = frame.loc[group["passage_id"]]
        places = zip(
            part["passage_id"], part["start"], model.explain(part, str(theme)), strict=True
        )
        for passage, first, shares in places:
            adding = [share for share in shares if share.weight > 0]
            adding.sort(key=lambda share: (-share.weight, share.start))
            rows += [
                (passage, theme, first + share.start, first + share.end, share.weight)
                for share in adding[:WORDS_SHOWN]
            ]
    near = nearest_coded(asked, codings, passages, embed)
    return {
        "words": WORDS.conform(pd.DataFrame(rows, columns=WORDS.names)),
        "nearest": NEAREST.conform(near),
    }


def _conform(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    return table.conform(frame) if len(frame) else table.empty()


def _pair(
    pair: tuple[str, str], labels: pd.DataFrame, passages: Sequence[str], codebook: Codebook
) -> tuple[Truth, Truth]:
    one, two = (
        truth_of(passages, labels[labels["coder"] == coder], codebook.ids) for coder in pair
    )
    return one, two


def _overlap(pair: tuple[Truth, Truth]) -> bool:
    return bool((pair[0].known & pair[1].known).any())
