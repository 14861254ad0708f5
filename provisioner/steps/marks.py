"""Marks as a table for a spreadsheet, and back: one row per line of the grid, one per candidate for the mark.

Pure but for the file read: who stores marks hands them in, and gets them back checked. No level and no mark is ever
filled in here: an empty cell is one that the commission has left empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import get_args

from provisioner.adapters import tables
from provisioner.errors import DataError
from provisioner.schema.marks import CandidateMarks, GridMark, Level
from provisioner.schema.subject import Subject

COLUMNS = {
    "number": "numéro",
    "subject": "sujet",
    "question": "question",
    "line": "ligne",
    "criterion": "critère",
    "level": "niveau (TI, I, S, TS)",
    "mark": "note sur 20",
    "comment": "commentaire",
}
WIDTHS = (24, 28, 22, 14, 90, 26, 24, 90)
WHOLE = "ensemble"
"""Stands for the question on a candidate's row for the mark."""
LEVELS: tuple[str, ...] = get_args(Level)
LONGEST = 10_000
"""Characters of a comment."""
_MARK = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")
_SHOWN = 12
_RULE = "grille d’aide à l’évaluation et fiche d’évaluation (annexe VI-4)"


def blank(number: str, subject_id: str, subject: Subject) -> CandidateMarks:
    """Return the marks of a candidate whom nobody has marked."""
    lines = [
        GridMark(question=question, line=line)
        for question, asked in enumerate(subject.questions, start=1)
        for line in range(1, len(asked.grid) + 1)
    ]
    return CandidateMarks(number=number, subject=subject_id, lines=tuple(lines))


def table(candidates: Sequence[CandidateMarks], subjects: Mapping[str, Subject]) -> list[list[str]]:
    """Return marks as rows, titles first; `subjects` are by id."""
    rows = [list(COLUMNS.values())]
    for one in candidates:
        subject = subjects[one.subject]
        for line in one.lines:
            criterion = subject.questions[line.question - 1].grid[line.line - 1].criterion
            place = [one.number, one.subject, str(line.question), str(line.line)]
            rows.append([*place, criterion, line.level or "", "", line.comment])
        mark = "" if one.mark is None else str(one.mark).replace(".", ",")
        rows.append([one.number, one.subject, WHOLE, "", "Note et appréciation globale", "", mark, one.comment])
    return rows


def read(path: Path, known: Sequence[CandidateMarks]) -> tuple[CandidateMarks, ...]:
    """Read a table filled in a spreadsheet (CSV, ODS) for the candidates of `known`, in their order.

    Rows may be in any order; those of a candidate or a line that the file leaves out stay as `known` has them.
    Raises DataError listing every problem with its line and column.
    """
    rows = tables.read(path, lambda cell: _fold(cell) in _TITLES)
    if len(rows) < 2:
        raise DataError(
            f"{path} : aucune ligne de notes.", f"La première ligne doit dire : {', '.join(COLUMNS.values())}."
        )
    reading = _Reading(path, known)
    reading.titles(*rows[0])
    for number, cells in rows[1:]:
        reading.row(number, cells)
    reading.stop_if_any()
    return tuple(reading.made(one) for one in known)


def _fold(text: str) -> str:
    """Return a title without accents, case, signs, nor what stands in brackets."""
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*\)", "", text)).casefold()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


_TITLES = {_fold(title): name for name, title in COLUMNS.items()}


