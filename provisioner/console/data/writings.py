"""What examiners write of a candidate: levels ticked, notes, marks. Only added to: what was there before stays.

The rule between two writers is that each has lines of their own. The same examiner at two places: the last one to
write is shown, the other text stays, and who overwrote it is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from provisioner.console.data import marks as marks_data
from provisioner.console.data.accounts import Account
from provisioner.console.data.database import Database, now
from provisioner.console.data.marks import Mark
from provisioner.errors import DataError

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


@dataclass(frozen=True)
class Tick:
    """The level that one examiner gives a line of the grid."""

    question: int
    line: int
    account: str
    level: str
    at: str


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
        """Return who ticked what on a line."""
        mine = [one for one in self.ticks if (one.question, one.line) == (question, line) and one.level]
        return {one.account: one.level for one in mine}

    def agreed(self, question: int, line: int) -> str:
        """Return the level of the commission: that of all who ticked; empty while they differ or nobody did."""
        given = set(self.levels(question, line).values())
        return given.pop() if len(given) == 1 else ""

    def note(self, question: int, account: str) -> Note | None:
        """Return an examiner's note on a question."""
        return next((one for one in self.notes if (one.question, one.account) == (question, account)), None)

    def others(self, question: int, account: str) -> list[Note]:
        """Return what the others noted."""
        return [one for one in self.notes if one.question == question and one.account != account and one.text]


_LAST = (
    "SELECT * FROM {0} WHERE id IN (SELECT MAX(id) FROM {0} WHERE wave = ? AND number = ? AND marking = ? GROUP BY {1})"
)


def sheet(database: Database, wave: str, number: str, marking: int) -> Sheet:
    """Return what is written of a candidate in one marking: never a word of the other one."""
    who = (wave, number, marking)
    with database.read() as connection:
        ticks = connection.execute(_LAST.format("ticks", "question, line, account"), who).fetchall()
        notes = connection.execute(_LAST.format("notes", "question, account"), who).fetchall()
        marks = connection.execute(_LAST.format("marks", "marking"), who).fetchall()
    last = [max((row["id"] for row in rows), default=0) for rows in (ticks, notes, marks)]
    return Sheet(
        tuple(Tick(row["question"], row["line"], row["account"], row["level"], row["at"]) for row in ticks),
        tuple(Note(row["id"], row["question"], row["account"], row["text"], row["at"]) for row in notes),
        next((marks_data.of(row) for row in marks), None),
        ".".join(map(str, last)),
    )


def tick(database: Database, wave: str, number: str, question: int, line: int, who: Account, level: str) -> None:
    """Keep the level that an examiner gives a line; empty takes it back. Raises DataError."""
    if level not in get_args(Level):
        raise DataError(f"« {level} » n’est pas un niveau de la grille.", "Cochez TI, I, S ou TS.")
    with database.write() as connection:
        connection.execute(
            "INSERT INTO ticks (wave, number, question, line, marking, account, level, at) VALUES (?,?,?,?,?,?,?,?)",
            (wave, number, question, line, who.marking, who.name, level, now()),
        )


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
        at = now()
        written = connection.execute(
            "INSERT INTO notes (wave, number, question, marking, account, text, base, at) VALUES (?,?,?,?,?,?,?,?)",
            (*where, text, base, at),
        )
        unseen = last if last is not None and last["id"] != base and last["text"].strip() else None
    other = Note(unseen["id"], question, who.name, unseen["text"], unseen["at"]) if unseen else None
    return Note(written.lastrowid or 0, question, who.name, text, at), other
