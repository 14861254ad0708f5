"""Reads all the subjects of an exam, `subjects/<exam>/<cms>-<letter>/`; what cannot be read is a problem."""

from __future__ import annotations

import re
from pathlib import Path

from provisioner import paths
from provisioner.errors import DataError
from provisioner.steps.bank.problem import FORM, Problem
from provisioner.subjects import NAME, Filed, ids, read_one

_LONGEST_HINT = 300
_FOLDER = re.compile(r"(wordpress|prestashop)-[a-z]")


def shown(path: Path) -> str:
    """Return a path as it is told: below the project when it is there."""
    return str(path.relative_to(paths.PROJECT)) if path.is_relative_to(paths.PROJECT) else str(path)


def read(exam: str) -> tuple[tuple[Filed, ...], tuple[Problem, ...]]:
    """Read every subject of an exam; one that cannot be read is a problem and does not hide the others."""
    found: list[Filed] = []
    wrong = [
        Problem(folder.name, shown(folder), "", f"le fichier {NAME} n’existe pas", FORM)
        for folder in sorted(path for path in (paths.SUBJECTS / exam).glob("*") if path.is_dir())
        if _FOLDER.fullmatch(folder.name) and not (folder / NAME).is_file()
    ]
    for id_ in ids(exam):
        try:
            found.append(read_one(exam, id_))
        except DataError as error:
            wrong.append(unreadable(id_, error))
    return tuple(found), tuple(wrong)


def unreadable(id_: str, error: DataError, rule: str = FORM) -> Problem:
    """Return a data error, that names file and key, as a problem."""
    told = re.fullmatch(r"(?s)(.+?\.yml)(?:, clé « (.+?) »)? : (.+?)\.?", error.message)
    if not told:
        return Problem(id_, "", "", error.message.rstrip("."), rule)
    hint = f" ({error.hint.rstrip('.')})" if 0 < len(error.hint) < _LONGEST_HINT else ""
    return Problem(id_, shown(Path(told[1])), told[2] or "", told[3].rstrip(".") + hint, rule)
