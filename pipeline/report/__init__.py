"""Reports of published results."""

from pipeline.report.facts import Published, ReportFacts
from pipeline.report.html import html_report

__all__ = ["Published", "ReportFacts", "html_report"]
