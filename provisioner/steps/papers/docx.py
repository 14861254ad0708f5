"""The fiche and the grid as Word documents, for commissions that type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from provisioner.steps.papers import tables
from provisioner.steps.papers.documents import Paper

_FONT = "Liberation Sans"


def write_fiche(paper: Paper, path: Path) -> None:
    """Write a *fiche d’évaluation*."""
    document = _document(paper, tables.FICHE, landscape=False)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in tables.fiche(paper):
        row = table.add_row()
        row.height = Mm(9)
        for cell, text, bold in zip(row.cells, (label, value), (True, False), strict=True):
            _say(cell, text, bold=bold)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    _widths(table, tables.FICHE_WIDTHS)
    _box(document, tables.OPINION, 82)
    _box(document, tables.EXAMINERS, 34, columns=2)
    mark = document.add_paragraph()
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = mark.add_run(f"\n{tables.MARK} ……………")
    run.bold, run.font.size = True, Pt(14)
    document.save(str(path))


def write_grid(paper: Paper, path: Path) -> None:
    """Write a *grille d’aide à l’évaluation*."""
    document = _document(paper, f"{tables.GRID} – SUJET {paper.label}", landscape=True)
    document.add_paragraph(tables.whose(paper))
    table = document.add_table(rows=1, cols=len(tables.HEADINGS), style="Table Grid")
    for cell, heading in zip(table.rows[0].cells, tables.HEADINGS, strict=True):
        _say(cell, heading, bold=True, size=8)
    for row in tables.grid(paper):
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            head, _, rest = text.partition("\n") if place == 0 else ("", "", text)
            _say(cell, head, bold=True, size=8)
            _say(cell, f"\n{rest}" if head else rest, size=8)
    _widths(table, tables.GRID_WIDTHS)
    _mark(table.rows[0], "w:tblHeader")
    for line in table.rows:
        _mark(line, "w:cantSplit")
    document.add_paragraph(f"\n{tables.RESERVED}")
    document.save(str(path))


def _document(paper: Paper, title: str, *, landscape: bool) -> Any:
    document = docx.Document()
    document.styles["Normal"].font.name, document.styles["Normal"].font.size = _FONT, Pt(10)
    document.core_properties.title, document.core_properties.author = title, ""
    document.core_properties.language = "fr-FR"
    section = document.sections[0]
    sides = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = sides
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(12 if landscape else 17))
    for text, size in ((tables.DIPLOMA, 11), (tables.exam(paper), 10), (title, 14)):
        line = document.add_paragraph()
        line.paragraph_format.space_after = Pt(3 if size != 14 else 10)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.bold, run.font.size = size != 10, Pt(size)
    return document


def _box(document: Any, title: str, height: int, columns: int = 1) -> None:
    heading = document.add_paragraph()
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(14), Pt(3)
    heading.add_run(title).bold = True
    row = document.add_table(rows=1, cols=columns, style="Table Grid").rows[0]
    row.height = Mm(height)


def _say(cell: Any, text: str, *, bold: bool = False, size: int = 10) -> None:
    space = cell.paragraphs[0].paragraph_format
    space.space_before, space.space_after = Pt(2), Pt(3)
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _widths(table: Any, widths: Sequence[int]) -> None:
    """Set the columns' widths: Word heeds those of cells, LibreOffice those of columns."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _mark(row: Any, name: str) -> None:
    """Mark a row: `w:tblHeader` stands again on each page, `w:cantSplit` stays on one."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 python-docx has no name for it
