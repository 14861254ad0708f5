"""Reads the centre's list (CSV, XLSX, ODS): tolerant of what a spreadsheet does to it, strict about what it says.

All the problems of a file are told together, each with its line and column, so that one correction is enough.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.adapters import tables
from provisioner.errors import DataError
from provisioner.schema.sitting import RosterLine
from provisioner.steps.roster.cells import CMS, YES, clean, fold, trouble_of

COLUMNS = {
    "number": "numéro",
    "surname": "nom",
    "first_name": "prénom",
    "commission": "commission",
    "cms": "CMS",
    "subject": "sujet",
    "extra_time": "tiers-temps",
}
"""Our name of each column -> its title in the centre's file."""
WIDTHS = (26, 40, 40, 26, 28, 18, 26)
"""Of the columns of a sheet, in millimetres."""

_TITLES = {
    "number": ("numero", "number", "no", "n", "numerocandidat", "ncandidat", "nocandidat", "numerodecandidat"),
    "surname": ("nom", "surname", "lastname", "nomdefamille"),
    "first_name": ("prenom", "firstname", "prenoms"),
    "commission": ("commission", "nocommission", "ncommission", "numerocommission", "jury"),
    "cms": ("cms", "logiciel"),
    "subject": ("sujet", "subject"),
    "extra_time": ("tierstemps", "extratime", "amenagement", "amenagements"),
}
_KNOWN = {title: column for column, titles in _TITLES.items() for title in titles}
_SHOWN = 12


@dataclass
class _Problems:
    path: Path
    told: list[str] = field(default_factory=list)

    def add(self, line: int, column: str, text: str) -> None:
        where = f"ligne {line}" + (f", colonne « {column} »" if column else "")
        self.told.append(f"{where} : {text}")

    def stop_if_any(self) -> None:
        if not self.told:
            return
        listed = self.told[:_SHOWN]
        if len(self.told) > _SHOWN:
            listed.append(f"… et {len(self.told) - _SHOWN} autre(s) problème(s)")
        if len(listed) == 1:
            message = f"{self.path}, {listed[0]}"
        else:
            message = f"{self.path} : {len(self.told)} problèmes.\n" + "\n".join(f"  • {one}" for one in listed)
        raise DataError(message, "Corrigez la liste dans le tableur, enregistrez-la (CSV, XLSX ou ODS), puis relancez.")


@dataclass(frozen=True)
class _Table:
    columns: list[str]
    titles: list[str]
    allowed: Collection[str]
    seen: dict[str, int] = field(default_factory=dict)


def read_open(path: Path, allowed: Collection[str] = ("wordpress", "prestashop")) -> tuple[dict[str, str], ...]:
    """Read a roster whose cells « CMS » and « sujet » may be empty: each line by column. Raises DataError."""
    problems = _Problems(path)
    rows = tables.read(path, _is_title)
    if len(rows) < 2:
        raise DataError(f"{path} : aucun candidat.", f"La première ligne doit dire : {_header()}.")
    (header_line, header), *body = rows
    columns = _columns(header, header_line, problems)
    problems.stop_if_any()
    table = _Table(columns, [clean(title) for title in header], allowed)
    for line, row in body:
        if len(row) == len(columns):
            # What is to be drawn is not a mistake: the line is judged as if it had been.
            filled = {"cms": min(allowed), "subject": "?"}
            cells = [cell if cell.strip() else filled.get(name, cell) for name, cell in zip(columns, row, strict=True)]
            _line(cells, line, table, problems)
        else:
            _line(row, line, table, problems)
    problems.stop_if_any()
    return tuple({name: clean(cell) for name, cell in zip(columns, row, strict=True)} for _, row in body)


def read(path: Path, allowed: Collection[str] = ("wordpress", "prestashop")) -> tuple[RosterLine, ...]:
    """Read the roster; `allowed` are the CMSs of the exam. Raises DataError listing every problem of the file."""
    rows = tables.read(path, _is_title)
    problems = _Problems(path)
    if not rows:
        raise DataError(f"{path} : le fichier est vide.", f"La première ligne doit dire : {_header()}.")
    (header_line, header), *body = rows
    columns = _columns(header, header_line, problems)
    problems.stop_if_any()
    if not body:
        problems.add(header_line + 1, "", "aucun candidat sous la ligne des titres.")
    table = _Table(columns, [clean(title) for title in header], allowed)
    lines = [_line(row, line, table, problems) for line, row in body]
    found = [line for line in lines if line]
    problems.stop_if_any()
    return tuple(found)


def _header() -> str:
    return " ; ".join(COLUMNS.values())


def _is_title(cell: str) -> bool:
    return fold(cell) in _KNOWN


def _columns(header: list[str], line: int, problems: _Problems) -> list[str]:
    found: list[str] = []
    for position, title in enumerate(header, start=1):
        column = _KNOWN.get(fold(title), "")
        if not column:
            name = clean(title)
            problems.add(line, name or str(position), "colonne inconnue." if name else "colonne sans titre.")
        elif column in found:
            problems.add(line, clean(title), "cette colonne est en double.")
        found.append(column)
    for column, title in COLUMNS.items():
        if column not in found:
            problems.add(line, title, f"colonne absente ; colonnes attendues : {_header()}.")
    return found


def _line(row: list[str], line: int, table: _Table, problems: _Problems) -> RosterLine | None:
    if len(row) != len(table.columns):
        problems.add(line, "", f"{len(row)} cellule(s) au lieu de {len(table.columns)}.")
        return None
    before = len(problems.told)
    cells = {column: clean(cell) for column, cell in zip(table.columns, row, strict=True)}
    for (column, cell), title in zip(cells.items(), table.titles, strict=True):
        trouble = trouble_of(column, cell, table.allowed) or (_twin(cell, line, table) if column == "number" else "")
        if trouble:
            problems.add(line, title, trouble)
    if len(problems.told) > before:
        return None
    return RosterLine(
        number=cells["number"],
        surname=cells["surname"],
        first_name=cells["first_name"],
        commission=cells["commission"],
        cms=CMS[fold(cells["cms"])],
        subject=cells["subject"],
        extra_time=fold(cells["extra_time"]) in YES,
        line=line,
    )


def _twin(number: str, line: int, table: _Table) -> str:
    # Folders of some disks do not tell capitals apart.
    first = table.seen.setdefault(number.casefold(), line)
    return f"« {number} » est déjà à la ligne {first}." if number and first != line else ""
