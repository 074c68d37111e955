"""Why the machine suggests a theme: the words that weighed, and the passages it is like."""

from __future__ import annotations

from html import escape

import pandas as pd

from pipeline.explorer import components as ui
from pipeline.explorer.state import View
from pipeline.text import percent


def explanation(view: View, passage_id: str, theme: str) -> str:
    """Return the explanation of one suggestion as HTML; empty where there is none."""
    parts = [_words(view, passage_id, theme), _alike(view, passage_id, theme)]
    shown = " ".join(part for part in parts if part)
    return f'<p class="tv-small tv-quiet">{shown}</p>' if shown else ""


def _words(view: View, passage_id: str, theme: str) -> str:
    """Return the words that add most, in reading order, cut from the story itself."""
    rows = _of(view.tables["words"], passage_id, theme).sort_values("start")
    if rows.empty:
        return ""
    passages, stories = view.tables["passages"], view.tables["stories"]
    story = passages.loc[passages["passage_id"] == passage_id, "story_id"].iloc[0]
    text = str(stories.loc[stories["story_id"] == story, "text"].iloc[0])
    words = ", ".join(
        f'<mark class="tv-evidence">{escape(text[start:end])}</mark>'
        for start, end in zip(rows["start"], rows["end"], strict=True)
    )
    return view.t("explorer.coding.words", words=words)


def _alike(view: View, passage_id: str, theme: str) -> str:
    rows = _of(view.tables["nearest"], passage_id, theme).sort_values("rank")
    if rows.empty:
        return ""
    passages = view.tables["passages"].set_index("passage_id")["story_id"]
    links = []
    for row in rows.to_dict("records"):
        other = str(row["nearest"])
        share = percent(float(row["similarity"]), language=view.language)
        text = view.t("explorer.coding.alike_one", passage=other, share=share)
        address = view.link("verhalen", verhaal=str(passages[other]), passage=other)
        links.append(ui.link(text, address))
    return f"{escape(view.t('explorer.coding.alike'))} {', '.join(links)}"


def _of(table: pd.DataFrame, passage_id: str, theme: str) -> pd.DataFrame:
    return table[(table["passage_id"] == passage_id) & (table["theme"] == theme)]
