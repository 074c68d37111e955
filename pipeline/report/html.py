"""The report as one HTML file that needs nothing else and prints well."""

from __future__ import annotations

from pipeline.charts import MARK_CSS
from pipeline.report.drawings import finding_drawing, shares_drawing
from pipeline.report.facts import FindingFact, Published, QuoteFact, ReportFacts, gather
from pipeline.report.templating import render
from pipeline.text import Language


def html_report(results: Published, language: Language | None = None) -> str:
    """Return the report of published results.

    Every number links to the passages behind it, at the end of the report: story, span in code
    points, and the exact words where the teller agreed to be quoted. Counts are complete.

    Parameters
    ----------
    results
        Published results of a study.
    language
        ``None``: the study's own.
    """
    return _render("report.html", gather(results, language))


def one_page(results: Published, language: Language | None = None) -> str:
    """Return the strongest findings on one page: for who has ten minutes.

    Parameters
    ----------
    language
        ``None``: the study's own.
    """
    facts = gather(results, language)
    findings = _headlines(facts)
    caveats = dict.fromkeys(caveat for finding in findings for caveat in finding.caveats)
    drawing = shares_drawing(facts.shares, facts.language)
    return _render("onepage.html", facts, chosen=findings, caveats=list(caveats), drawing=drawing)


def slides(results: Published, language: Language | None = None) -> str:
    """Return one finding a slide, in one file that shows in a browser and prints a slide a page.

    Parameters
    ----------
    language
        ``None``: the study's own.
    """
    facts = gather(results, language)
    findings = [*facts.links, *facts.shares]
    drawings = [finding_drawing(finding, facts.language) for finding in findings]
    return _render("slides.html", facts, chosen=findings, drawings=drawings)


def _headlines(facts: ReportFacts) -> list[FindingFact]:
    """Return what helps most, what gets in the way most, and the strongest link."""
    told = [finding for finding in facts.shares if finding.bounds[0] is not None]
    helps = [finding for finding in told if not finding.critical]
    hinders = [finding for finding in told if finding.critical]
    return [*helps[:1], *hinders[:1], *facts.links[:1]]


def _beside(finding: FindingFact) -> list[QuoteFact]:
    """Return one quote that shows a finding and one that contradicts it."""
    shows = [quote for quote in finding.quotes if not quote.contradicts]
    against = [quote for quote in finding.quotes if quote.contradicts]
    return [*shows[:1], *against[:1]]


def _render(template: str, facts: ReportFacts, **values: object) -> str:
    sheets = ("report.css", "pages.css") if values else ("report.css",)
    return render(template, facts.language, sheets, MARK_CSS, facts=facts, beside=_beside, **values)
