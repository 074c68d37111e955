"""The report as a Word document, from the same facts as every other form."""

from __future__ import annotations

import io
from collections.abc import Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell

from pipeline.charts import CORRELATIONS, LIGHT, SHARES
from pipeline.report.facts import FindingFact, Published, QuoteFact, ReportFacts, gather
from pipeline.text import Language, Texts, number, texts

STEPS = 40
"""Cells of the drawing of a margin: each is two and a half percent of its axis."""
WIDTH_CM = 14.0
ANGLED = "Georgia"
PLAIN = "Calibri"


def word_report(results: Published, language: Language | None = None) -> bytes:
    """Return the report of published results as the bytes of a ``.docx``.

    Each finding has its sentence, its margin as a drawing of table cells (sharp on paper, and
    readable for a screen reader as the text beside it), its strength with why, its quotes, the
    counter-story and what it does not say.

    Parameters
    ----------
    language
        ``None``: the study's own.
    """
    facts = gather(results, language)
    t = texts(facts.language)
    document = docx.Document()
    _set_up(document, facts)
    document.add_heading(facts.title, level=0)
    if facts.banner:
        _coloured(document, facts.banner, LIGHT.against)
    stories = number(facts.stories, language=facts.language)
    document.add_paragraph(t("report.lead_short", stories=stories))
    document.add_heading(t("explorer.findings.told"), level=1)
    document.add_paragraph(t("explorer.findings.told_lead"))
    _overview(document, facts.shares, t)
    document.add_heading(t("explorer.findings.links"), level=1)
    _blocks(document, facts.links, t, t("explorer.tile.no_link"))
    document.add_heading(t("report.themes"), level=1)
    _blocks(document, facts.shares, t, t("explorer.themes.none"))
    _others(document, facts, t)
    _sources(document, facts, t)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _set_up(document: Document, facts: ReportFacts) -> None:
    document.core_properties.title = facts.title
    document.core_properties.author = ""
    document.core_properties.language = facts.language
    document.styles["Normal"].font.name = PLAIN
    document.styles["Normal"].font.size = Pt(11)
    for level in range(4):
        style = document.styles["Title" if level == 0 else f"Heading {level}"]
        style.font.name = ANGLED
        style.font.color.rgb = _rgb(LIGHT.ink)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)


def _overview(document: Document, findings: Sequence[FindingFact], t: Texts) -> None:
    names = ("theme", "share", "margin")
    table = document.add_table(rows=1, cols=len(names))
    table.style = "Light List"
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.text = t(f"explorer.column.{name}")
    for finding in findings:
        cells = table.add_row().cells
        for cell, text in zip(
            cells, (finding.label, finding.estimate, finding.margin), strict=True
        ):
            cell.text = text


def _blocks(document: Document, findings: Sequence[FindingFact], t: Texts, none: str) -> None:
    if not findings:
        document.add_paragraph(none)
    for finding in findings:
        _block(document, finding, t)


def _block(document: Document, finding: FindingFact, t: Texts) -> None:
    document.add_heading(finding.sentence, level=2)
    _drawing(document, finding)
    line = document.add_paragraph()
    line.add_run(finding.strength_name).bold = True
    line.add_run(f" ({t('explorer.strength_of', strength=finding.strength)}). {finding.why}")
    if finding.simulated:
        _coloured(document, t("report.simulated"), LIGHT.against)
    for quote in finding.quotes:
        _quote(document, quote, t)
    if not finding.quotes:
        document.add_paragraph(t("explorer.finding.no_quotes"))
    document.add_paragraph().add_run(t("explorer.finding.says_not")).bold = True
    for caveat in finding.caveats:
        document.add_paragraph(caveat, style="List Bullet")


def _quote(document: Document, quote: QuoteFact, t: Texts) -> None:
    why = f"{t('report.counter')} {quote.why}" if quote.contradicts else quote.why
    _coloured(document, why, LIGHT.against if quote.contradicts else LIGHT.quiet)
    document.add_paragraph(quote.words, style="Quote")


def _drawing(document: Document, finding: FindingFact) -> None:
    """Draw the margin as a row of cells: the band light, the number dark."""
    estimate, low, high = finding.bounds
    if estimate is None or low is None or high is None or not finding.mark:
        return
    scale = SHARES if finding.share else CORRELATIONS
    against = finding.critical and finding.share
    first, last, at = (
        min(int(scale.place(value) / 100 * STEPS), STEPS - 1) for value in (low, high, estimate)
    )
    row = document.add_table(rows=1, cols=STEPS).rows[0]
    row.height = Cm(0.35)
    for place, cell in enumerate(row.cells):
        cell.width = Cm(WIDTH_CM / STEPS)
        colour = "#eceae4"
        if first <= place <= last:
            colour = LIGHT.against_soft if against else LIGHT.count_soft
        if place == at:
            colour = LIGHT.against if against else LIGHT.count
        _fill(cell, colour)
    document.add_paragraph(f"{finding.estimate} ({finding.margin})")


def _fill(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.lstrip("#"))):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
    cell.paragraphs[0].paragraph_format.space_after = Pt(0)


def _others(document: Document, facts: ReportFacts, t: Texts) -> None:
    if not facts.other_links:
        return
    document.add_heading(t("report.others"), level=1)
    document.add_paragraph(t("report.others_lead"))
    for finding in facts.other_links:
        document.add_paragraph(finding.sentence, style="List Bullet")


def _sources(document: Document, facts: ReportFacts, t: Texts) -> None:
    document.add_heading(t("explorer.about.figures"), level=1)
    if not facts.sources:
        document.add_paragraph(t("explorer.findings.no_outcomes"))
    for source in facts.sources:
        kind = t(f"explorer.about.{'simulated' if source.simulated else 'real'}")
        line = document.add_paragraph(style="List Bullet")
        line.add_run(source.label).bold = True
        line.add_run(f": {source.definition} {source.source}. {kind}.")
    names = (f"{t(f'explorer.about.{name}')}: {text}." for name, text in facts.versions.items())
    document.add_paragraph(" ".join(names))


def _coloured(document: Document, text: str, colour: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.color.rgb = _rgb(colour)
    run.font.size = Pt(9.5)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())
