"""Tables that people fill in a spreadsheet (CSV, ODS, XLSX): numbered rows of texts, and back in the same form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from provisioner.adapters.tables.csv_text import read_text
from provisioner.errors import DataError

Rows = list[tuple[int, list[str]]]
"""Rows that hold something, each with its number in the file."""


class _Sheets(Protocol):
    """What reads and writes one form of sheets."""

    def read(self, path: Path, /) -> Rows:
        """Return the rows that hold something. Raises DataError."""

    def written(self, rows: Sequence[Sequence[str]], widths: Sequence[int], name: str, /) -> bytes:
        """Return a sheet."""


def read(path: Path, is_title: Callable[[str], bool]) -> Rows:
    """Return the rows of a file, the titles first; `is_title` knows them, by which a CSV's separator is found.

    Raises DataError naming the file, and the line when it knows it.
    """
    if sheets := _sheets(path):
        return _as_wide(sheets.read(path))
    text, first = read_text(path)
    return _rows(path, text, _delimiter(text, is_title), first)


def written(rows: Sequence[Sequence[str]], path: Path, widths: Sequence[int]) -> bytes:
    """Return a table, its titles first, in the form that the name of the file says: CSV, unless `.ods` or `.xlsx`.

    CSV is as spreadsheets open it: a mark of UTF-8, semicolons; `widths` are those of a sheet, in millimetres.
    """
    if sheets := _sheets(path):
        return sheets.written(rows, widths, path.stem[:30])
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";").writerows(rows)
    return ("\ufeff" + stream.getvalue()).encode()


def _sheets(path: Path) -> _Sheets | None:
    """Return what knows the sheets that the name of a file tells; None: it is no sheet."""
    # Both are heavy, and most lists are CSV.
    match path.suffix.lower():
        case ".ods":
            from provisioner.adapters.tables import opendocument  # noqa: PLC0415

            return opendocument
        case ".xlsx":
            from provisioner.adapters.tables import workbook  # noqa: PLC0415

            return workbook
    return None


def _as_wide(rows: Rows) -> Rows:
    """Give the rows of a sheet, whose empty ends are not kept, the width of its titles."""
    width = len(rows[0][1]) if rows else 0
    return [(number, cells + [""] * (width - len(cells))) for number, cells in rows]


def _delimiter(text: str, is_title: Callable[[str], bool]) -> str:
    """Return the separator that cuts the first line into the most known titles."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(";,\t", key=lambda sign: (sum(map(is_title, head.split(sign))), head.count(sign)))


def _rows(path: Path, text: str, delimiter: str, first: int) -> Rows:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Rows = []
    start = first
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                # A spreadsheet writes a separator for each column it once had: the empty ones after the last title.
                width = len(rows[0][1]) if rows else 0
                while len(row) > width and not row[-1].strip():
                    row.pop()
                rows.append((start, row))
            start = first + reader.line_num
    except csv.Error:
        raise DataError(
            f"{path}, ligne {start} : les guillemets sont mal fermés.",
            'Retirez les guillemets (") de cette ligne, ou réenregistrez le fichier en CSV depuis le tableur.',
        ) from None
    return rows
