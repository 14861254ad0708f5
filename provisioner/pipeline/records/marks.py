"""The marks of a wave, to a spreadsheet and from it: all that is kept of them is in the console's database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from provisioner import names, paths, subjects
from provisioner.adapters import disk, tables
from provisioner.datafiles import parse
from provisioner.errors import DataError, SittingError
from provisioner.schema.marks import CandidateMarks, FormerCandidate, FormerMarks, GridLine, QuestionNote
from provisioner.schema.sitting import Wave
from provisioner.schema.subject import Subject
from provisioner.steps import marks
from provisioner.steps.console import accounts, audit, batch, writings
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.batch import Words
from provisioner.steps.console.database import Database
from provisioner.steps.console.writings import GENERAL
from provisioner.steps.sitting import store

FORMER = "marks.json"
"""Where spreadsheets were read into before: taken over, then removed."""
_HERE = "ligne de commande"


@dataclass
class Sheet:
    """Marks of a wave as they stand, in one marking."""

    wave: Wave
    candidates: tuple[CandidateMarks, ...] = ()
    subjects: dict[str, Subject] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """Candidates whose subject is not in the bank: nobody knows their grid."""
    others: frozenset[str] = frozenset()
    """Numbers of the wave that are of other commissions."""


def export(name: str, path: Path, account: str = "", *, second: bool = False) -> Sheet:
    """Write marks for a spreadsheet (CSV, XLSX, ODS): an examiner's own words, or, without an account, a whole marking.

    Cells of what was not said are empty. Raises E5BError.
    """
    database = Database()
    sheet = _standing(database, name, _examiner(database, account), marking=2 if second else 1)
    if path.exists():
        raise DataError(f"{path} existe déjà.", "Donnez un autre nom : il porte peut-être des notes.")
    disk.write(path, tables.written(marks.table(sheet.candidates, sheet.subjects), path, marks.WIDTHS))
    audit.add(database, account, _HERE, "Tableau de notes exporté", f"vague {name}")
    return sheet


def take(name: str, path: Path, account: str) -> tuple[tuple[CandidateMarks, ...], int]:
    """Keep what an examiner typed in a spreadsheet, all or nothing; return it, and how many words are new.

    Raises E5BError.
    """
    database = Database()
    who = _examiner(database, account)
    if who is None:
        raise DataError("Ce tableau n’est de personne.", "Dites de quel examinateur : --as COMPTE.")
    sheet = _standing(database, name, who)
    read = marks.read(path, sheet.candidates, sheet.others)
    count = batch.save(database, name, who, [_words(one) for one in read])
    audit.add(database, who.name, _HERE, "Tableau de notes relu", f"vague {name} : {count} saisie(s)")
    return read, count


def take_over(name: str) -> int:
    """Bring what `marks.json` holds of a wave into the console's database, and remove it; return how many words.

    Raises DataError when it is damaged, DiskError.
    """
    path = paths.waves() / name / FORMER
    if not path.is_file():
        return 0
    try:
        former = parse(json.loads(path.read_text(encoding="utf-8")), FormerMarks, path)
    except ValueError:
        raise DataError(f"{path} est abîmé.", "Restaurez-le d’une sauvegarde, ou mettez-le de côté.") from None
    known = store.read_wave(name)
    now = {one.who.number: names.subject_id(one.who.cms, one.who.subject) for one in known.candidates} if known else {}
    database = Database()
    count = batch.take_over(database, name, [_former(one, now.get(one.number, "")) for one in former.candidates])
    audit.add(database, "", _HERE, "Notes du tableur reprises", f"vague {name} : {count} saisie(s)")
    with disk.told(path):
        path.unlink()
    return count


def _examiner(database: Database, account: str) -> Account | None:
    if not account:
        return None
    who = accounts.find(database, account)
    if who is None or who.role != "examinateur":
        raise DataError(
            f"« {account} » n’est pas le compte d’un examinateur.", "« ./e5b console account list » donne les comptes."
        )
    return who


def _standing(database: Database, name: str, who: Account | None, marking: int = 1) -> Sheet:
    known = store.read_wave(name)
    if known is None:
        raise SittingError(f"La vague « {name} » n’existe pas.", "« ./e5b status » montre les vagues.")
    take_over(name)
    sheet, found = Sheet(known), list[CandidateMarks]()
    mine = [one.who for one in known.candidates if who is None or one.who.commission == who.commission]
    if not mine:
        raise SittingError(f"La commission de ce compte n’a aucun candidat dans la vague « {name} ».", "")
    sheet.others = frozenset(one.who.number for one in known.candidates) - {one.number for one in mine}
    bank = subjects.ids(known.exam)
    for one in mine:
        id_ = names.subject_id(one.cms, one.subject)
        if id_ not in bank:
            sheet.missing[one.number] = one.subject
            continue
        if id_ not in sheet.subjects:
            sheet.subjects[id_] = subjects.read_one(known.exam, id_).data
        written = writings.sheet(database, name, one.number, who.marking if who else marking)
        found.append(_filled(marks.blank(one.number, id_, sheet.subjects[id_]), written, who.name if who else ""))
    sheet.candidates = tuple(found)
    return sheet


def _filled(empty: CandidateMarks, written: writings.Sheet, account: str) -> CandidateMarks:
    """Return what one examiner wrote; without an account, what the commission agrees on, and everybody's notes."""
    lines, notes = list[GridLine](), list[QuestionNote]()
    for line in empty.lines:
        place = line.question - 1, line.line - 1
        level = written.level(*place, account) if account else written.agreed(*place)
        lines.append(GridLine.model_validate({**line.model_dump(), "level": level or None}))
    for note in empty.notes:
        question = note.question - 1 if note.question else GENERAL
        if account:
            own = written.note(question, account)
            text = own.text if own else ""
        else:
            told = [one for one in written.notes if one.question == question and one.text]
            text = "\n".join(f"{one.account} : {one.text}" for one in told)
        notes.append(note.model_copy(update={"text": text}))
    update: dict[str, object] = {"lines": tuple(lines), "notes": tuple(notes)}
    if written.mark:
        update |= {"mark": written.mark.value, "comment": written.mark.comment}
    return empty.model_copy(update={**update, "version": written.version_of(account) if account else ""})


def _words(one: CandidateMarks) -> Words:
    levels = {(line.question - 1, line.line - 1): line.level or "" for line in one.lines}
    notes = {note.question - 1 if note.question else GENERAL: note.text for note in one.notes}
    return Words(one.number, levels, notes, _mark(one.mark), one.comment, one.version)


def _former(one: FormerCandidate, subject: str) -> Words:
    """Return what was kept of a candidate before. A grid of another subject than theirs now can only be told."""
    told: dict[int, list[str]] = {}
    levels: Mapping[tuple[int, int], str] = {}
    if one.subject == subject:
        levels = {(line.question - 1, line.line - 1): line.level for line in one.lines if line.level}
    for line in one.lines:
        level = f" {line.level}" if line.level and not levels else ""
        if level or line.comment:
            where = line.question - 1 if one.subject == subject else GENERAL
            place = "" if one.subject == subject else f"{one.subject}, question {line.question}, "
            told.setdefault(where, []).append(f"{place}ligne {line.line} :{level} {line.comment}".rstrip())
    notes = {question: "\n".join(texts) for question, texts in told.items()}
    return Words(one.number, levels, notes, _mark(one.mark), one.comment, "")


def _mark(value: Decimal | None) -> str:
    return "" if value is None else str(value).replace(".", ",")
