"""What a candidate's subject expected of them, looked for in what they changed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from provisioner import candidate_folder
from provisioner.errors import DataError
from provisioner.pipeline.sitting import seeds
from provisioner.schema.changes import Diff
from provisioner.schema.criteria import Criteria
from provisioner.schema.exam import Cms
from provisioner.schema.sitting import Sitting
from provisioner.steps import checks
from provisioner.steps.checks.load import Kinds


def write(folder: Path, sitting: Sitting) -> Criteria:
    """Write a captured candidate's `criteria.json` and return it.

    A subject that is not in the bank, or cannot be read, costs nothing but the criteria: it is said why.
    """
    return checks.write_criteria(folder, _found(folder, sitting))


def _found(folder: Path, sitting: Sitting) -> Criteria:
    try:
        filed = seeds.subject_of(sitting.exam, sitting.cms, sitting.subject)
        if filed is None:
            told = f"Le sujet « {sitting.subject} » n’est pas dans la banque de l’épreuve {sitting.exam}."
            return Criteria(exam=sitting.exam, subject="", problem=told)
        subject = checks.bind_subject(filed.id, filed.data, filed.path, _kinds(sitting.cms))
    except DataError as error:
        told = f"Le sujet « {sitting.subject} » ne peut pas être lu ({error.message})."
        return Criteria(exam=sitting.exam, subject="", problem=told)
    return checks.look(candidate_folder.part(folder, "diff.json", Diff), subject)


@cache
def _kinds(cms: Cms) -> Kinds:
    return checks.load_kinds(cms)
