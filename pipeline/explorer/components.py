"""The building blocks of every page, as HTML. Whatever comes from a study is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from pipeline.charts import MARK_CSS, css_variables
from pipeline.explorer.state import LANGUAGES, View
from pipeline.findings import strength_text
from pipeline.text import Language, number, texts

STYLE = Path(__file__).with_name("style.css")
WORDMARK = Path(__file__).with_name("wordmark.svg")
LANGUAGE_NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English"}


def style() -> None:
    """Put the explorer's look on the page."""
    css = STYLE.read_text(encoding="utf-8")
    st.html(f"<style>.stApp {{ {css_variables()} }}\n{MARK_CSS}\n{css}</style>")


def show(*parts: str) -> None:
    """Put HTML on the page; its parts must be escaped already."""
    st.html(f'<div class="tv">{"".join(parts)}</div>')


def heading(title: str, lead: str = "") -> str:
    """Return the head of a page."""
    below = f'<p class="tv-lead">{escape(lead)}</p>' if lead else ""
    return f"<h1>{escape(title)}</h1>{below}"


def section(title: str, lead: str = "") -> str:
    """Return the head of a part of a page."""
    below = f'<p class="tv-quiet tv-small">{escape(lead)}</p>' if lead else ""
    return f"<h2>{escape(title)}</h2>{below}"


def banner(view: View) -> str:
    """Return the label of fiction and of simulated figures; empty when both are real."""
    fiction = view.results.settings.study.fiction
    simulated = bool(view.tables["indicators"]["simulated"].any())
    if not (fiction or simulated):
        return ""
    kind = "both" if fiction and simulated else "fiction" if fiction else "simulated"
    return f'<p class="tv-banner" role="note">{escape(view.t(f"explorer.banner.{kind}"))}</p>'


def link(text: str, address: str) -> str:
    """Return a link within the explorer."""
    return f'<a href="{escape(address, quote=True)}">{escape(text)}</a>'


def strength_meter(strength: int, language: Language) -> str:
    """Return the strength of a finding as dots and as words."""
    dots = "".join(f'<i class="{"on" if step <= strength else ""}"></i>' for step in range(1, 5))
    name = escape(strength_text(strength, language))
    of = escape(texts(language)("explorer.strength_of", strength=strength))
    return (
        f'<span class="tv-strength"><span class="tv-dots" aria-hidden="true">{dots}</span>'
        f"<span>{name} <span class='tv-quiet'>({of})</span></span></span>"
    )


def quote_card(words: str, why: str, source: str, address: str, open_text: str, tone: str) -> str:
    """Return a quote with why it was chosen and the way to its story.

    Parameters
    ----------
    words
        Exactly as in the story.
    tone
        ``"count"`` or ``"against"``.
    """
    return (
        f'<figure class="tv-quote tv-{tone}"><span class="tv-why">{escape(why)}</span>'
        f"<blockquote>{escape(words)}</blockquote>"
        f"<footer>{escape(source)} {link(open_text, address)}</footer></figure>"
    )


def bullets(sentences: Iterable[str]) -> str:
    """Return sentences as a list."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<ul class="tv-plain">{items}</ul>'


def table(header: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], caption: str) -> str:
    """Return a table.

    Parameters
    ----------
    header
        Name and CSS class of each column.
    rows
        Cells as HTML, escaped already.
    caption
        For who does not see the table.
    """
    head = "".join(f'<th scope="col" class="{css}">{escape(name)}</th>' for name, css in header)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td class="{css}">{cell}</td>' for (_, css), cell in zip(header, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    label = escape(caption, quote=True)
    return (
        f'<table class="tv-table" aria-label="{label}"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def facts(items: Iterable[str]) -> str:
    """Return short facts in a row."""
    return f'<p class="tv-facts">{"".join(f"<span>{escape(item)}</span>" for item in items)}</p>'


def count_text(view: View, count: int, noun: str) -> str:
    """Return a count with its noun, singular where it is one."""
    key = f"explorer.noun.{noun}_one" if count == 1 else f"explorer.noun.{noun}"
    return view.t(key, n=number(count, language=view.language))


def language_switch(language: Language) -> None:
    """Show the way to this same view in the other language, at the top of the page."""
    other = next(one for one in LANGUAGES if one != language)
    query = urlencode({**st.query_params.to_dict(), "taal": other})
    name = escape(LANGUAGE_NAMES[other])
    address = escape(f"?{query}", quote=True)
    st.html(f'<a class="tv-language" lang="{other}" hreflang="{other}" href="{address}">{name}</a>')