class _Reading:
    """A table being read: what was found, and what is wrong."""

    def __init__(self, path: Path, known: Sequence[CandidateMarks]) -> None:
        self._path = path
        self._known = {one.number: one for one in known}
        self._columns: list[str] = []
        self._wrong: list[str] = []
        self._lines: dict[tuple[str, int, int], GridMark] = {}
        self._wholes: dict[str, tuple[Decimal | None, str]] = {}
        self._first: dict[tuple[str, int, int], int] = {}

    def titles(self, number: int, cells: Sequence[str]) -> None:
        """Take the titles. Raises DataError at once: nothing can be read without them."""
        self._columns = [_TITLES.get(_fold(cell), "") for cell in cells]
        for cell, name in zip(cells, self._columns, strict=True):
            if not name:
                self._tell(number, cell.strip() or "sans titre", "colonne inconnue")
        for name, title in COLUMNS.items():
            if self._columns.count(name) != 1:
                self._tell(number, title, "colonne absente" if name not in self._columns else "colonne en double")
        self.stop_if_any()

    def row(self, number: int, cells: Sequence[str]) -> None:
        """Take one row."""
        if len(cells) != len(self._columns):
            self._tell(number, "", f"{len(cells)} cellule(s) au lieu de {len(self._columns)}")
            return
        said = {name: cell.strip() for name, cell in zip(self._columns, cells, strict=True)}
        place = self._place(number, said)
        if place is None:
            return
        if (first := self._first.setdefault(place, number)) != number:
            self._tell(number, "", f"cette ligne de la grille est déjà à la ligne {first}")
        if len(said["comment"]) > LONGEST:
            self._tell(number, COLUMNS["comment"], f"le texte dépasse {LONGEST} caractères")
        if place[1] == 0:
            self._whole(number, place, said)
        else:
            self._line(number, place, said)

    def made(self, one: CandidateMarks) -> CandidateMarks:
        """Return what a candidate has now."""
        lines = [self._lines.get((one.number, line.question, line.line), line) for line in one.lines]
        mark, comment = self._wholes.get(one.number, (one.mark, one.comment))
        return one.model_copy(update={"lines": tuple(lines), "mark": mark, "comment": comment})

    def stop_if_any(self) -> None:
        """Raise DataError when something is wrong."""
        if not self._wrong:
            return
        listed = self._wrong[:_SHOWN]
        if len(self._wrong) > _SHOWN:
            listed.append(f"… et {len(self._wrong) - _SHOWN} autre(s) problème(s)")
        lines = "\n".join(f"  • {one}" for one in listed)
        raise DataError(
            f"{self._path} : rien n’est enregistré. Règle : {_RULE}.\n{lines}",
            "Corrigez ces cellules dans le tableur, enregistrez le fichier (CSV ou ODS), puis relancez.",
        )

    def _place(self, number: int, said: Mapping[str, str]) -> tuple[str, int, int] | None:
        """Return which line of whose grid a row is; question and line are 0 for the whole."""
        who = self._known.get(said["number"])
        if who is None:
            self._tell(number, COLUMNS["number"], f"« {said['number']} » n’est pas un candidat de la vague")
            return None
        if said["subject"] != who.subject:
            self._tell(number, COLUMNS["subject"], f"« {said['subject']} » au lieu de « {who.subject} »")
            return None
        if _fold(said["question"]) == WHOLE:
            return who.number, 0, 0
        for one in who.lines:
            if (said["question"], said["line"]) == (str(one.question), str(one.line)):
                return who.number, one.question, one.line
        text = f"« {said['question']} », ligne « {said['line']} » : la grille de {who.subject} n’a pas cette ligne"
        self._tell(number, COLUMNS["question"], text)
        return None

    def _line(self, number: int, place: tuple[str, int, int], said: Mapping[str, str]) -> None:
        level = said["level"].upper()
        if level and level not in LEVELS:
            self._tell(number, COLUMNS["level"], f"« {said['level']} » n’est pas l’un de {', '.join(LEVELS)}")
        if said["mark"]:
            self._tell(number, COLUMNS["mark"], f"la note se met sur la ligne « {WHOLE} » du candidat")
        if level in {"", *LEVELS}:
            made = {"question": place[1], "line": place[2], "level": level or None, "comment": said["comment"]}
            self._lines[place] = GridMark.model_validate(made)

    def _whole(self, number: int, place: tuple[str, int, int], said: Mapping[str, str]) -> None:
        if said["level"]:
            self._tell(number, COLUMNS["level"], "un niveau se met sur une ligne de la grille")
        mark = Decimal(said["mark"].replace(",", ".")) if _MARK.fullmatch(said["mark"]) else None
        if said["mark"] and (mark is None or mark > 20):
            self._tell(number, COLUMNS["mark"], f"« {said['mark']} » n’est pas une note sur 20 (13 ou 13,5)")
        self._wholes[place[0]] = (mark, said["comment"])

    def _tell(self, number: int, column: str, text: str) -> None:
        where = f"ligne {number}" + (f", colonne « {column} »" if column else "")
        self._wrong.append(f"{where} : {text}.")
