"""The subjects themselves, apart from the rules of the bank: what starts a site does not wait for the latter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.subject import Subject

NAME = "subject.yml"


@dataclass(frozen=True)
class Filed:
    """A subject and its folder."""

    id: str
    """`wordpress-a`: name of the folder."""
    folder: Path
    data: Subject

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / NAME

    @property
    def label(self) -> str:
        """« WordPress A »."""
        return f"{'WordPress' if self.data.cms == 'wordpress' else 'PrestaShop'} {self.data.letter}"


def ids(exam: str) -> tuple[str, ...]:
    """Return the ids of the subjects of an exam, sorted: folders that hold a `subject.yml`."""
    return tuple(sorted(path.parent.name for path in (paths.SUBJECTS / exam).glob(f"*/{NAME}")))


def read_one(exam: str, id_: str) -> Filed:
    """Read one subject. Raises DataError naming file and key."""
    folder = paths.SUBJECTS / exam / id_
    if id_ not in ids(exam):
        known = ", ".join(ids(exam)) or "aucun"
        raise DataError(f"Le sujet « {id_} » n’est pas dans la banque {exam}.", f"Sujets de la banque : {known}.")
    return Filed(id_, folder, load_yaml(folder / NAME, Subject))
