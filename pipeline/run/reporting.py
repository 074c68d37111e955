"""Writes a report of published results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.domain import Problem, Severity, UserError
from pipeline.report import Role, html_report, one_page, results_for, slides, word_report
from pipeline.store import Results, Study

REPORT_FILE = "rapport.html"
FORMS: dict[str, Callable[[Results], str | bytes]] = {
    "html": html_report,
    "onepage": one_page,
    "slides": slides,
    "docx": word_report,
}
NAMES = {"onepage": "een-pagina.html", "slides": "dias.html", "docx": "rapport.docx"}
"""What a report of each form is called when no file is named."""


def write_report(
    study: Study, to: Path | None = None, form: str = "html", role: Role = Role.RESEARCHER
) -> Path:
    """Write a report of published results in one file.

    Parameters
    ----------
    to
        File to write; ``None``: in the results folder.
    form
        One of ``FORMS``.
    role
        For whom: outside the research team every number and quote is guarded.

    Returns
    -------
    Path
        Where the report is.

    Raises
    ------
    UserError
        If the study has not been run yet, or there is no such form.
    """
    if form not in FORMS:
        values = {"form": form, "forms": ", ".join(FORMS)}
        raise UserError(Problem("report.no_form", Severity.BLOCKS, values=values))
    written = FORMS[form](results_for(study, role))
    path = to or study.results / NAMES.get(form, REPORT_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.building")
    building.write_bytes(written if isinstance(written, bytes) else written.encode())
    building.replace(path)
    return path
