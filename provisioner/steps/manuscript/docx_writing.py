"""Writes the parts of a document for Word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from provisioner.steps.manuscript.parts import Paragraph, Part, Picture, Table
from provisioner.steps.manuscript.runs import unmarked

_FONT = "Liberation Sans"
_WIDTH = 176
"""Millimetres between the margins."""
_COLUMNS = {2: (50, 126), 3: (58, 34, 84)}
_SIZES = {1: 14, 2: 11.5}


def write(parts: Sequence[Part], title: str, path: Path) -> None:
    """Write a document under this title."""
    document = _document(title)
    document.add_paragraph(title, style="Title")
    before: Part | None = None
    for part in parts:
        if isinstance(part, Table):
            if isinstance(before, Table):
                document.add_paragraph().paragraph_format.space_after = Pt(0)
            _table(document, part)
        elif isinstance(part, Picture):
            document.add_picture(io.BytesIO(part.data), width=Mm(90))
        else:
            _paragraph(document, part)
        before = part
    document.save(str(path))


def _document(title: str) -> Any:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(17))
    properties = document.core_properties
    properties.title, properties.author, properties.comments, properties.language = title, "", "", "fr-FR"
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    _font(styles["Normal"], 10)
    styles["Normal"].paragraph_format.space_after = Pt(4)
    _font(styles["Title"], 18, bold=True)
    for level, size in _SIZES.items():
        style = styles[f"Heading {level}"]
        _font(style, size, bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(16 if level == 1 else 10), Pt(4)
        style.paragraph_format.keep_with_next = True
    aside = styles.add_style("Consigne", WD_STYLE_TYPE.PARAGRAPH)
    aside.base_style = styles["Normal"]
    _font(aside, 9, color=RGBColor(0x1F, 0x5F, 0x8B))
    aside.font.italic = True
    aside.paragraph_format.keep_with_next = aside.paragraph_format.keep_together = True
    return document


def _font(style: Any, size: float, *, bold: bool = False, color: Any = None) -> None:
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.color.rgb = color or RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)  # the theme's font would win


def _paragraph(document: Any, part: Paragraph) -> None:
    style = (
        f"Heading {part.level}" if part.level else "Consigne" if part.aside else "List Bullet" if part.item else None
    )
    _say(document.add_paragraph(style=style), part.text)


def _say(paragraph: Any, text: str, *, bold: bool = False, marks: bool = True) -> None:
    for piece, heavy in unmarked(text) if marks else ((text, False),):
        # « Inherit » rather than « no »: a heading stays as bold as its style.
        paragraph.add_run(piece).bold = (heavy or bold) or None


def _table(document: Any, part: Table) -> None:
    count = len(part.rows[0])
    table = document.add_table(rows=len(part.rows), cols=count, style="Table Grid")
    table.autofit = False
    widths = _COLUMNS.get(count, (_WIDTH / count,) * count)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for number, (line, row) in enumerate(zip(table.rows, part.rows, strict=True)):
        _unbroken(line)
        for place, (cell, said) in enumerate(zip(line.cells, row, strict=True)):
            label = number == 0 if part.head else place == 0
            cell.width = Mm(widths[place])
            for index, text in enumerate(said or ("",)):
                paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                space = paragraph.paragraph_format
                space.space_before, space.space_after = Pt(1), Pt(2)
                # A small table stays with its heading, on one page.
                space.keep_with_next = count == 2 and number < len(part.rows) - 1
                _say(paragraph, text, bold=label, marks=False)
            if label:
                _shade(cell)


def _unbroken(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 python-docx has no name for it


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "EEF2F6")):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 python-docx has no name for it
