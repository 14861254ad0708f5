"""What the subject of a candidate lays over the context."""

from __future__ import annotations

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
