"""From what was captured to what examiners open: verdicts, reports, the index of a wave. From the disk alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from provisioner import candidate_folder, catalog, names, paths
from provisioner.pipeline.evidence import criteria
from provisioner.schema.criteria import Criteria
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.verdicts import Verdicts
from provisioner.steps import checks, report

SAMPLES = "samples"
_exam = cache(catalog.load_exam)


@cache
def _checks(folder: str, cms: Cms) -> checks.Checks:
    return checks.load_checks(folder, cms)


def check(folder: Path) -> Verdicts:
    """Give the verdicts on a captured candidate (`verdicts.json`), and what their subject expected (`criteria.json`).

    Raises SittingError, DataError.
    """
    sitting = candidate_folder.sitting(folder)
    verdicts = checks.write_verdicts(folder, _checks(_exam(sitting.exam).checks, sitting.cms))
    criteria.write(folder, sitting)
    return verdicts


def expected(folder: Path) -> Criteria:
    """Return what the subject of a checked candidate expected, and what was seen of it. Raises DataError."""
    return candidate_folder.part(folder, "criteria.json", Criteria)


def write(folder: Path) -> Path:
    """Check a captured candidate, write the report and return its page. Raises SittingError, DataError."""
    check(folder)
    sitting = candidate_folder.sitting(folder)
    return report.write_report(
        folder, exam_of(folder), proper_nouns(sitting.exam, names.subject_id(sitting.cms, sitting.subject))
    )


def index(wave: Path) -> Path:
    """Write the index of a wave's folder and return it. Raises SittingError."""
    folders = sorted(path.parent for path in wave.glob("*/sitting.json"))
    used = {exam.id: exam for exam in map(exam_of, folders)}
    return report.write_index(wave, used)


def indexes(folders: Iterable[Path]) -> list[Path]:
    """Write the index of every wave that these candidates belong to."""
    return [index(wave) for wave in sorted({folder.parent for folder in folders})]


def exam_of(folder: Path) -> Exam:
    """Return the exam of a candidate's folder."""
    return _exam(candidate_folder.sitting(folder).exam)


@cache
def proper_nouns(exam_id: str, subject: str) -> frozenset[str]:
    """Return the proper nouns that a candidate may well write: those of the context and of the subject."""
    files = sorted(catalog.context_folder(_exam(exam_id)).rglob("*.yml"))
    own = paths.SUBJECTS / exam_id / subject / "subject.yml"
    # Read as plain text: all that matters is which words have a capital, and models take seconds.
    return report.proper_nouns([path.read_text(encoding="utf-8") for path in (*files, own) if path.is_file()])


def samples() -> list[Path]:
    """Copy the project's recorded dossiers to this machine's state and return the copies; maybe none.

    A recorded dossier is `subjects/<exam>/samples/<cms>/`, made by a real run.
    """
    copies = []
    for recorded in sorted(path.parent for path in paths.SUBJECTS.glob(f"*/{SAMPLES}/*/sitting.json")):
        sitting = candidate_folder.sitting(recorded)
        copy = paths.home() / SAMPLES / f"exemples-{sitting.exam}" / sitting.number
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(recorded, copy)
        copies.append(copy)
    return copies
