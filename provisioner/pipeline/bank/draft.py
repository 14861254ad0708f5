"""A new subject, from a commented template to complete."""

from __future__ import annotations

import string
from pathlib import Path

from provisioner import exams, paths, subjects
from provisioner.adapters import disk
from provisioner.errors import DataError

TEMPLATES = paths.TEMPLATES / "subjects"


def new(exam_id: str, cms: str, letter: str) -> Path:
    """Write the template of a subject and return its file. Raises DataError when that letter is taken."""
    exam = exams.load_exam(exam_id)
    wanted = free_letter(exam.id, cms, letter)
    folder = paths.SUBJECTS / exam.id / f"{cms}-{wanted.lower()}"
    text = (TEMPLATES / f"{cms}.yml").read_text(encoding="utf-8")
    text = text.replace("@EXAM@", exam.id).replace("@LETTER@", wanted)
    disk.folder(folder, 0o755)
    disk.write(folder / "subject.yml", text, 0o644)
    return folder / "subject.yml"


def free_letter(exam: str, cms: str, letter: str) -> str:
    """Return the letter asked for, or the first that no subject of this CMS has. Raises DataError when it is taken."""
    taken = {id_.rpartition("-")[2].upper() for id_ in subjects.ids(exam) if id_.startswith(f"{cms}-")}
    wanted = letter.upper() or next((one for one in string.ascii_uppercase if one not in taken), "")
    if len(wanted) != 1 or wanted not in string.ascii_uppercase:
        raise DataError(f"« {letter} » n’est pas une lettre de A à Z.", "Donnez une lettre, ou aucune.")
    folder = paths.SUBJECTS / exam / f"{cms}-{wanted.lower()}"
    if wanted in taken or folder.exists():
        raise DataError(f"Le sujet {cms} {wanted} existe déjà ({folder}).", "Donnez une autre lettre, ou aucune.")
    return wanted
