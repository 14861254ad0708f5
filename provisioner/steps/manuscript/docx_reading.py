"""Reads a Word document as paragraphs, tables and pictures. Only what is written counts, not how it looks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provisioner.adapters.package import Package
from provisioner.errors import DataError
from provisioner.steps.manuscript.parts import FORM, SAFE, Paragraph, Part, Picture, Table
from provisioner.steps.manuscript.runs import Pieces, marked

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_V = "{urn:schemas-microsoft-com:vml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}pPr", f"{_W}rPr", _FALLBACK}
_MAIN = "word/document.xml"
_HEADING = re.compile(r"(?:heading|titre) ?(\d)", re.IGNORECASE)
_ASIDE = "consigne"
_LISTS = re.compile(r"list (?:bullet|number)|liste à puces|liste numérotée", re.IGNORECASE)


def read(path: Path) -> list[Part]:
    """Return the parts of a document in their order. Raises DataError naming the file."""
    package = Package(path)
    root = package.xml(_MAIN)
    if root is None or (body := root.find(f"{_W}body")) is None:
        raise DataError(
            f"{path} n’est pas un document Word.", "Enregistrez-le au format docx depuis le traitement de texte."
        )
    return list(_Reader(path, package).blocks(body))


class _Reader:
    """What a paragraph needs to be understood: styles, and where pictures are."""

    def __init__(self, path: Path, package: Package) -> None:
        self._path, self._package = path, package
        self._styles = _styles(package.xml("word/styles.xml"))
        self._targets, self._outside = _relations(package.xml("word/_rels/document.xml.rels"))

    def blocks(self, parent: Any, *, plain: bool = False) -> Iterator[Part]:
        """Yield the parts below an element, whatever wraps them (content controls…); `plain`: bold does not count."""
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child, plain=plain)
            elif child.tag == f"{_W}tbl":
                yield self._table(child)
            elif child.tag not in _SKIPPED and child.tag != f"{_W}sectPr":
                yield from self.blocks(child, plain=plain)

    def _paragraph(self, element: Any, *, plain: bool) -> Iterator[Part]:
        style = ""
        if (named := element.find(f"{_W}pPr/{_W}pStyle")) is not None:
            style = self._styles.get(named.get(f"{_W}val", ""), "")
        heading = _HEADING.fullmatch(style)
        numbered = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        item = bool(_LISTS.match(style)) or (numbered is not None and numbered.get(f"{_W}val") != "0")
        yield Paragraph(
            marked(self._pieces(element), plain=plain or bool(heading)),
            level=int(heading[1]) if heading else 0,
            item=item and not heading,
            aside=style.casefold() == _ASIDE,
        )
        yield from self._pictures(element)

    def _pieces(self, parent: Any, *, bold: bool = False) -> Pieces:
        """Yield the text below an element, with its weight."""
        for child in parent:
            if child.tag in _SKIPPED:
                continue
            if child.tag == f"{_W}r":
                flag = child.find(f"{_W}rPr/{_W}b")
                yield from self._pieces(child, bold=flag is not None and flag.get(f"{_W}val") not in {"0", "false"})
            elif child.tag == f"{_W}t":
                yield child.text or "", bold
            elif child.tag in {f"{_W}br", f"{_W}cr"}:
                yield "\n", bold
            elif child.tag == f"{_W}tab":
                yield " ", bold
            elif child.tag == f"{_W}noBreakHyphen":
                yield "-", bold
            else:
                yield from self._pieces(child, bold=bold)

    def _table(self, element: Any) -> Table:
        rows = []
        for line in element.iter(f"{_W}tr"):
            cells = []
            for cell in line.findall(f"{_W}tc") or line.iter(f"{_W}tc"):
                if cell.find(f".//{_W}tbl") is not None:
                    raise DataError(
                        f"{self._path} : un tableau contient un autre tableau. Règle : {FORM}.", "Séparez-les."
                    )
                self._whole(cell)
                cells.append(tuple(part.text for part in self.blocks(cell, plain=True) if isinstance(part, Paragraph)))
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _whole(self, cell: Any) -> None:
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        if cell.find(f"{_W}tcPr/{_W}vMerge") is not None or (span is not None and span.get(f"{_W}val") != "1"):
            raise DataError(
                f"{self._path} : un tableau a des cellules fusionnées. Règle : {FORM}.",
                "Scindez-les (« Fractionner les cellules »), puis relancez.",
            )

    def _pictures(self, element: Any) -> Iterator[Picture]:
        seen = [one.get(f"{_R}embed") or one.get(f"{_R}link") for one in _iter(element, f"{_A}blip")]
        seen += [one.get(f"{_R}id") for one in _iter(element, f"{_V}imagedata")]
        for id_ in filter(None, seen):
            if id_ in self._outside or (data := self._package.data(self._targets.get(id_, ""))) is None:
                raise DataError(
                    f"{self._path} : une image est liée, et non contenue dans le document. Règle : {SAFE}.",
                    "Insérez-la de nouveau (« Insertion », « Image »), sans la lier.",
                )
            yield Picture(data)


def _iter(element: Any, tag: str) -> Iterator[Any]:
    """Yield descendants, but not the older form of a drawing that stands beside it."""
    for child in element:
        if child.tag == _FALLBACK:
            continue
        if child.tag == tag:
            yield child
        yield from _iter(child, tag)


def _styles(root: Any) -> dict[str, str]:
    """Return the names of the styles by id; one made from another heading or list style has that one's name."""
    if root is None:
        return {}
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for style in root.iter(f"{_W}style"):
        id_, name, base = style.get(f"{_W}styleId", ""), style.find(f"{_W}name"), style.find(f"{_W}basedOn")
        names[id_] = name.get(f"{_W}val", "") if name is not None else ""
        bases[id_] = base.get(f"{_W}val", "") if base is not None else ""
    return {id_: _known(id_, names, bases) for id_ in names}


def _known(id_: str, names: dict[str, str], bases: dict[str, str]) -> str:
    looked, seen = id_, set[str]()
    while looked and looked not in seen:
        name = names.get(looked, "")
        if _HEADING.fullmatch(name) or _LISTS.match(name) or name.casefold() == _ASIDE:
            return name
        seen.add(looked)
        looked = bases.get(looked, "")
    return names[id_]


def _relations(root: Any) -> tuple[dict[str, str], set[str]]:
    """Return the parts that the document refers to, by id, and the ids of what is outside it."""
    targets: dict[str, str] = {}
    outside: set[str] = set()
    for one in root if root is not None else ():
        id_, target = one.get("Id", ""), one.get("Target", "")
        if one.get("TargetMode") == "External":
            outside.add(id_)
        else:
            targets[id_] = posixpath.normpath(posixpath.join("word", target)).lstrip("/")
    return targets, outside
