"""The report as one HTML file that needs nothing else and prints well."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pipeline.charts import MARK_CSS, css_variables
from pipeline.report.drawings import finding_drawing, shares_drawing
from pipeline.report.facts import FindingFact, Gatherer, Published, QuoteFact, ReportFacts
from pipeline.text import Language, number, texts

TEMPLATES = resources.files("pipeline.report").joinpath("templates")


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
    chosen = language or results.settings.study.language
    return _render("report.html", Gatherer(results, chosen).gather(), chosen, {})


def one_page(results: Published, language: Language | None = None) -> str:
    """Return the strongest findings on one page: for who has ten minutes.

    Parameters
    ----------
    language
        ``None``: the study's own.
    """
    chosen = language or results.settings.study.language
    facts = Gatherer(results, chosen).gather()
    findings = _headlines(facts)
    caveats = dict.fromkeys(caveat for finding in findings for caveat in finding.caveats)
    drawing = shares_drawing(facts.shares, chosen)
    values = {"chosen": findings, "caveats": list(caveats), "drawing": drawing}
    return _render("onepage.html", facts, chosen, values)


def slides(results: Published, language: Language | None = None) -> str:
    """Return one finding a slide, in one file that shows in a browser and prints a slide a page.

    Parameters
    ----------
    language
        ``None``: the study's own.
    """
    chosen = language or results.settings.study.language
    facts = Gatherer(results, chosen).gather()
    findings = [*facts.links, *facts.shares]
    drawings = [finding_drawing(finding, chosen) for finding in findings]
    return _render("slides.html", facts, chosen, {"chosen": findings, "drawings": drawings})


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


def _render(
    template: str, facts: ReportFacts, chosen: Language, values: Mapping[str, object]
) -> str:
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number_filter(chosen)
    sheets = ("report.css", "pages.css") if values else ("report.css",)
    style = "\n".join(TEMPLATES.joinpath(name).read_text(encoding="utf-8") for name in sheets)
    css = f":root {{ {css_variables()} }}\n{MARK_CSS}\n{style}"
    return environment.get_template(template).render(
        facts=facts, t=texts(chosen), css=Markup(css), html=Markup, beside=_beside, **values
    )


def _template(name: str) -> str | None:
    entry = TEMPLATES.joinpath(f"{name}.j2")
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


def _number_filter(language: Language) -> Callable[[int], str]:
    def written(value: int) -> str:
        return number(value, language=language)

    return written
