"""What examiners write of a candidate: levels ticked, notes, marks. Only added to: what was there before stays.

The rule between two writers is that each has lines of their own. The same examiner at two places: the last one to
write is shown, the other text stays, and who overwrote it is told.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Final, Literal, get_args

from provisioner.errors import DataError
from provisioner.steps.console import marks as marks_data
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database, now
from provisioner.steps.console.marks import Mark

Level = Literal["TI", "I", "S", "TS", ""]
LEVELS: Final = tuple(one for one in get_args(Level) if one)
LEVEL_LABELS: Final = {
    "TI": "Très insuffisant",
    "I": "Insuffisant",
    "S": "Satisfaisant",
    "TS": "Très satisfaisant",
}
GENERAL: Final = -1
"""Stands for a question: notes on the whole."""
LONGEST_NOTE: Final = 20_000
SPREADSHEET: Final = "(tableur)"
"""Writer of what a spreadsheet brought before each import said whose it is: no account can have that name."""


@dataclass(frozen=True)
class Tick:
    """The level that one examiner gives a line of the grid."""

    question: int
    line: int
    account: str
    level: str
    at: str
    id: int


@dataclass(frozen=True)
class Note:
    """What one examiner last wrote about a question."""

    id: int
    question: int
    account: str
    text: str
    at: str


@dataclass(frozen=True)
class Sheet:
    """All that is written of one candidate in one marking."""

    ticks: tuple[Tick, ...]
    notes: tuple[Note, ...]
    mark: Mark | None
    version: str
    """Changes with every word."""

    def level(self, question: int, line: int, account: str) -> str:
        """Return what an examiner ticked; empty: nothing."""
        found = [one.level for one in self.ticks if (one.question, one.line, one.account) == (question, line, account)]
        return found[0] if found else ""

    def levels(self, question: int, line: int) -> dict[str, str]:
        """Return who ticked what on a line; what a spreadsheet once said counts while no examiner has ticked."""
        given = {one.account: one.level for one in self.ticks if (one.question, one.line) == (question, line)}
        given = {who: level for who, level in given.items() if level}
        return {who: level for who, level in given.items() if who != SPREADSHEET or len(given) == 1}

    def agreed(self, question: int, line: int) -> str:
        """Return the level of the commission: that of all who ticked; empty while they differ or nobody did."""
        given = set(self.levels(question, line).values())
        return given.pop() if len(given) == 1 else ""

    def note(self, question: int, account: str) -> Note | None:
        """Return an examiner's note on a question."""
        return next((one for one in self.notes if (one.question, one.account) == (question, account)), None)

    def version_of(self, account: str) -> str:
        """Return what changes with every word of one examiner, or of the mark; empty: nothing was written."""
        ticks = max((one.id for one in self.ticks if one.account == account), default=0)
        notes = max((one.id for one in self.notes if one.account == account), default=0)
        mark = self.mark.id if self.mark else 0
        # A letter first: a spreadsheet would read three numbers with dots as a date.
        return f"v{ticks}.{notes}.{mark}" if ticks or notes or mark else ""

    def others(self, question: int, account: str) -> list[Note]:
        """Return what the others noted."""
        return [one for one in self.notes if one.question == question and one.account != account and one.text]


_LAST = (
    "SELECT * FROM {0} WHERE id IN (SELECT MAX(id) FROM {0} WHERE wave = ? AND number = ? AND marking = ? GROUP BY {1})"
)


def sheet(database: Database, wave: str, number: str, marking: int) -> Sheet:
    """Return what is written of a candidate in one marking: never a word of the other one."""
    with database.read() as connection:
        return sheet_in(connection, wave, number, marking)


def sheet_in(connection: sqlite3.Connection, wave: str, number: str, marking: int) -> Sheet:
    """Return the same, within a transaction."""
    who = (wave, number, marking)
    ticks = connection.execute(_LAST.format("ticks", "question, line, account"), who).fetchall()
    notes = connection.execute(_LAST.format("notes", "question, account"), who).fetchall()
    marks = connection.execute(_LAST.format("marks", "marking"), who).fetchall()
    last = [max((row["id"] for row in rows), default=0) for rows in (ticks, notes, marks)]
    return Sheet(
        tuple(Tick(row["question"], row["line"], row["account"], row["level"], row["at"], row["id"]) for row in ticks),
        tuple(Note(row["id"], row["question"], row["account"], row["text"], row["at"]) for row in notes),
        next((marks_data.of(row) for row in marks), None),
        ".".join(map(str, last)),
    )


def tick(database: Database, wave: str, number: str, question: int, line: int, who: Account, level: str) -> None:
    """Keep the level that an examiner gives a line; empty takes it back. Raises DataError."""
    if level not in get_args(Level):
        raise DataError(f"« {level} » n’est pas un niveau de la grille.", "Cochez TI, I, S ou TS.")
    with database.write() as connection:
        insert_tick(connection, wave, number, question, line, who, level)


def note(
    database: Database, wave: str, number: str, question: int, who: Account, text: str, base: int
) -> tuple[Note, Note | None]:
    """Keep a note; return it, and the one that it replaced unseen when another window wrote in between.

    `base` is the note that the writer's page began with; 0: none. Raises DataError.
    """
    if len(text) > LONGEST_NOTE:
        raise DataError(f"Cette note dépasse {LONGEST_NOTE} caractères.", "Raccourcissez-la : la fin n’est pas gardée.")
    with database.write() as connection:
        where = (wave, number, question, who.marking, who.name)
        last = connection.execute(
            "SELECT * FROM notes WHERE wave = ? AND number = ? AND question = ? AND marking = ? AND account = ?"
            " ORDER BY id DESC LIMIT 1",
            where,
        ).fetchone()
        if last is not None and last["text"] == text:
            return Note(last["id"], question, who.name, text, last["at"]), None
        at, written = insert_note(connection, wave, number, question, who, text, base)
        unseen = last if last is not None and last["id"] != base and last["text"].strip() else None
    other = Note(unseen["id"], question, who.name, unseen["text"], unseen["at"]) if unseen else None
    return Note(written, question, who.name, text, at), other


def insert_tick(
    connection: sqlite3.Connection, wave: str, number: str, question: int, line: int, who: Account, level: str
) -> None:
    """Add a level within a transaction."""
    connection.execute(
        "INSERT INTO ticks (wave, number, question, line, marking, account, level, at) VALUES (?,?,?,?,?,?,?,?)",
        (wave, number, question, line, who.marking, who.name, level, now()),
    )


def insert_note(
    connection: sqlite3.Connection, wave: str, number: str, question: int, who: Account, text: str, base: int
) -> tuple[str, int]:
    """Add a version of a note within a transaction; return when it was written, and its number."""
    at = now()
    written = connection.execute(
        "INSERT INTO notes (wave, number, question, marking, account, text, base, at) VALUES (?,?,?,?,?,?,?,?)",
        (wave, number, question, who.marking, who.name, text, base, at),
    )
    return at, written.lastrowid or 0
