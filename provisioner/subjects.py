"""The subjects themselves, apart from the rules of the bank: what starts a site does not wait for the latter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.datafiles import parse, read_yaml
from provisioner.errors import DataError
from provisioner.schema.exam import CMS_LABELS
from provisioner.schema.subject import Subject

NAME = "subject.yml"
MOST_VALUES = 20_000
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What XML, hence any document of a word processor, cannot hold."""


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
        return f"{CMS_LABELS[self.data.cms]} {self.data.letter}"


def ids(exam: str) -> tuple[str, ...]:
    """Return the ids of the subjects of an exam, sorted: folders that hold a `subject.yml`."""
    return tuple(sorted(path.parent.name for path in (paths.SUBJECTS / exam).glob(f"*/{NAME}")))


def read_one(exam: str, id_: str) -> Filed:
    """Read one subject. Raises DataError naming file and key."""
    folder = paths.SUBJECTS / exam / id_
    if id_ not in ids(exam):
        known = ", ".join(ids(exam)) or "aucun"
        raise DataError(f"Le sujet « {id_} » n’est pas dans la banque {exam}.", f"Sujets de la banque : {known}.")
    path = folder / NAME
    data = read_yaml(path)
    _look(data, path)
    return Filed(id_, folder, parse(data, Subject, path))


def _look(data: Any, path: Path) -> None:
    """Look at the values before any model does. Raises DataError for what would choke the models or the papers."""
    seen, waiting = 0, [("", data)]
    while waiting:
        key, one = waiting.pop()
        seen += 1
        if seen + len(waiting) > MOST_VALUES:
            # A few lines of YAML can stand for billions of values, or never end.
            raise DataError(
                f"{path} : le fichier est démesuré (plus de {MOST_VALUES} valeurs).",
                "Un sujet en compte quelques centaines ; retirez les répétitions (& et *).",
            )
        if isinstance(one, dict | list):
            inner = one.items() if isinstance(one, dict) else enumerate(one)
            waiting += [(f"{key}.{name}" if key else str(name), value) for name, value in inner]
        elif isinstance(one, str) and (hidden := _HIDDEN.search(one)):
            raise DataError(
                f"{path}, clé « {key} » : un caractère invisible (U+{ord(hidden[0]):04X}) est dans ce texte.",
                "Retapez ce texte : aucun papier ne peut montrer ce caractère.",
            )
