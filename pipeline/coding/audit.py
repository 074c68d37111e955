"""Keeps the audit sample away from whatever learns: its labels estimate, and never teach."""

from __future__ import annotations

import pandas as pd


class AuditLabelsRefusedError(ValueError):
    """Labels of the audit sample were handed to something that learns or is tuned."""


def split_audit(
    labels: pd.DataFrame, passages: pd.DataFrame, audit: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Divide labels into those that may be learned from and those of the audit sample.

    Every label of a drawn story is held apart, whoever gave it and whenever: what a model
    learned from can no longer tell how good the model is.

    Parameters
    ----------
    labels, passages
        LABELS and PASSAGES.
    audit
        AUDIT (``story_id`` is used).

    Returns
    -------
    open_labels, blind_labels
        Both LABELS, in the order they came.
    """
    held = labels["passage_id"].isin(_held(passages, audit))
    return labels[~held].reset_index(drop=True), labels[held].reset_index(drop=True)


def refuse_audit(labels: pd.DataFrame, passages: pd.DataFrame, audit: pd.DataFrame) -> None:
    """Refuse to teach with labels of the audit sample.

    Raises
    ------
    AuditLabelsRefusedError
        If one of the labels belongs to a story of the sample; the message holds a count only.
    """
    count = int(labels["passage_id"].isin(_held(passages, audit)).sum())
    if count:
        raise AuditLabelsRefusedError(
            f"{count} labels of the audit sample would have been learned from"
        )


def _held(passages: pd.DataFrame, audit: pd.DataFrame) -> pd.Series[str]:
    return passages.loc[passages["story_id"].isin(audit["story_id"]), "passage_id"]
