"""The fiche and the grid as Word documents, for commissions that type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from provisioner.steps.papers import tables
from provisioner.steps.papers.documents import Paper

_FONT = "Liberation Sans"


def write_fiche(paper: Paper, path: Path) -> None:
    """Write a *fiche d’évaluation*."""
    document = _document(paper, tables.FICHE, landscape=False)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, value in tables.fiche(paper):
        cells = table.add_row().cells
        _say(cells[0], label, bold=True)
        _say(cells[1], value)
        cells[0].width, cells[1].width = Mm(50), Mm(126)
    _box(document, tables.OPINION, 70)
    _box(document, tables.EXAMINERS, 26, columns=2)
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
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _say(cell, text, size=8)
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
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.bold, run.font.size = size != 10, Pt(size)
    return document


def _box(document: Any, title: str, height: int, columns: int = 1) -> None:
    document.add_paragraph().add_run(f"\n{title}").bold = True
    row = document.add_table(rows=1, cols=columns, style="Table Grid").rows[0]
    row.height = Mm(height)


def _say(cell: Any, text: str, *, bold: bool = False, size: int = 10) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(size)
