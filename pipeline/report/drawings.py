"""The charts of a report, from its facts."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.charts import CORRELATIONS, SHARES, alt_interval
from pipeline.charts.svg import Interval, intervals_svg
from pipeline.report.facts import FindingFact
from pipeline.text import Language, number, percent, texts


def shares_drawing(findings: Sequence[FindingFact], language: Language) -> str:
    """Return how often each theme is told as one SVG; empty when nothing is known."""
    rows = [row for finding in findings if (row := _interval(finding))]
    if not rows:
        return ""
    title = texts(language)("explorer.findings.told")
    described = "; ".join(f"{row.label}: {row.text}" for row in rows)
    ends = (percent(0, language=language), percent(1, language=language))
    return intervals_svg(rows, SHARES, ends, title, described)


def finding_drawing(finding: FindingFact, language: Language) -> str:
    """Return one finding as SVG; empty when its number is unknown or has no axis of its own."""
    row = _interval(finding)
    if row is None or not finding.mark:
        return ""
    alt = alt_interval(finding.label, finding.estimate, finding.margin, language)
    if finding.share:
        ends = (percent(0, language=language), percent(1, language=language))
        return intervals_svg([row], SHARES, ends, finding.label, alt)
    ends = (number(-1, 1, language), number(1, 1, language))
    return intervals_svg([row], CORRELATIONS, ends, finding.label, alt)


def _interval(finding: FindingFact) -> Interval | None:
    estimate, low, high = finding.bounds
    if estimate is None or low is None or high is None:
        return None
    tone = "against" if finding.critical and finding.share else "count"
    text = f"{finding.estimate} ({finding.margin})"
    return Interval(finding.label, estimate, low, high, text, tone)
