"""The exams themselves, apart from their reference context: what starts a site does not wait for the latter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from provisioner import paths
from provisioner.errors import DataError
from provisioner.names import DEBIAN_PHP

if TYPE_CHECKING:
    from provisioner.schema.exam import Exam

DEFAULT = "2022"
"""The exam of commands that are not told which."""
FALLBACK = "decouverte"
"""The exam made of packages alone, for a machine without the vendors' releases."""


def list_exams() -> tuple[str, ...]:
    """Return the ids of the exams present: folders of `subjects/` with an `exam.yml`."""
    return tuple(sorted(path.parent.name for path in paths.SUBJECTS.glob("*/exam.yml")))


def load_exam(exam: str) -> Exam:
    """Read `subjects/<exam>/exam.yml`. Raises DataError."""
    if exam not in list_exams():
        raise DataError(f"L’épreuve « {exam} » n’existe pas.", f"Épreuves connues : {', '.join(list_exams())}.")
    # Whoever only names an exam does not wait for what reads one.
    from provisioner.datafiles import load_yaml  # noqa: PLC0415
    from provisioner.schema.exam import Exam  # noqa: PLC0415

    path = paths.SUBJECTS / exam / "exam.yml"
    loaded = load_yaml(path, Exam)
    if loaded.id != exam:
        raise DataError(f"{path}, clé « id » : « {loaded.id} » au lieu de « {exam} ».", "Reprenez le nom du dossier.")
    for cms, part in loaded.cms.items():
        if part.php != DEBIAN_PHP:
            from provisioner import php  # noqa: PLC0415

            php.check(path, cms, part)
    return loaded


def context_folder(exam: Exam) -> Path:
    """Folder of the reference context of an exam."""
    return paths.SUBJECTS / exam.context
