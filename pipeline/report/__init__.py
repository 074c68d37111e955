"""Reports of published results."""

from pipeline.report.facts import Published, ReportFacts
from pipeline.report.guarded import GuardedResults, Role, results_for
from pipeline.report.html import html_report

__all__ = [
    "GuardedResults",
    "Published",
    "ReportFacts",
    "Role",
    "html_report",
    "results_for",
]
