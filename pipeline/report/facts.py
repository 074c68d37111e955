"""What a report says, gathered before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from pipeline.charts import (
    CORRELATIONS,
    SHARES,
    alt_interval,
    interval_mark,
)
from pipeline.config import Settings
from pipeline.domain import Codebook, Polarity, QuoteRole
from pipeline.findings import (
    Kind,
    Measure,
    Row,
    caveat_texts,
    estimate_text,
    margin_text,
    measure_of,
    passages_behind,
    reason_texts,
    sentence,
    standing_links,
    strength_text,
    theme_label,
)
from pipeline.text import Language, texts


class Published(Protocol):
    """What a report needs of published results."""

    @property
    def manifest(self) -> dict[str, object]:
        """Settings, models and versions of the run."""

    @property
    def guarded(self) -> bool:
        """Whether these are for readers outside the research team."""

    @property
    def story_count(self) -> int:
        """How many stories there are, as these readers may know it."""

    @property
    def settings(self) -> Settings:
        """The study's settings."""

    @property
    def codebook(self) -> Codebook:
        """The codebook of the run."""

    def table(self, name: str) -> pd.DataFrame:
        """Return a table by name."""


@dataclass(frozen=True, slots=True)
class QuoteFact:
    """A quote: its exact words, why it was chosen, and the anchor of its passage."""

    words: str
    why: str
    anchor: str
    story_id: str
    contradicts: bool


@dataclass(frozen=True, slots=True)
class FindingFact:
    """One finding as a reader sees it; ``mark`` is HTML."""

    anchor: str
    words_anchor: str
    label: str
    sentence: str
    estimate: str
    margin: str
    mark: str
    strength: int
    strength_name: str
    why: str
    caveats: tuple[str, ...]
    quotes: tuple[QuoteFact, ...]
    simulated: bool
    share: bool
    critical: bool
    bounds: tuple[float | None, float | None, float | None]
    """The number, and the ends of its margin."""


@dataclass(frozen=True, slots=True)
class PassageFact:
    """One counted passage; ``words`` is empty without consent."""

    anchor: str
    passage_id: str
    story_id: str
    start: int
    end: int
    words: str
    by: str


@dataclass(frozen=True, slots=True)
class WordsFact:
    """All passages that were counted for a theme."""

    anchor: str
    label: str
    stories: int
    passages: tuple[PassageFact, ...]


@dataclass(frozen=True, slots=True)
class SourceFact:
    """One indicator and where it comes from."""

    label: str
    definition: str
    source: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """Everything in a report."""

    title: str
    language: Language
    banner: str
    stories: int
    passages: int
    shares: tuple[FindingFact, ...]
    links: tuple[FindingFact, ...]
    other_links: tuple[FindingFact, ...]
    words: tuple[WordsFact, ...]
    sources: tuple[SourceFact, ...]
    versions: Mapping[str, str]
    guarded: bool
    """For readers outside the research team: numbers are rounded, not all words are there."""


def gather(results: Published, language: Language | None = None) -> ReportFacts:
    """Return everything that a report says.

    Parameters
    ----------
    language
        ``None``: the study's own.
    """
    return Gatherer(results, language or results.settings.study.language).gather()


