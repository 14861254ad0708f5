"""The fiche and the grid as LibreOffice documents, for commissions that type."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from odf import style, table, text
from odf.opendocument import OpenDocumentText

from provisioner.steps.papers import tables
from provisioner.steps.papers.documents import Paper


def write_fiche(paper: Paper, path: Path) -> None:
    """Write a *fiche d’évaluation*."""
    made = _Odt(paper, tables.FICHE, landscape=False)
    made.table([(label, value) for label, value in tables.fiche(paper)], tables.FICHE_WIDTHS, bold_first=True)
    for title, widths, lines in ((tables.OPINION, (176,), 14), (tables.EXAMINERS, (88, 88), 5)):
        made.line(title, "label")
        made.table([tuple("\n" * lines for _ in widths)], widths)
    made.line(f"{tables.MARK} ……………", "mark")
    made.save(path)


def write_grid(paper: Paper, path: Path) -> None:
    """Write a *grille d’aide à l’évaluation*."""
    made = _Odt(paper, f"{tables.GRID} – SUJET {paper.label}", landscape=True)
    made.line(tables.whose(paper), "plain")
    made.table([tables.HEADINGS, *tables.grid(paper)], tables.GRID_WIDTHS, bold_first=True, bold_head=True, small=True)
    made.line(tables.RESERVED, "note")
    made.save(path)


class _Odt:
    """A document and its styles."""

    def __init__(self, paper: Paper, title: str, *, landscape: bool) -> None:
        self._document = OpenDocumentText()
        self._tables = 0
        self._row = self._automatic("row", "table-row", style.TableRowProperties(keeptogether="always"))
        self._page(landscape=landscape)
        self._styles = {
            "plain": self._style("plain", "10pt"),
            "bold": self._style("bold", "10pt", bold=True),
            "small": self._style("small", "8pt"),
            "small-bold": self._style("small-bold", "8pt", bold=True),
            "title": self._style("title", "14pt", bold=True, align="center", after="4mm"),
            "diploma": self._style("diploma", "11pt", bold=True, align="center"),
            "middle": self._style("middle", "10pt", align="center"),
            "label": self._style("label", "10pt", bold=True, before="5mm"),
            "note": self._style("note", "10pt", before="4mm"),
            "mark": self._style("mark", "14pt", bold=True, align="end", before="7mm"),
        }
        self._cell = style.Style(name="cell", family="table-cell")
        self._cell.addElement(style.TableCellProperties(border="0.5pt solid #444444", padding="1.2mm"))
        self._document.automaticstyles.addElement(self._cell)
        self.line(tables.DIPLOMA, "diploma")
        self.line(tables.exam(paper), "middle")
        self.line(title, "title")

    def line(self, said: str, name: str) -> None:
        """Add a paragraph."""
        self._document.text.addElement(text.P(stylename=self._styles[name], text=said))

    def table(
        self,
        rows: list[Any],
        widths: Sequence[int],
        *,
        bold_first: bool = False,
        bold_head: bool = False,
        small: bool = False,
    ) -> None:
        """Add a table of texts, its columns so many millimetres wide; a bold head stands again on each page."""
        self._tables += 1
        properties = style.TableProperties(width=f"{sum(widths)}mm", align="left")
        made = table.Table(stylename=self._automatic(f"table{self._tables}", "table", properties))
        for place, width in enumerate(widths):
            wide = style.TableColumnProperties(columnwidth=f"{width}mm")
            made.addElement(
                table.TableColumn(stylename=self._automatic(f"column{self._tables}-{place}", "table-column", wide))
            )
        head = table.TableHeaderRows()
        if bold_head:
            made.addElement(head)
        for number, row in enumerate(rows):
            line = table.TableRow(stylename=self._row)
            for place, said in enumerate(row):
                bold = (bold_first and place == 0) or (bold_head and number == 0)
                line.addElement(
                    self._filled(said, ("small-bold" if bold else "small") if small else ("bold" if bold else "plain"))
                )
            (head if bold_head and number == 0 else made).addElement(line)
        self._document.text.addElement(made)

    def save(self, path: Path) -> None:
        """Write it."""
        self._document.save(str(path))

    def _filled(self, said: str, name: str) -> Any:
        cell = table.TableCell(stylename=self._cell, valuetype="string")
        for number, part in enumerate(said.split("\n")):
            # Under the title of a question, what it is about is plain.
            style_ = self._styles["small" if number and name == "small-bold" else name]
            cell.addElement(text.P(stylename=style_, text=part))
        return cell

    def _automatic(self, name: str, family: str, properties: Any) -> Any:
        made = style.Style(name=name, family=family)
        made.addElement(properties)
        self._document.automaticstyles.addElement(made)
        return made

    def _style(
        self,
        name: str,
        size: str,
        *,
        bold: bool = False,
        align: str = "left",
        before: str = "0mm",
        after: str = "1mm",
    ) -> Any:
        made = style.Style(name=name, family="paragraph")
        weight = "bold" if bold else "normal"
        made.addElement(style.ParagraphProperties(textalign=align, margintop=before, marginbottom=after))
        made.addElement(
            style.TextProperties(
                fontsize=size, fontweight=weight, fontname="Liberation Sans", language="fr", country="FR"
            )
        )
        self._document.automaticstyles.addElement(made)
        return made

    def _page(self, *, landscape: bool) -> None:
        width, height = ("297mm", "210mm") if landscape else ("210mm", "297mm")
        layout = style.PageLayout(name="page")
        layout.addElement(
            style.PageLayoutProperties(
                pagewidth=width,
                pageheight=height,
                printorientation="landscape" if landscape else "portrait",
                margin="12mm" if landscape else "17mm",
            )
        )
        self._document.automaticstyles.addElement(layout)
        self._document.masterstyles.addElement(style.MasterPage(name="Standard", pagelayoutname=layout))
        self._document.fontfacedecls.addElement(style.FontFace(name="Liberation Sans", fontfamily="Liberation Sans"))
