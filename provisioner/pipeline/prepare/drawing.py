"""A roster in, the same with a CMS and a subject for each candidate out; and the record that lets anyone draw again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioner import exams, names, subjects
from provisioner.adapters import disk, tables
from provisioner.errors import DataError
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import draw, roster
from provisioner.steps.draw import Drawn, Past, Wanting
from provisioner.steps.roster.cells import CMS, fold


@dataclass(frozen=True)
class Result:
    """What came of a draw."""

    path: Path
    record: Path
    drawn: tuple[Drawn, ...]
    counts: dict[str, int]


def run(exam_id: str, source: Path, target: Path, seed: str, previous: Sequence[Path], together: int) -> Result:
    """Draw for the candidates of `source` and write `target`, ready for `up`, and its record beside it.

    Either is CSV, or what its name says (ODS, XLSX). A cell « CMS » that is filled is kept; « sujet » is drawn for all.
    Raises DataError.
    """
    if not seed.strip():
        raise DataError("La graine est vide.", "Donnez --seed, un texte quelconque, publié après l’épreuve.")
    exam = exams.load_exam(exam_id)
    if not target.suffix:
        target = target.with_suffix(source.suffix)
    if target.exists():
        raise DataError(f"{target} existe déjà : un tirage ne se refait pas par-dessus.", "Donnez un autre nom (--to).")
    lines = roster.read_open(source, exam.cms)
    subjects = _bank(exam)
    past = Past()
    for path in previous:
        for line in roster.read(path, exam.cms):
            if id_ := names.subject_id(line.cms, line.subject):
                past.add(line.number, id_)
    wanting = [Wanting(line["number"], line["commission"], CMS.get(fold(line["cms"]))) for line in lines]
    drawn = draw.draw(wanting, subjects, seed, past, together)
    disk.write(target, tables.written(_table(lines, drawn, exam), target, roster.WIDTHS))
    record = target.with_suffix(".tirage.json")
    disk.write(record, _record(exam, source, seed, previous, together, subjects, drawn))
    roster.read(target, exam.cms)
    counts = Counter(one.subject for one in drawn.values())
    return Result(target, record, tuple(drawn.values()), dict(sorted(counts.items())))


def _bank(exam: Exam) -> dict[Cms, tuple[str, ...]]:
    ids = subjects.ids(exam.id)
    return {cms: tuple(id_ for id_ in ids if id_.startswith(f"{cms}-")) for cms in exam.cms}


def _table(lines: Sequence[dict[str, str]], drawn: dict[str, Drawn], exam: Exam) -> list[list[str]]:
    """Return the roster with what was drawn, its titles first."""
    rows = [list(roster.COLUMNS.values())]
    for line in lines:
        one = drawn[line["number"]]
        cells = {**line, "cms": exam.cms[one.cms].label, "subject": one.subject.rpartition("-")[2].upper()}
        rows.append([cells[name] for name in roster.COLUMNS])
    return rows


def _record(
    exam: Exam,
    source: Path,
    seed: str,
    previous: Sequence[Path],
    together: int,
    subjects: dict[Cms, tuple[str, ...]],
    drawn: dict[str, Drawn],
) -> str:
    """Return what is published afterwards: by number only."""
    told = {
        "exam": exam.id,
        "seed": seed,
        "list": source.name,
        "previous": [path.name for path in previous],
        "together": together,
        "bank": subjects,
        "drawn": {one.number: one.subject for one in drawn.values()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
