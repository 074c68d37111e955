"""Writes a report of published results."""

from __future__ import annotations

from pathlib import Path

from pipeline.report import html_report
from pipeline.store import Results, Study

REPORT_FILE = "rapport.html"


def write_report(study: Study, to: Path | None = None) -> Path:
    """Write the self-contained HTML report.

    Parameters
    ----------
    to
        File to write; ``None``: ``rapport.html`` in the results folder.

    Returns
    -------
    Path
        Where the report is.

    Raises
    ------
    UserError
        If the study has not been run yet.
    """
    results = Results(study)
    path = to or study.results / REPORT_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.building")
    building.write_text(html_report(results), encoding="utf-8")
    building.replace(path)
    return path
