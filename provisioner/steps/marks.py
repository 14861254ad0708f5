"""Marks as a table for a spreadsheet, and back: a row per line of the grid, per question for notes, and for the mark.

Pure but for the file read: who stores marks hands them in, and gets them back checked. No level and no mark is ever
filled in here: an empty cell is one that the commission has left empty.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import get_args

from provisioner.adapters import tables
from provisioner.errors import DataError
from provisioner.schema.marks import CandidateMarks, GridLine, Level, QuestionNote
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
    "version": "version (ne pas modifier)",
}
WIDTHS = (24, 28, 22, 14, 90, 26, 24, 90, 30)
WHOLE = "ensemble"
"""Stands for the question on a candidate's rows for the mark, and for the notes on the whole."""
NOTE = "note"
"""Stands for the line on the rows of notes."""
LEVELS: tuple[str, ...] = get_args(Level)
LONGEST = 10_000
"""Characters of a comment."""
_MARK = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")
_SHOWN = 12
_RULE = "grille d’aide à l’évaluation et fiche d’évaluation (annexe VI-4)"


def blank(number: str, subject_id: str, subject: Subject) -> CandidateMarks:
    """Return the marks of a candidate whom nobody has marked."""
    lines = [
        GridLine(question=question, line=line)
        for question, asked in enumerate(subject.questions, start=1)
        for line in range(1, len(asked.grid) + 1)
    ]
    notes = tuple(QuestionNote(question=question) for question in range(len(subject.questions) + 1))
    return CandidateMarks(number=number, subject=subject_id, lines=tuple(lines), notes=notes)


def table(candidates: Sequence[CandidateMarks], subjects: Mapping[str, Subject]) -> list[list[str]]:
    """Return marks as rows, titles first; `subjects` are by id."""
    rows = [list(COLUMNS.values())]
    for one in candidates:
        questions = subjects[one.subject].questions
        notes = {note.question: note.text for note in one.notes}
        for number, question in enumerate(questions, start=1):
            place = [one.number, one.subject, str(number)]
            for line in (line for line in one.lines if line.question == number):
                criterion = question.grid[line.line - 1].criterion
                rows.append([*place, str(line.line), criterion, line.level or "", "", "", one.version])
            told = f"Notes sur la question {number}"
            rows.append([*place, NOTE, told, "", "", notes.get(number, ""), one.version])
        whole = [one.number, one.subject, WHOLE]
        rows.append([*whole, NOTE, "Notes sur l’ensemble", "", "", notes.get(0, ""), one.version])
        mark = "" if one.mark is None else str(one.mark).replace(".", ",")
        rows.append([*whole, "", "Note et appréciation générale", "", mark, one.comment, one.version])
    return rows


def read(path: Path, known: Sequence[CandidateMarks], others: Collection[str] = ()) -> tuple[CandidateMarks, ...]:
    """Read a table filled in a spreadsheet (CSV, XLSX, ODS) for the candidates of `known`, in their order.

    Rows may be in any order; what the file leaves out stays as `known` has it. Of `others` (numbers of the wave that
    are not for whoever fills the table) only empty rows may be there. A row may change only what it was exported from:
    its version is then the candidate's. Raises DataError listing every problem with its line and column.
    """
    rows = tables.read(path, lambda cell: _fold(cell) in _TITLES)
    if len(rows) < 2:
        raise DataError(
            f"{path} : aucune ligne de notes.", f"La première ligne doit dire : {', '.join(COLUMNS.values())}."
        )
    reading = _Reading(path, known, others)
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


def _text(there: str, said: str) -> str:
    """Return what is said; what is there already when the words are the same: spreadsheets change spaces."""
    return there if said.split() == there.split() else said


_Place = tuple[str, int, int]
"""Candidate, question (0: the whole), line (0: notes; -1: the mark)."""
_NOTE_LINE, _MARK_LINE = 0, -1


