"""Jinja templates of reports: one environment for every form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from pipeline.charts import css_variables
from pipeline.text import Language, number, texts

TEMPLATES = resources.files("pipeline.report").joinpath("templates")


def render(
    template: str, language: Language, sheets: Sequence[str], css: str = "", **values: object
) -> str:
    """Return a template filled in; whatever is put in is escaped.

    Parameters
    ----------
    template
        Name without ``.j2``. It knows ``t``, ``css``, ``html`` (for HTML that is safe) and the
        filter ``number``.
    sheets
        Style sheets beside the templates, in order.
    css
        Rules that go before them.
    """
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number_filter(language)
    styles = (TEMPLATES.joinpath(name).read_text(encoding="utf-8") for name in sheets)
    style = "\n".join([f":root {{ {css_variables()} }}", *([css] if css else []), *styles])
    return environment.get_template(template).render(
        t=texts(language), css=Markup(style), html=Markup, **values
    )


def _source(name: str) -> str | None:
    entry = TEMPLATES.joinpath(f"{name}.j2")
    return entry.read_text(encoding="utf-8") if entry.is_file() else None


def _number_filter(language: Language) -> Callable[[int], str]:
    def written(value: int) -> str:
        return number(value, language=language)

    return written
