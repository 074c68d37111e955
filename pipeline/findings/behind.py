"""The passages behind a number."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from pipeline.findings.spans import quote_span

BEHIND = ["passage_id", "story_id", "number", "start", "end", "by", "probability", "implicit"]


def passages_behind(
    theme: str, tables: Mapping[str, pd.DataFrame], group_kind: str = "all", group: str = ""
) -> pd.DataFrame:
    """Return every passage that was counted for a theme, in reading order.

    Parameters
    ----------
    theme
        Theme id.
    tables
        STORIES, PASSAGES and CODINGS by name.
    group_kind, group
        Only stories with this value in this column of STORIES; ``"all"``: every story.

    Returns
    -------
    DataFrame
        Columns passage_id, story_id, number, start, end, by, probability, implicit, consent
        (False unless the teller agreed), text (the exact words). Spans are code points, without
        the speaker's label: ``story.text[start:end] == text``.
    """
    stories = tables["stories"]
    if group_kind != "all":
        stories = stories[stories[group_kind] == group]
    codings = tables["codings"]
    counted = codings[(codings["theme"] == theme) & codings["present"]]
    frame = counted.drop(columns="story_id").merge(tables["passages"], on="passage_id")
    frame = frame[frame["story_id"].isin(stories["story_id"])].sort_values(["story_id", "number"])
    texts = dict(zip(stories["story_id"], stories["text"], strict=True))
    consent = dict(zip(stories["story_id"], stories["consent"].fillna(False), strict=True))
    spans = [
        spoken_span(texts[row["story_id"]], row["start"], row["end"], row["speaker"])
        for row in frame.to_dict("records")
    ]
    result = frame[BEHIND].reset_index(drop=True)
    result["start"] = [start for start, _ in spans]
    result["end"] = [end for _, end in spans]
    result["consent"] = result["story_id"].map(consent).astype(bool)
    result["text"] = [
        texts[story][start:end]
        for story, (start, end) in zip(result["story_id"], spans, strict=True)
    ]
    return result


def spoken_span(text: str, start: int, end: int, speaker: str) -> tuple[int, int]:
    """Return the span of a passage without its speaker's label and outer spaces."""
    return quote_span(text, start, end, speaker, limit=None)
