"""Reads a LibreOffice document as paragraphs, tables and pictures. Only what is written counts, not how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provisioner.adapters.package import Package
from provisioner.errors import DataError
from provisioner.steps.manuscript.parts import FORM, SAFE, Paragraph, Part, Picture, Table
from provisioner.steps.manuscript.runs import Pieces, marked

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_MOST_REPEATED = 100
_ASIDE = "consigne"


def _q(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


_SKIPPED = {_q("text:tracked-changes"), _q("text:note"), _q("office:annotation"), _q("text:sequence-decls")}
_BREAKS = {_q("text:line-break"): "\n", _q("text:tab"): " "}


def read(path: Path) -> list[Part]:
    """Return the parts of a document in their order. Raises DataError naming the file."""
    package = Package(path)
    root = package.xml("content.xml")
    if root is None or (body := root.find(f"{_q('office:body')}/{_q('office:text')}")) is None:
        raise DataError(
            f"{path} n’est pas un document de traitement de texte.", "Enregistrez-le au format odt depuis LibreOffice."
        )
    reader = _Reader(path, package)
    for styles in (package.xml("styles.xml"), root):
        reader.learn(styles)
    return list(reader.blocks(body))


class _Reader:
    """What a paragraph needs to be understood: styles, and where pictures are."""

    def __init__(self, path: Path, package: Package) -> None:
        self._path, self._package = path, package
        self._bold: set[str] = set()
        self._aside: set[str] = {"Consigne"}

    def learn(self, root: Any) -> None:
        """Take the styles of a part into account."""
        for style in root.iter(_q("style:style")) if root is not None else ():
            name, said = style.get(_q("style:name"), ""), style.find(_q("style:text-properties"))
            if said is not None and said.get(_q("fo:font-weight")) in {"bold", "600", "700", "800", "900"}:
                self._bold.add(name)
            shown = style.get(_q("style:display-name"), name)
            if shown.casefold() == _ASIDE or style.get(_q("style:parent-style-name")) in self._aside:
                self._aside.add(name)

    def blocks(self, parent: Any, *, item: bool = False, plain: bool = False) -> Iterator[Part]:
        """Yield the parts below an element, whatever wraps them (sections, lists…); `plain`: bold does not count."""
        for child in parent:
            if child.tag == _q("text:h"):
                level = child.get(_q("text:outline-level"), "1")
                text = marked(self._pieces(child), plain=True)
                yield Paragraph(text, level=int(level) if level.isdigit() else 1)
                yield from self._pictures(child)
            elif child.tag == _q("text:p"):
                aside = child.get(_q("text:style-name"), "") in self._aside
                yield Paragraph(marked(self._pieces(child), plain=plain), item=item, aside=aside)
                yield from self._pictures(child)
            elif child.tag == _q("table:table"):
                yield self._table(child)
            elif child.tag == _q("draw:frame"):
                yield from self._pictures([child])
            elif child.tag not in _SKIPPED:
                yield from self.blocks(child, item=item or child.tag == _q("text:list-item"), plain=plain)

    def _pieces(self, element: Any, *, bold: bool = False) -> Pieces:
        """Yield the text below an element, with its weight."""
        yield _spaced(element.text), bold
        for child in element:
            if child.tag in _BREAKS:
                yield _BREAKS[child.tag], bold
            elif child.tag == _q("text:s"):
                count = child.get(_q("text:c"), "1")
                yield " " * (min(int(count), _MOST_REPEATED) if count.isdigit() else 1), bold
            elif child.tag not in _SKIPPED and child.tag != _q("draw:frame"):
                heavy = bold or child.get(_q("text:style-name"), "") in self._bold
                yield from self._pieces(child, bold=heavy)
            yield _spaced(child.tail), bold

    def _table(self, element: Any) -> Table:
        rows = []
        for line in element.iter(_q("table:table-row")):
            cells: list[tuple[str, ...]] = []
            for cell in line:
                if cell.tag == _q("table:covered-table-cell") or cell.find(f".//{_q('table:table')}") is not None:
                    raise DataError(
                        f"{self._path} : un tableau a des cellules fusionnées, ou contient un autre tableau. "
                        f"Règle : {FORM}.",
                        "Scindez-les (« Scinder les cellules »), puis relancez.",
                    )
                if cell.tag == _q("table:table-cell"):
                    held = tuple(part.text for part in self.blocks(cell, plain=True) if isinstance(part, Paragraph))
                    cells += [held] * _times(cell.get(_q("table:number-columns-repeated"), "1"))
            rows += [tuple(cells)] * _times(line.get(_q("table:number-rows-repeated"), "1"))
        return Table(tuple(rows))

    def _pictures(self, element: Any) -> Iterator[Picture]:
        for frame in (found for one in element for found in one.iter(_q("draw:frame"))):
            # One frame may hold the same picture in several forms: the first is the best one.
            for image in frame.findall(_q("draw:image"))[:1]:
                address = image.get(_q("xlink:href"), "")
                data = self._package.data(address.removeprefix("./"))
                if data is None:
                    raise DataError(
                        f"{self._path} : une image est liée, et non contenue dans le document. Règle : {SAFE}.",
                        "Insérez-la de nouveau (« Insertion », « Image »), sans la lier.",
                    )
                yield Picture(data)


def _spaced(text: str | None) -> str:
    """Return a text of the file as it is shown: its line ends and runs of spaces are one space."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _times(text: str) -> int:
    return min(int(text), _MOST_REPEATED) if text.isdigit() else 1
