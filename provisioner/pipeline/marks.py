"""The marks of a wave, to a spreadsheet and from it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from provisioner import names, paths, subjects
from provisioner.adapters import disk, tables
from provisioner.datafiles import parse
from provisioner.errors import DataError, SittingError
from provisioner.schema.marks import CandidateMarks, Marks
from provisioner.schema.sitting import Wave
from provisioner.schema.subject import Subject
from provisioner.steps import marks

FILE = "marks.json"


@dataclass
class Sheet:
    """Marks of a wave as they stand."""

    wave: Wave
    marks: Marks
    subjects: dict[str, Subject] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    """Candidates whose subject is not in the bank: nobody knows their grid."""


def standing(name: str) -> Sheet:
    """Return the marks of a wave as last imported; those of nobody else are empty. Raises SittingError, DataError."""
    roster = paths.waves() / name / "roster.json"
    if not roster.is_file():
        raise SittingError(f"La vague « {name} » n’existe pas.", "« ./e5b status » montre les vagues.")
    wave = parse(json.loads(roster.read_text(encoding="utf-8")), Wave, roster)
    known = {one.number: one for one in _stored(name)}
    sheet = Sheet(wave, Marks(exam=wave.exam, wave=wave.wave, candidates=()))
    bank, found = subjects.ids(wave.exam), list[CandidateMarks]()
    for who in (one.who for one in wave.candidates):
        id_ = names.subject_id(who.cms, who.subject)
        if id_ not in bank:
            sheet.missing[who.number] = who.subject
            continue
        if id_ not in sheet.subjects:
            sheet.subjects[id_] = subjects.read_one(wave.exam, id_).data
        empty = marks.blank(who.number, id_, sheet.subjects[id_])
        found.append(_merged(empty, known.get(who.number)))
    sheet.marks = Marks(exam=wave.exam, wave=wave.wave, candidates=tuple(found))
    return sheet


def export(name: str, path: Path) -> Sheet:
    """Write the marks of a wave for a spreadsheet (CSV, ODS); empty cells for what was not said. Raises E5BError."""
    sheet = standing(name)
    if path.exists():
        raise DataError(f"{path} existe déjà.", "Donnez un autre nom : il porte peut-être des notes.")
    disk.write(path, tables.written(marks.table(sheet.marks.candidates, sheet.subjects), path, marks.WIDTHS))
    return sheet


def take(name: str, path: Path) -> Marks:
    """Keep the marks typed in a spreadsheet; all or nothing. Raises E5BError."""
    sheet = standing(name)
    read = sheet.marks.model_copy(update={"candidates": marks.read(path, sheet.marks.candidates)})
    disk.write(paths.waves() / name / FILE, read.model_dump_json(indent=1) + "\n")
    return read


def _stored(name: str) -> tuple[CandidateMarks, ...]:
    path = paths.waves() / name / FILE
    return parse(json.loads(path.read_text(encoding="utf-8")), Marks, path).candidates if path.is_file() else ()


def _merged(empty: CandidateMarks, known: CandidateMarks | None) -> CandidateMarks:
    """Return what is known of a candidate on the grid that their subject has now."""
    if known is None or known.subject != empty.subject:
        return empty
    lines = {(line.question, line.line): line for line in known.lines}
    kept = tuple(lines.get((line.question, line.line), line) for line in empty.lines)
    return known.model_copy(update={"lines": kept})
