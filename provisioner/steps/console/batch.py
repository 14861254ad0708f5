"""Many words of one examiner at once, from a spreadsheet: all are kept, or none; nothing unseen is replaced."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from provisioner.errors import DataError
from provisioner.steps.console import marks, writings
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database
from provisioner.steps.console.writings import SPREADSHEET, Sheet


@dataclass(frozen=True)
class Words:
    """What an examiner says of one candidate, as the console counts: questions and lines from 0."""

    number: str
    levels: Mapping[tuple[int, int], str]
    notes: Mapping[int, str]
    mark: str
    """On 20, `13,5`; empty: none."""
    comment: str
    version: str
    """What the writer had seen (`Sheet.version_of`)."""


def save(database: Database, wave: str, who: Account, said: Sequence[Words]) -> int:
    """Keep what differs from what is there; return how many words that is. Raises DataError."""
    count = 0
    with database.write() as connection:
        for one in said:
            there = writings.sheet_in(connection, wave, one.number, who.marking)
            if there.version_of(who.name) != one.version:
                raise DataError(
                    f"Le candidat {one.number} vient d’être noté dans la console : rien n’est enregistré.",
                    "Exportez de nouveau le tableau, reportez-y vos saisies, puis relancez.",
                )
            count += _words(connection, wave, who, one, there) + _mark(connection, wave, who, one, there)
    return count


def take_over(database: Database, wave: str, said: Sequence[Words]) -> int:
    """Keep what a spreadsheet told before each import said whose it is; twice is once. Nothing there is replaced."""
    who, count = Account(SPREADSHEET, "examinateur", "", 1, ""), 0
    with database.write() as connection:
        for one in said:
            there = writings.sheet_in(connection, wave, one.number, 1)
            if there.mark is None and (one.mark or one.comment):
                marks.insert(connection, wave, one.number, who, one.mark, one.comment, validated=False)
                count += 1
            count += _words(connection, wave, who, _beside(one, there), there)
    return count


def _beside(one: Words, there: Sheet) -> Words:
    """Return words with their mark told in the note on the whole, when the console has a mark of its own."""
    if there.mark is None or there.mark.account == SPREADSHEET or not (one.mark or one.comment):
        return one
    told = f"Note du tableur : {one.mark or 'aucune'}. {one.comment}".strip()
    whole = "\n".join(text for text in (one.notes.get(writings.GENERAL, ""), told) if text)
    return replace(one, notes={**one.notes, writings.GENERAL: whole})


def _words(connection: sqlite3.Connection, wave: str, who: Account, one: Words, there: Sheet) -> int:
    levels = {place: level for place, level in one.levels.items() if level != there.level(*place, who.name)}
    for (question, line), level in levels.items():
        writings.insert_tick(connection, wave, one.number, question, line, who, level)
    kept = {note.question: note for note in there.notes if note.account == who.name}
    notes = {q: text for q, text in one.notes.items() if text != (kept[q].text if q in kept else "")}
    for question, text in notes.items():
        base = kept[question].id if question in kept else 0
        writings.insert_note(connection, wave, one.number, question, who, text, base)
    return len(levels) + len(notes)


def _mark(connection: sqlite3.Connection, wave: str, who: Account, one: Words, there: Sheet) -> int:
    last = there.mark
    if (one.mark, one.comment) == ((last.mark, last.comment) if last else ("", "")):
        return 0
    if marks.lifted_in(connection, wave, who.commission):
        raise DataError("L’anonymat est levé : les notes ne changent plus.", "Écrivez à l’académie.")
    if last and last.validated:
        raise DataError(
            f"La note du candidat {one.number} est validée : rien n’est enregistré.",
            "Rouvrez-la dans la console, exportez de nouveau le tableau, puis relancez.",
        )
    marks.insert(connection, wave, one.number, who, one.mark, one.comment, validated=False)
    return 1
