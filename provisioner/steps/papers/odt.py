"""The fiche and the grid as LibreOffice documents, for commissions that type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from odf import style, table, text
from odf.opendocument import OpenDocumentText

from provisioner.steps.papers import tables
from provisioner.steps.papers.documents import Paper


def write_fiche(paper: Paper, path: Path) -> None:
    """Write a *fiche d’évaluation*."""
    made = _Odt(paper, tables.FICHE, landscape=False)
    made.table([(label, value) for label, value in tables.fiche(paper)], bold_first=True)
    for title, columns, lines in ((tables.OPINION, 1, 12), (tables.EXAMINERS, 2, 5)):
        made.line(title, "bold")
        made.table([tuple("\n" * lines for _ in range(columns))])
    made.line(f"{tables.MARK} ……………", "title")
    made.save(path)


def write_grid(paper: Paper, path: Path) -> None:
    """Write a *grille d’aide à l’évaluation*."""
    made = _Odt(paper, f"{tables.GRID} – SUJET {paper.label}", landscape=True)
    made.line(tables.whose(paper), "plain")
    made.table([tables.HEADINGS, *tables.grid(paper)], bold_head=True, small=True)
    made.line(tables.RESERVED, "plain")
    made.save(path)


class _Odt:
    """A document and its styles."""

    def __init__(self, paper: Paper, title: str, *, landscape: bool) -> None:
        self._document = OpenDocumentText()
        self._page(landscape=landscape)
        self._styles = {
            "plain": self._style("plain", "10pt"),
            "bold": self._style("bold", "10pt", bold=True),
            "small": self._style("small", "8pt"),
            "small-bold": self._style("small-bold", "8pt", bold=True),
            "title": self._style("title", "14pt", bold=True, align="center"),
            "middle": self._style("middle", "10pt", align="center"),
        }
        self._cell = style.Style(name="cell", family="table-cell")
        self._cell.addElement(style.TableCellProperties(border="0.5pt solid #444444", padding="1.2mm"))
        self._document.automaticstyles.addElement(self._cell)
        self.line(tables.DIPLOMA, "title")
        self.line(tables.exam(paper), "middle")
        self.line(title, "title")

    def line(self, said: str, name: str) -> None:
        """Add a paragraph."""
        self._document.text.addElement(text.P(stylename=self._styles[name], text=said))

    def table(self, rows: list[Any], *, bold_first: bool = False, bold_head: bool = False, small: bool = False) -> None:
        """Add a table of texts."""
        made = table.Table()
        for _ in rows[0]:
            made.addElement(table.TableColumn())
        for number, row in enumerate(rows):
            line = table.TableRow()
            for place, said in enumerate(row):
                bold = (bold_first and place == 0) or (bold_head and number == 0)
                line.addElement(
                    self._filled(said, ("small-bold" if bold else "small") if small else ("bold" if bold else "plain"))
                )
            made.addElement(line)
        self._document.text.addElement(made)

    def save(self, path: Path) -> None:
        """Write it."""
        self._document.save(str(path))

    def _filled(self, said: str, name: str) -> Any:
        cell = table.TableCell(stylename=self._cell, valuetype="string")
        for part in said.split("\n"):
            cell.addElement(text.P(stylename=self._styles[name], text=part))
        return cell

    def _style(self, name: str, size: str, *, bold: bool = False, align: str = "left") -> Any:
        made = style.Style(name=name, family="paragraph")
        weight = "bold" if bold else "normal"
        made.addElement(style.ParagraphProperties(textalign=align, marginbottom="1mm"))
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
