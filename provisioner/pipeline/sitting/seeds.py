"""What the subject of a candidate lays over the context."""

from __future__ import annotations

from collections.abc import Iterable

from provisioner import names, subjects
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import RosterLine
from provisioner.steps.sitting import seed
from provisioner.subjects import Filed


def laid(exam: Exam, who: RosterLine) -> str:
    """Return the SQL of the seeds of a candidate's subject; empty when it has none or is not in the bank.

    Raises DataError for a subject of the bank that cannot be read: its candidate would not have what it speaks of.
    """
    filed = subject_of(exam.id, who.cms, who.subject)
    return seed.render(who.cms, filed.data.seed, filed.path) if filed and filed.data.seed else ""


def subject_of(exam_id: str, cms: str, told: str) -> Filed | None:
    """Return the subject that a roster tells, None when it is not in the bank. Raises DataError."""
    id_ = names.subject_id(cms, told)
    return subjects.read_one(exam_id, id_) if id_ in subjects.ids(exam_id) else None


def lacking(exam: Exam, lines: Iterable[RosterLine]) -> list[str]:
    """Return the subjects that a roster tells and this machine's bank has not (« WordPress A »), each once, sorted."""
    found = set()
    for line in lines:
        id_ = names.subject_id(line.cms, line.subject)
        if line.subject.strip() and id_ not in subjects.ids(exam.id):
            letter = id_.rpartition("-")[2].upper() or line.subject.strip()
            found.add(f"{exam.cms[line.cms].label} {letter}")
    return sorted(found)


def has_bank(exam: Exam) -> bool:
    """Say whether this machine has subjects of an exam: one may be held with none."""
    return bool(subjects.ids(exam.id))
