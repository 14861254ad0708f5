"""Sheets of LibreOffice (ods), read as texts and written from texts. A number is what the sheet shows of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from odf import style, table, text
from odf.opendocument import OpenDocumentSpreadsheet

from provisioner.adapters.package import Package
from provisioner.adapters.tables.bounds import MOST_COLUMNS, MOST_ROWS, too_long, too_wide
from provisioner.errors import DataError

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}


def read(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet that hold something, each with its number; empty ends are left out.

    Raises DataError naming the file.
    """
    root = Package(path).xml("content.xml")
    sheet = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table") if root is not None else None
    if sheet is None:
        raise DataError(f"{path} n’est pas une feuille de calcul.", "Enregistrez-la au format ods depuis le tableur.")
    found: list[tuple[int, list[str]]] = []
    number = 1
    for row in sheet.iter(f"{_TABLE}table-row"):
        times = _times(row, "rows")
        if cells := _cells(row, path):
            # A row of texts is not repeated a million times, an empty one may be.
            if len(found) + times > MOST_ROWS:
                raise too_long(path)
            found += [(number + index, list(cells)) for index in range(times)]
        number += times
    return found


def written(rows: Sequence[Sequence[str]], widths: Sequence[int], name: str) -> bytes:
    """Return a sheet of texts called `name`, its first row a heading, its columns so many millimetres wide."""
    document = OpenDocumentSpreadsheet()
    head = style.Style(name="head", family="table-cell")
    head.addElement(style.TextProperties(fontweight="bold"))
    head.addElement(style.TableCellProperties(backgroundcolor="#eef2f6", wrapoption="wrap"))
    plain = style.Style(name="plain", family="table-cell")
    plain.addElement(style.TableCellProperties(wrapoption="wrap", verticalalign="top"))
    for one in (head, plain):
        document.automaticstyles.addElement(one)
    sheet = table.Table(name=name)
    for place, width in enumerate(widths):
        wide = style.Style(name=f"column{place}", family="table-column")
        wide.addElement(style.TableColumnProperties(columnwidth=f"{width}mm"))
        document.automaticstyles.addElement(wide)
        sheet.addElement(table.TableColumn(stylename=wide, defaultcellstylename=plain))
    for number, row in enumerate(rows):
        sheet.addElement(_row(row, plain if number else head))
    document.spreadsheet.addElement(sheet)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _row(cells: Sequence[str], look: Any) -> Any:
    row = table.TableRow()
    for said in cells:
        cell = table.TableCell(valuetype="string", stylename=look)
        for line in said.split("\n"):
            cell.addElement(text.P(text=line))
        row.addElement(cell)
    return row


def _cells(row: Any, path: Path) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in _CELLS:
            said, times = _said(cell), _times(cell, "columns")
            if said and len(cells) + times > MOST_COLUMNS:
                raise too_wide(path)
            cells += [said] * min(times, MOST_COLUMNS)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _said(cell: Any) -> str:
    """Return what a cell shows; without it, the value that it holds."""
    lines = ["".join(_pieces(line)) for line in cell.findall(f"{_TEXT}p")]
    return "\n".join(lines) if lines else cell.get(f"{_OFFICE}string-value") or cell.get(f"{_OFFICE}value") or ""


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * (min(int(count), MOST_COLUMNS) if count.isdigit() else 1)
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif child.tag == f"{_TEXT}tab":
            yield " "
        else:
            yield from _pieces(child)
        yield child.tail or ""


def _times(element: Any, what: str) -> int:
    told = element.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(told) if told.isdigit() and int(told) > 0 else 1
