"""Reports of published results."""

from pipeline.domain.readers import Role
from pipeline.report.facts import Published, ReportFacts
from pipeline.report.guarded import GuardedResults, results_for
from pipeline.report.html import html_report, one_page, slides
from pipeline.report.word import word_report

__all__ = [
    "GuardedResults",
    "Published",
    "ReportFacts",
    "Role",
    "html_report",
    "one_page",
    "results_for",
    "slides",
    "word_report",
]
