"""The table CODINGS: whose decision counts, how sure the machine is, and where the words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.coding.evidence import evidence_spans
from pipeline.coding.labels import Truth
from pipeline.coding.protocol import Coder
from pipeline.domain import Codebook
from pipeline.domain.tables import CODINGS

FLOOR = 0.05
"""Machine probabilities below this are not kept: they would be nearly all of the table."""
DOUBT_FROM = 0.5
"""In doubt from this share of the threshold up to where the machine is sure."""

Span = tuple[int, int]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What the machine says about each passage (rows) without having seen its story.

    Of shape (passages, themes); ``sure`` is per passage: from which probability suggestions are
    right often enough. ``enough`` is per theme: with too few examples the machine only suggests.
    ``only_sure``: the machine decides nothing that it is not sure of. ``answered`` is per
    passage, None: all. ``unproven``: named without evidence. NaN: a probability is not known.
    """

    probability: np.ndarray
    present: np.ndarray
    threshold: np.ndarray
    sure: np.ndarray
    enough: np.ndarray
    only_sure: bool = False
    answered: np.ndarray | None = None
    unproven: np.ndarray | None = None

    @property
    def ranked(self) -> np.ndarray:
        """Probabilities to rank and measure by: the bare word where there is none, silence 0."""
        word = self.present.astype(float)
        return np.asarray(np.where(np.isnan(self.probability), word, self.probability))

    @property
    def silent(self) -> np.ndarray:
        """Passages on which the machine gave no answer, which is not absent."""
        return np.zeros(len(self.present), bool) if self.answered is None else ~self.answered

    @property
    def decided(self) -> np.ndarray:
        """Where the machine itself says present."""
        decided = self.present & self.enough
        return np.asarray(decided & self._sure if self.only_sure else decided)

    @property
    def in_doubt(self) -> np.ndarray:
        """Where the machine leaves it to a person."""
        near = self.probability >= DOUBT_FROM * self.threshold
        near &= ~self._sure
        doubt = near | (self.present & ~self.decided)
        return np.asarray(doubt if self.unproven is None else doubt | self.unproven)

    @property
    def _sure(self) -> np.ndarray:
        return np.asarray(self.probability >= self.sure[:, None])


def codings_table(
    frame: pd.DataFrame,
    truth: Truth,
    labels: pd.DataFrame,
    unseen: Unseen,
    codebook: Codebook,
    named: np.ndarray,
    coder: str = "builtin",
) -> pd.DataFrame:
    """Return one row per passage and theme that a person named or the machine thinks of.

    A story with a passage on which the machine gave no answer is not decided by the machine at
    all: half a story read would only ever add to a count.

    Parameters
    ----------
    frame
        Prepared passages; questions never get a machine's suggestion.
    named
        Per passage and theme, whether the theme is named in it.
    coder
        Name of the machine.
    """
    passages = frame["passage_id"].to_numpy(dtype=object)
    told = ~frame["is_question"].to_numpy(dtype=bool)
    spoken = _who(labels)
    row_of = {passage: row for row, passage in enumerate(passages)}
    column_of = {theme: column for column, theme in enumerate(codebook.ids)}
    silent = unseen.silent & told
    half_read = frame["story_id"].isin(frame["story_id"][silent]).to_numpy(dtype=bool)
    wanted = (unseen.ranked >= FLOOR) | silent[:, None]
    if unseen.unproven is not None:
        wanted |= unseen.unproven
    wanted &= told[:, None]
    wanted |= _likeliest_of_unheard(frame["story_id"], wanted, unseen.ranked, told)
    for passage, theme in spoken:
        if passage in row_of and theme in column_of:
            wanted[row_of[passage], column_of[theme]] = True
    rows, columns = np.nonzero(wanted)
    at = (rows, columns)
    human, asked = truth.known[at], ~told[rows]
    themes = np.array(codebook.ids, dtype=object)[columns]
    readers = dict(zip(labels["passage_id"].tolist(), labels["coder"].tolist(), strict=True))
    coders = [
        spoken.get((passage, theme), readers.get(passage, "")) if by_person else coder
        for passage, theme, by_person in zip(passages[rows], themes, human, strict=True)
    ]
    machine = pd.DataFrame(
        {
            "probability": unseen.probability[at],
            "machine_present": unseen.decided[at],
            "in_doubt": unseen.in_doubt[at] | (unseen.decided[at] & half_read[rows]),
        }
    ).astype({"probability": "Float64", "machine_present": "boolean", "in_doubt": "boolean"})
    table = pd.DataFrame(
        {
            "passage_id": passages[rows],
            "story_id": frame["story_id"].to_numpy(dtype=object)[rows],
            "theme": themes,
            "present": np.where(
                human, truth.present[at], unseen.decided[at] & ~half_read[rows] & ~asked
            ),
            "by": np.where(human, "human", "machine"),
            "coder": coders,
            "implicit": ~named[at],
            "machine_silent": silent[rows],
        }
    )
    machine.loc[asked | silent[rows]] = pd.NA
    return CODINGS.conform(pd.concat([table, machine], axis=1))


