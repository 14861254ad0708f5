"""Writes the parts of a document for LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from odf import draw, meta, style, table, text
from odf.opendocument import OpenDocumentText
from PIL import Image

from provisioner.steps.manuscript.parts import Paragraph, Part, Picture, Table
from provisioner.steps.manuscript.runs import unmarked

_FONT = "Liberation Sans"
_WIDTH = 176
"""Millimetres between the margins."""
_COLUMNS = {2: (50, 126), 3: (58, 34, 84)}
_PICTURE = 90
_SUFFIXES = {"JPEG": ("image/jpeg", "jpg"), "PNG": ("image/png", "png")}


def write(parts: Sequence[Part], title: str, path: Path) -> None:
    """Write a document under this title."""
    made = _Odt(title)
    items: list[Paragraph] = []
    for part in parts:
        if isinstance(part, Paragraph) and part.item:
            items.append(part)
            continue
        made.items(items)
        items = []
        made.add(part)
    made.items(items)
    made.save(path)


class _Odt:
    """A document and its styles."""

    def __init__(self, title: str) -> None:
        self._document = OpenDocumentText()
        self._document.meta.addElement(meta.Generator(text=""))
        self._pictures = 0
        self._widths: dict[tuple[float, ...], list[Any]] = {}
        self._page()
        self._named("Standard", "Standard", 10, after="1.4mm")
        self._named("Title", "Title", 18, bold=True, after="4mm")
        self._named("Heading_20_1", "Heading 1", 14, bold=True, before="6mm", after="1.4mm", level=1)
        self._named("Heading_20_2", "Heading 2", 11.5, bold=True, before="3.5mm", after="1.4mm", level=2)
        self._named("Consigne", "Consigne", 9, italic=True, color="#1f5f8b", after="1.4mm")
        self._named("Case", "Case", 10, after="0.4mm")
        self._bold = style.Style(name="Gras", family="text")
        self._bold.addElement(style.TextProperties(fontweight="bold"))
        self._document.automaticstyles.addElement(self._bold)
        self._cells = {label: self._cell(label=label) for label in (False, True)}
        self._document.text.addElement(text.P(stylename="Title", text=title))

    def add(self, part: Part) -> None:
        """Add one part that is no item of a list."""
        if isinstance(part, Table):
            self._table(part)
        elif isinstance(part, Picture):
            self._document.text.addElement(self._picture(part.data))
        elif part.level:
            name = f"Heading_20_{part.level}"
            self._document.text.addElement(text.H(outlinelevel=part.level, stylename=name, text=part.text))
        else:
            self._document.text.addElement(self._said(part.text, "Consigne" if part.aside else "Standard"))

    def items(self, parts: Sequence[Paragraph]) -> None:
        """Add a list."""
        if not parts:
            return
        made = text.List(stylename=self._bullets())
        for part in parts:
            item = text.ListItem()
            item.addElement(self._said(part.text, "Standard"))
            made.addElement(item)
        self._document.text.addElement(made)

    def save(self, path: Path) -> None:
        """Write it."""
        self._document.save(str(path))

    def _said(self, said: str, name: str) -> Any:
        made = text.P(stylename=name)
        for piece, heavy in unmarked(said):
            made.addElement(text.Span(stylename=self._bold, text=piece)) if heavy else made.addText(piece)
        return made

    def _table(self, part: Table) -> None:
        count = len(part.rows[0])
        made = table.Table(stylename=self._wide(whole=count == 2))
        for column in self._columns(_COLUMNS.get(count, (_WIDTH / count,) * count)):
            made.addElement(table.TableColumn(stylename=column))
        for number, row in enumerate(part.rows):
            line = table.TableRow(stylename=self._row())
            for place, said in enumerate(row):
                label = number == 0 if part.head else place == 0
                cell = table.TableCell(stylename=self._cells[label], valuetype="string")
                for one in said or ("",):
                    cell.addElement(self._plain(one, bold=label))
                line.addElement(cell)
            made.addElement(line)
        self._document.text.addElement(made)
        self._document.text.addElement(text.P(stylename="Case"))

    def _plain(self, said: str, *, bold: bool) -> Any:
        made = text.P(stylename="Case")
        if bold:
            made.addElement(text.Span(stylename=self._bold, text=said))
        else:
            made.addText(said)
        return made

    def _picture(self, data: bytes) -> Any:
        with Image.open(io.BytesIO(data)) as image:
            (media, suffix), (width, height) = _SUFFIXES[image.format or ""], image.size
        self._pictures += 1
        frame = draw.Frame(
            name=f"Image {self._pictures}",
            width=f"{_PICTURE}mm",
            height=f"{_PICTURE * height / width:.1f}mm",
            anchortype="as-char",
        )
        address = self._document.addPicture(f"Pictures/{self._pictures}.{suffix}", media, data)
        frame.addElement(draw.Image(href=address, type="simple", show="embed", actuate="onLoad"))
        made = text.P(stylename="Standard")
        made.addElement(frame)
        return made

    def _named(
        self,
        name: str,
        shown: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        color: str = "#000000",
        before: str = "0mm",
        after: str = "0mm",
        level: int = 0,
    ) -> None:
        made = style.Style(name=name, displayname=shown, family="paragraph")
        if level:
            made.setAttribute("defaultoutlinelevel", level)
        keep = "always" if level or italic else "auto"
        made.addElement(style.ParagraphProperties(margintop=before, marginbottom=after, keepwithnext=keep))
        made.addElement(
            style.TextProperties(
                fontsize=f"{size}pt",
                fontname=_FONT,
                fontweight="bold" if bold else "normal",
                fontstyle="italic" if italic else "normal",
                color=color,
                language="fr",
                country="FR",
            )
        )
        self._document.styles.addElement(made)

    def _automatic(self, name: str, family: str, *properties: Any) -> Any:
        made = style.Style(name=name, family=family)
        for one in properties:
            made.addElement(one)
        self._document.automaticstyles.addElement(made)
        return made

    def _cell(self, *, label: bool) -> Any:
        color = {"backgroundcolor": "#eef2f6"} if label else {}
        properties = style.TableCellProperties(border="0.5pt solid #444444", padding="1.2mm", **color)
        return self._automatic(f"cell{int(label)}", "table-cell", properties)

    def _columns(self, widths: Sequence[float]) -> list[Any]:
        key = tuple(widths)
        if key not in self._widths:
            count = len(self._widths)
            self._widths[key] = [
                self._automatic(
                    f"column{count}-{place}", "table-column", style.TableColumnProperties(columnwidth=f"{width:.1f}mm")
                )
                for place, width in enumerate(widths)
            ]
        return self._widths[key]

    def _once(self, name: str, family: str, properties: Any) -> Any:
        known = self.__dict__.setdefault("_made", {})
        if name not in known:
            known[name] = self._automatic(name, family, properties)
        return known[name]

    def _wide(self, *, whole: bool) -> Any:
        """Return the style of a table; a whole one stays on one page, with its heading."""
        split = {"maybreakbetweenrows": "false"} if whole else {}
        return self._once(
            f"table{int(whole)}", "table", style.TableProperties(width=f"{_WIDTH}mm", align="left", **split)
        )

    def _row(self) -> Any:
        return self._once("row", "table-row", style.TableRowProperties(keeptogether="always"))

    def _bullets(self) -> Any:
        known = self.__dict__.setdefault("_made", {})
        if "bullets" not in known:
            made = text.ListStyle(name="Puces")
            level = text.ListLevelStyleBullet(level=1, bulletchar="•")
            level.addElement(style.ListLevelProperties(spacebefore="3mm", minlabelwidth="4mm"))
            made.addElement(level)
            self._document.automaticstyles.addElement(made)
            known["bullets"] = made
        return known["bullets"]

    def _page(self) -> None:
        layout = style.PageLayout(name="page")
        layout.addElement(
            style.PageLayoutProperties(
                pagewidth="210mm", pageheight="297mm", printorientation="portrait", margin="17mm"
            )
        )
        self._document.automaticstyles.addElement(layout)
        self._document.masterstyles.addElement(style.MasterPage(name="Standard", pagelayoutname=layout))
        self._document.fontfacedecls.addElement(style.FontFace(name=_FONT, fontfamily=_FONT))
