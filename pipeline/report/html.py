"""The report as one HTML file that needs nothing else and prints well."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pipeline.charts import MARK_CSS, css_variables
from pipeline.report.facts import Gatherer, Published
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
    facts = Gatherer(results, chosen).gather()
    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number_filter(chosen)
    style = TEMPLATES.joinpath("report.css").read_text(encoding="utf-8")
    css = f":root {{ {css_variables()} }}\n{MARK_CSS}\n{style}"
    return environment.get_template("report.html").render(
        facts=facts, t=texts(chosen), css=Markup(css), html=Markup
    )


def _template(name: str) -> str | None:
    entry = TEMPLATES.joinpath(f"{name}.j2")
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


def _number_filter(language: Language) -> Callable[[int], str]:
    def written(value: int) -> str:
        return number(value, language=language)

    return written