def _likeliest_of_unheard(
    stories: pd.Series[str], wanted: np.ndarray, ranked: np.ndarray, told: np.ndarray
) -> np.ndarray:
    """Return the likeliest pair of each story that has none: a machine that saw nothing did look.

    Without a row, a story would count as one that the machine never read.
    """
    more = np.zeros_like(wanted)
    heard = set(stories.to_numpy(dtype=object)[wanted.any(axis=1)])
    unheard = told & ~stories.isin(heard).to_numpy(dtype=bool)
    names = stories.to_numpy(dtype=object)
    for story in sorted(set(names[unheard])):
        row = max(np.flatnonzero(unheard & (names == story)), key=lambda n: ranked[n].max())
        more[row, ranked[row].argmax()] = True
    return more


def with_evidence(
    codings: pd.DataFrame, frame: pd.DataFrame, labels: pd.DataFrame, model: Coder
) -> pd.DataFrame:
    """Point at the words: a person's own where there are, else the sentence that weighs most.

    Only codings that are present or in doubt get a span, in code points of the story.
    """
    shown = codings["present"].to_numpy(dtype=bool) | codings["in_doubt"].fillna(False).to_numpy(
        dtype=bool
    )
    keys: list[Key] = list(
        zip(codings["passage_id"].tolist(), codings["theme"].tolist(), strict=True)
    )
    spans = _own_spans(labels)
    missing = [key for key, show in zip(keys, shown, strict=True) if show and key not in spans]
    spans |= _machine_spans(missing, frame, model)
    none = (None, None)
    found = [spans.get(key, none) if show else none for key, show in zip(keys, shown, strict=True)]
    points = pd.DataFrame(found, columns=["evidence_start", "evidence_end"], dtype="Int64")
    return CODINGS.conform(codings.assign(**points))


def _who(labels: pd.DataFrame) -> dict[Key, str]:
    named_only = labels[labels["theme"] != ""]
    columns = (named_only[name].tolist() for name in ("passage_id", "theme", "coder"))
    return {(passage, theme): coder for passage, theme, coder in zip(*columns, strict=True)}


def _own_spans(labels: pd.DataFrame) -> dict[Key, Span]:
    own = labels.dropna(subset=["evidence_start", "evidence_end"])
    names = ("passage_id", "theme", "evidence_start", "evidence_end")
    columns = (own[name].tolist() for name in names)
    return {
        (passage, theme): (start, end) for passage, theme, start, end in zip(*columns, strict=True)
    }


def _machine_spans(keys: Sequence[Key], frame: pd.DataFrame, model: Coder) -> dict[Key, Span]:
    by_id = frame.set_index("passage_id", drop=False)
    spans: dict[Key, Span] = {}
    for theme in sorted({theme for _, theme in keys}):
        part = by_id.loc[[passage for passage, other in keys if other == theme]]
        columns = (part[name].tolist() for name in ("passage_id", "start"))
        found = evidence_spans(model, part, theme)
        for passage, first, span in zip(*columns, found, strict=True):
            if span is not None:
                spans[(passage, theme)] = (first + span[0], first + span[1])
    return spans
