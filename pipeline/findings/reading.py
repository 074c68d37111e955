"""A story as it is read: its passages in order, with themes and the words that carry them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from pipeline.findings.behind import spoken_span
from pipeline.findings.measures import Row


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a passage; ``evidence`` when a coder marked them as what carries a theme."""

    text: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """One passage as a reader sees it.

    Parameters
    ----------
    pieces
        Together the exact words of the passage, without the speaker's label.
    themes
        Theme ids, in the order of the codings.
    by_machine
        Those of them that only a machine saw.
    start
        Where the pieces begin in the story, in code points.
    """

    passage_id: str
    speaker: str
    is_question: bool
    pieces: tuple[Piece, ...]
    themes: tuple[str, ...]
    by_machine: frozenset[str]
    start: int

    @property
    def text(self) -> str:
        """The exact words."""
        return "".join(piece.text for piece in self.pieces)


def read_story(story_id: str, tables: Mapping[str, pd.DataFrame]) -> list[ReadPassage]:
    """Return the passages of a story in reading order.

    Parameters
    ----------
    story_id
        A story that is in STORIES.
    tables
        STORIES, PASSAGES and CODINGS by name.

    Raises
    ------
    KeyError
        If there is no such story.
    """
    stories = tables["stories"]
    found = stories[stories["story_id"] == story_id]
    if found.empty:
        raise KeyError(story_id)
    text = str(found.iloc[0]["text"])
    passages = tables["passages"]
    mine = passages[passages["story_id"] == story_id].sort_values("number")
    codings = tables["codings"]
    coded = codings[(codings["story_id"] == story_id) & codings["present"]]
    return [
        _read(row, coded[coded["passage_id"] == row["passage_id"]], text)
        for row in mine.to_dict("records")
    ]


def _read(passage: Row, coded: pd.DataFrame, text: str) -> ReadPassage:
    start, end = spoken_span(text, passage["start"], passage["end"], passage["speaker"])
    marked = coded.dropna(subset=["evidence_start", "evidence_end"])
    marks = [
        (int(first), int(last))
        for first, last in zip(marked["evidence_start"], marked["evidence_end"], strict=True)
    ]
    return ReadPassage(
        passage_id=str(passage["passage_id"]),
        speaker=str(passage["speaker"]),
        is_question=bool(passage["is_question"]),
        pieces=_pieces(text, start, end, marks),
        themes=tuple(coded["theme"]),
        by_machine=frozenset(coded.loc[coded["by"] == "machine", "theme"]),
        start=start,
    )


def _pieces(text: str, start: int, end: int, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a span at the borders of marked words; overlapping marks become one."""
    pieces, at = [], start
    for first, last in _joined(marks):
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        if first > at:
            pieces.append(Piece(text[at:first], evidence=False))
        pieces.append(Piece(text[first:last], evidence=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end], evidence=False))
    return tuple(pieces)


def _joined(marks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(marks):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def told_together(codings: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Return which other themes are told in the stories with a theme, most often first.

    Returns
    -------
    DataFrame
        Columns theme, both (stories with both), share (of the stories with the asked theme),
        elsewhere (share of the stories without it).
    """
    told = codings.groupby(["story_id", "theme"])["present"].any().unstack(fill_value=False)
    if theme not in told:
        return pd.DataFrame({"theme": [], "both": [], "share": [], "elsewhere": []})
    with_it = told[theme].astype(bool)
    others = told.drop(columns=theme)
    result = pd.DataFrame(
        {
            "both": others[with_it].sum(),
            "share": others[with_it].mean(),
            "elsewhere": others[~with_it].mean(),
        }
    )
    ordered = result.rename_axis("theme").reset_index()
    return (
        ordered.assign(more=lambda rows: rows["share"] - rows["elsewhere"])
        .sort_values(["more", "theme"], ascending=[False, True])
        .drop(columns="more")
        .reset_index(drop=True)
    )


def implicit_counts(codings: pd.DataFrame, theme: str) -> tuple[int, int]:
    """Return how many passages carry a theme without naming it, and of how many this is known."""
    known = codings.loc[(codings["theme"] == theme) & codings["present"], "implicit"].dropna()
    return int(known.sum()), len(known)


def passages_to_check(
    tables: Mapping[str, pd.DataFrame], decided: frozenset[str] = frozenset()
) -> pd.DataFrame:
    """Return the passages that a person might look at, where a look tells most first.

    First those that nobody read, the machine's most doubtful on top; then those where the
    machine sees something else than people did; then the rest.

    Parameters
    ----------
    tables
        PASSAGES, CODINGS and LABELS by name; questions are left out.
    decided
        Passages that this person has dealt with; they come last.

    Returns
    -------
    DataFrame
        Columns passage_id and why: ``doubt``, ``unread``, ``differs`` or ``agreed``.
    """
    codings, passages = tables["codings"], tables["passages"]
    grouped = codings.assign(
        doubt=codings["in_doubt"].fillna(False).astype(bool),
        differs=codings["machine_present"].fillna(codings["present"]) != codings["present"],
        distance=(codings["probability"].fillna(1.0).astype(float) - 0.5).abs(),
    ).groupby("passage_id")
    each = grouped.agg(
        doubt=("doubt", "any"), differs=("differs", "any"), distance=("distance", "min")
    )
    told = passages.loc[~passages["is_question"], ["passage_id", "story_id", "number"]]
    frame = told.merge(each, on="passage_id", how="left")
    unread = ~frame["passage_id"].isin(tables["labels"]["passage_id"])
    why = pd.Series("agreed", index=frame.index)
    why[frame["differs"].fillna(False).astype(bool)] = "differs"
    why[unread] = "unread"
    why[unread & frame["doubt"].fillna(False).astype(bool)] = "doubt"
    frame["why"] = why
    frame["place"] = why.map({"doubt": 0, "unread": 1, "differs": 2, "agreed": 3})
    frame["done"] = frame["passage_id"].isin(decided)
    frame["distance"] = frame["distance"].fillna(1.0)
    columns = ["done", "place", "distance", "story_id", "number"]
    return frame.sort_values(columns, kind="stable")[["passage_id", "why"]].reset_index(drop=True)