class _Reading:
    """A table being read: what was found, and what is wrong."""

    def __init__(self, path: Path, known: Sequence[CandidateMarks], others: Collection[str]) -> None:
        self._path = path
        self._known = {one.number: one for one in known}
        self._others = others
        self._columns: list[str] = []
        self._wrong: list[str] = []
        self._levels: dict[_Place, GridLine] = {}
        self._notes: dict[_Place, str] = {}
        self._wholes: dict[str, tuple[Decimal | None, str]] = {}
        self._rows: dict[_Place, tuple[int, str]] = {}
        """Where each place is told, and the version that the row was exported from."""

    def titles(self, number: int, cells: Sequence[str]) -> None:
        """Take the titles. Raises DataError at once: nothing can be read without them."""
        self._columns = [_TITLES.get(_fold(cell), "") for cell in cells]
        for cell, name in zip(cells, self._columns, strict=True):
            if not name:
                self._tell(number, cell.strip() or "sans titre", "colonne inconnue")
        for name, title in COLUMNS.items():
            count = self._columns.count(name)
            # A table made by hand, for candidates of whom nothing was written, needs no version.
            if count > 1 or (count == 0 and name != "version"):
                self._tell(number, title, "colonne en double" if count else "colonne absente")
        self.stop_if_any()

    def row(self, number: int, cells: Sequence[str]) -> None:
        """Take one row."""
        if len(cells) != len(self._columns):
            self._tell(number, "", f"{len(cells)} cellule(s) au lieu de {len(self._columns)}")
            return
        said = {"version": ""} | {name: cell.strip() for name, cell in zip(self._columns, cells, strict=True)}
        place = self._place(number, said)
        if place is None:
            return
        first = self._rows.setdefault(place, (number, said["version"]))[0]
        if first != number:
            self._tell(number, "", f"cette ligne de la grille est déjà à la ligne {first}")
        if len(said["comment"]) > LONGEST:
            self._tell(number, COLUMNS["comment"], f"le texte dépasse {LONGEST} caractères")
        if place[2] != _MARK_LINE and said["mark"]:
            self._tell(number, COLUMNS["mark"], f"la note se met sur la ligne « {WHOLE} » du candidat")
        if place[2] > 0:
            self._line(number, place, said)
        elif said["level"]:
            self._tell(number, COLUMNS["level"], "un niveau se met sur une ligne de la grille")
        elif place[2] == _NOTE_LINE:
            self._notes[place] = said["comment"]
        else:
            self._whole(number, place, said)

    def made(self, one: CandidateMarks) -> CandidateMarks:
        """Return what a candidate has now."""
        lines = [self._levels.get((one.number, line.question, line.line), line) for line in one.lines]
        notes = []
        for note in one.notes:
            said = self._notes.get((one.number, note.question, _NOTE_LINE), note.text)
            notes.append(note.model_copy(update={"text": _text(note.text, said)}))
        mark, comment = self._wholes.get(one.number, (one.mark, one.comment))
        comment = _text(one.comment, comment)
        update = {"lines": tuple(lines), "notes": tuple(notes), "mark": mark, "comment": comment}
        return one.model_copy(update=update)

    def stop_if_any(self) -> None:
        """Raise DataError when something is wrong."""
        self._compare_versions()
        if not self._wrong:
            return
        listed = self._wrong[:_SHOWN]
        if len(self._wrong) > _SHOWN:
            listed.append(f"… et {len(self._wrong) - _SHOWN} autre(s) problème(s)")
        lines = "\n".join(f"  • {one}" for one in listed)
        raise DataError(
            f"{self._path} : rien n’est enregistré. Règle : {_RULE}.\n{lines}",
            "Corrigez ces cellules dans le tableur, enregistrez le fichier (CSV, XLSX ou ODS), puis relancez.",
        )

    def _compare_versions(self) -> None:
        """Refuse what would replace words written since the table was exported."""
        stale = {
            place[0]: number
            for place, (number, version) in self._rows.items()
            if version != self._known[place[0]].version and self.made(self._known[place[0]]) != self._known[place[0]]
        }
        for who, number in stale.items():
            text = f"le candidat {who} a été noté depuis que ce tableau a été exporté : exportez-le de nouveau"
            self._tell(number, COLUMNS["version"], text)

    def _place(self, number: int, said: Mapping[str, str]) -> _Place | None:
        """Return which line of whose grid a row is."""
        who = self._known.get(said["number"])
        if who is None:
            if said["number"] not in self._others:
                self._tell(number, COLUMNS["number"], f"« {said['number']} » n’est pas un candidat de la vague")
            elif said["level"] or said["mark"] or said["comment"]:
                self._tell(number, COLUMNS["number"], f"« {said['number']} » n’est pas à noter par ce compte")
            return None
        if said["subject"] != who.subject:
            self._tell(number, COLUMNS["subject"], f"« {said['subject']} » au lieu de « {who.subject} »")
            return None
        question, line = ("0" if _fold(said["question"]) == WHOLE else said["question"]), _fold(said["line"])
        places = {("0", ""): (0, _MARK_LINE)}
        places |= {(str(one.question), NOTE): (one.question, _NOTE_LINE) for one in who.notes}
        places |= {(str(one.question), str(one.line)): (one.question, one.line) for one in who.lines}
        if (question, line) in places:
            return who.number, *places[question, line]
        text = f"« {said['question']} », ligne « {said['line']} » : la grille de {who.subject} n’a pas cette ligne"
        self._tell(number, COLUMNS["question"], text)
        return None

    def _line(self, number: int, place: _Place, said: Mapping[str, str]) -> None:
        level = said["level"].upper()
        if level and level not in LEVELS:
            self._tell(number, COLUMNS["level"], f"« {said['level']} » n’est pas l’un de {', '.join(LEVELS)}")
        if said["comment"]:
            text = f"le commentaire se met sur la ligne « {NOTE} » de la question {place[1]}"
            self._tell(number, COLUMNS["comment"], text)
        if level in {"", *LEVELS}:
            made = {"question": place[1], "line": place[2], "level": level or None}
            self._levels[place] = GridLine.model_validate(made)

    def _whole(self, number: int, place: _Place, said: Mapping[str, str]) -> None:
        mark = Decimal(said["mark"].replace(",", ".")) if _MARK.fullmatch(said["mark"]) else None
        if said["mark"] and (mark is None or mark > 20):
            self._tell(number, COLUMNS["mark"], f"« {said['mark']} » n’est pas une note sur 20 (13 ou 13,5)")
        self._wholes[place[0]] = (mark, said["comment"])

    def _tell(self, number: int, column: str, text: str) -> None:
        where = f"ligne {number}" + (f", colonne « {column} »" if column else "")
        self._wrong.append(f"{where} : {text}.")
