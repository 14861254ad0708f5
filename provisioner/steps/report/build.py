"""Writes a candidate's report, and the index of a wave."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from provisioner import candidate_folder
from provisioner.adapters import disk
from provisioner.errors import DataError, SittingError
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import Sitting
from provisioner.schema.verdicts import Verdict, Verdicts
from provisioner.steps.report import dossier
from provisioner.steps.report.render import render

REPORT = "report"


@dataclass(frozen=True)
class Row:
    """One candidate of the index."""

    sitting: Sitting
    ready: bool
    problem: str = ""
    changes: int = 0
    counts: dict[Verdict, int] | None = None


def write_report(folder: Path, exam: Exam, names: Collection[str] = ()) -> Path:
    """Write `report/` in a candidate's folder, whole or not at all, and return its `index.html`.

    `names` are proper nouns of the context, which no dictionary knows.
    Reads the folder only. Raises SittingError when diff or verdicts are not there, DataError when they are wrong.
    """
    target, temporary, old = folder / REPORT, folder / f".{REPORT}.tmp", folder / f".{REPORT}.old"
    for left in (temporary, old):
        shutil.rmtree(left, ignore_errors=True)
    disk.folder(temporary, 0o755)
    try:
        read = dossier.read(folder, temporary, names)
        page = render("candidate.html.j2", d=read, s=read.sitting, exam=exam, cms=exam.cms[read.sitting.cms])
        (temporary / "index.html").write_text(page, encoding="utf-8")
        if target.exists():
            target.rename(old)
        temporary.rename(target)
    finally:
        for left in (temporary, old):
            shutil.rmtree(left, ignore_errors=True)
    return target / "index.html"


def write_index(wave: Path, exams: dict[str, Exam]) -> Path:
    """Write the index of a wave's folder (`index.html`), one line per candidate, and return it.

    `exams` holds the exams of its sittings, by id. Raises SittingError when there is no candidate.
    """
    rows = [_row(path.parent) for path in sorted(wave.glob("*/sitting.json"))]
    if not rows:
        raise SittingError(f"Aucun candidat dans {wave}.", "« ./e5b status » montre les vagues et les candidats.")
    used = [exams[id_] for id_ in sorted({row.sitting.exam for row in rows}) if id_ in exams]
    page = render("wave.html.j2", wave=wave.name, rows=rows, exams=used, labels=_labels(used))
    disk.write(wave / "index.html", page, 0o644)
    return wave / "index.html"


def _labels(exams: list[Exam]) -> dict[str, str]:
    return {cms: of.label for exam in exams for cms, of in exam.cms.items()}


def _row(folder: Path) -> Row:
    sitting = candidate_folder.sitting(folder)
    if not (folder / REPORT / "index.html").is_file():
        return Row(sitting, ready=False)
    try:
        diff = candidate_folder.part(folder, "diff.json", Diff)
        verdicts = candidate_folder.part(folder, "verdicts.json", Verdicts)
    except (SittingError, DataError) as error:
        return Row(sitting, ready=False, problem=error.message)
    counts: dict[Verdict, int] = {"found": 0, "undetermined": 0, "not_found": 0}
    for result in verdicts.results:
        counts[result.verdict] += 1
    return Row(sitting, ready=True, changes=len(diff.changes) + len(diff.others), counts=counts)
