"""Workbooks of Excel (xlsx), read as texts and written from texts."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from provisioner.adapters.package import Package
from provisioner.adapters.tables.bounds import MOST_COLUMNS, MOST_ROWS, too_long, too_wide
from provisioner.errors import DataError

_TEXT = "@"
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML, hence a workbook, cannot hold."""
_LAST_ROW = 1_048_576
_PADDED = re.compile(r"0{2,}")
"""A number's format that keeps its leading zeros: as many digits at least."""
_MILLIMETRES = 2.0
"""Of one character, by which Excel counts the width of a column."""


def read(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows of the first sheet that hold something, each with its number; empty ends are left out.

    Raises DataError naming the file.
    """
    package = Package(path)
    if package.xml("xl/workbook.xml") is None:
        raise _none(path)
    # What declares an entity is refused here, before the library reads any of it.
    for name in package.names():
        if name.endswith((".xml", ".rels")):
            package.xml(name)
    found: list[tuple[int, list[str]]] = []
    for number, row in enumerate(_rows(path), start=1):
        cells = [_shown(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise too_wide(path)
        if cells:
            found.append((number, cells))
        if len(found) > MOST_ROWS:
            raise too_long(path)
    return found


def _rows(path: Path) -> Iterator[Sequence[Any]]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            # What the file says of its size may be a lie: only what is read counts, as far as Excel itself goes.
            sheet.reset_dimensions()
            blank: Sequence[Any] = ()
            for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=MOST_COLUMNS + 1):
                # Up to a million of them are empty, and one and the same: looked at once.
                if row is not blank and all(cell is EMPTY_CELL for cell in row):
                    blank = row
                yield () if row is blank else row
    except Exception:  # noqa: BLE001 the library raises whatever a broken file makes it meet
        raise _none(path) from None


def _shown(cell: Any) -> str:
    """Return what Excel shows of a cell, as French writes it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    return str(value)


def _number(value: float, form: str) -> str:
    if value != int(value):
        return repr(value).replace(".", ",")
    # As many as fifteen digits are exact: a candidate's number written as a number is that number.
    return str(int(value)).zfill(len(form) if _PADDED.fullmatch(form) else 0)


def written(rows: Sequence[Sequence[str]], widths: Sequence[int], name: str) -> bytes:
    """Return a workbook of one sheet of texts called `name`, its first row a heading, its columns so many mm wide."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = re.sub(r"[\\/*?:\[\]]", " ", name).strip() or "Liste"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width / _MILLIMETRES
    for number, row in enumerate(rows, start=1):
        for place, said in enumerate(row, start=1):
            cell = sheet.cell(number, place, _HIDDEN.sub("", said))
            # A text that looks like a formula stays a text, and a number its leading zeros.
            cell.data_type, cell.number_format = "s", _TEXT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EEF2F6")
    sheet.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _none(path: Path) -> DataError:
    return DataError(
        f"{path} n’est pas un classeur lisible.",
        "Ouvrez-le dans Excel, enregistrez-le de nouveau (xlsx), puis relancez.",
    )