class Gatherer:
    """Turns published results into facts in one language."""

    def __init__(self, results: Published, language: Language) -> None:
        self._results = results
        self._language = language
        self._t = texts(language)
        names = ("stories", "passages", "codings", "findings", "quotes", "indicators")
        self._tables = {name: results.table(name) for name in names}
        stories = self._tables["stories"]
        self._texts = dict(zip(stories["story_id"], stories["text"], strict=True))
        self._indicators = {
            row["indicator"]: row for row in self._tables["indicators"].to_dict("records")
        }
        self._quotes_of: dict[str, list[Row]] = {}
        for row in self._tables["quotes"].sort_values(["role", "rank"]).to_dict("records"):
            self._quotes_of.setdefault(row["finding_id"], []).append(row)

    def gather(self) -> ReportFacts:
        """Return all facts."""
        findings = self._tables["findings"].sort_values("rank")
        shares = findings[findings["kind"] == Kind.PREVALENCE]
        shares = shares.sort_values(["estimate", "rank"], ascending=[False, True])
        standing = standing_links(findings)
        links = findings[findings["kind"] == Kind.ASSOCIATION]
        others = links.drop(standing.index)
        return ReportFacts(
            title=self._results.settings.study.title,
            language=self._language,
            banner=self._banner(),
            stories=self._results.story_count,
            passages=len(self._tables["passages"]),
            shares=self._findings(shares),
            links=self._findings(standing),
            other_links=self._findings(others),
            words=tuple(self._words(theme) for theme in shares["theme"]),
            sources=self._sources(),
            versions=self._versions(),
            guarded=self._results.guarded,
        )

    def _banner(self) -> str:
        fiction = self._results.settings.study.fiction
        simulated = bool(self._tables["indicators"]["simulated"].any())
        if not (fiction or simulated):
            return ""
        kind = "both" if fiction and simulated else "fiction" if fiction else "simulated"
        return self._t(f"explorer.banner.{kind}")

    def _findings(self, rows: pd.DataFrame) -> tuple[FindingFact, ...]:
        return tuple(self._finding(row) for row in rows.to_dict("records"))

    def _finding(self, row: Row) -> FindingFact:
        theme = self._results.codebook.theme(row["theme"])
        label = theme_label(theme, self._language)
        estimate, margin = estimate_text(row, self._language), margin_text(row, self._language)
        share = row["kind"] == Kind.PREVALENCE
        drawn = share or measure_of(row) is not Measure.MEAN_DIFFERENCE
        mark = ""
        if drawn:
            tone = "against" if share and theme.polarity is Polarity.CRITICAL else "count"
            alt = alt_interval(label, estimate, margin, self._language)
            scale = SHARES if share else CORRELATIONS
            bounds = row["estimate"], row["low"], row["high"]
            mark = interval_mark(*bounds, scale, alt, tone)
        return FindingFact(
            anchor=f"bevinding-{row['finding_id']}",
            words_anchor=f"woorden-{row['theme']}",
            label=label,
            sentence=sentence(row, theme, self._indicators.get(row["indicator"]), self._language),
            estimate=estimate,
            margin=margin,
            mark=mark,
            strength=int(row["strength"]),
            strength_name=strength_text(int(row["strength"]), self._language),
            why=" ".join(reason_texts(row["reasons"], self._language)),
            caveats=tuple(caveat_texts(row["caveats"], self._language)),
            quotes=self._quotes(row["finding_id"]),
            simulated=bool(row["simulated"]),
            share=share,
            critical=theme.polarity is Polarity.CRITICAL,
            bounds=(_known(row["estimate"]), _known(row["low"]), _known(row["high"])),
        )

    def _quotes(self, finding_id: str) -> tuple[QuoteFact, ...]:
        return tuple(
            QuoteFact(
                words=self._texts[row["story_id"]][row["start"] : row["end"]],
                why=self._t(f"findings.why.{row['why']}"),
                anchor=f"passage-{row['passage_id']}",
                story_id=row["story_id"],
                contradicts=row["role"] == QuoteRole.CONTRADICTS,
            )
            for row in self._quotes_of.get(finding_id, [])
        )

    def _words(self, theme_id: str) -> WordsFact:
        behind = passages_behind(theme_id, self._tables)
        passages = tuple(
            PassageFact(
                anchor=f"{theme_id}-{row['passage_id']}",
                passage_id=row["passage_id"],
                story_id=row["story_id"],
                start=int(row["start"]),
                end=int(row["end"]),
                words=row["text"] if row["consent"] else "",
                by=row["by"],
            )
            for row in behind.to_dict("records")
        )
        label = theme_label(self._results.codebook.theme(theme_id), self._language)
        stories = behind["story_id"].nunique()
        return WordsFact(f"woorden-{theme_id}", label, stories, passages)

    def _sources(self) -> tuple[SourceFact, ...]:
        english = self._language == "en"
        return tuple(
            SourceFact(
                label=(row["label_en"] if english and row["label_en"] else row["label"]),
                definition=row["definition"],
                source=row["source"],
                simulated=row["simulated"],
            )
            for row in self._tables["indicators"].to_dict("records")
        )

    def _versions(self) -> dict[str, str]:
        found = {"codebook": str(self._results.codebook.version)}
        for name, keys in (("coder", ("coder",)), ("vectors", ("name", "version"))):
            parts = self._results.manifest.get(name)
            if isinstance(parts, dict):
                found[name] = " ".join(str(parts[key]) for key in keys if parts.get(key))
        return found


def _known(value: object) -> float | None:
    """Return a number, or None where it is missing."""
    return None if value is None or value is pd.NA or value != value else float(str(value))
