"""A candidate's folder, as every step after the sitting reads it: files on disk are all that links those steps."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from provisioner.datafiles import load_json
from provisioner.errors import DataError, SittingError
from provisioner.schema.sitting import Sitting

M = TypeVar("M", bound=BaseModel)


def sitting(folder: Path) -> Sitting:
    """Return whose folder it is (`sitting.json`). Raises SittingError when it is nobody's, DataError when damaged."""
    return load_json(proof(folder), Sitting)


def proof(folder: Path) -> Path:
    """Return the file that makes a folder a candidate's. Raises SittingError when it is not there."""
    path = folder / "sitting.json"
    if not path.is_file():
        raise SittingError(f"{folder} n’est pas le dossier d’un candidat (sitting.json absent).", "Vérifiez le numéro.")
    return path


def part(folder: Path, name: str, model: type[M]) -> M:
    """Return one of the files that a capture or a check wrote. Raises SittingError, DataError when it is damaged."""
    path = folder / name
    number = folder.name
    again = f"« ./e5b capture {number} », puis « ./e5b check {number} »"
    if not path.is_file():
        raise SittingError(f"Candidat {number} : {path} n’existe pas.", f"Lancez {again}.")
    try:
        return load_json(path, model)
    except DataError as error:
        raise DataError(error.message, f"Il se refait : {again}.") from None
