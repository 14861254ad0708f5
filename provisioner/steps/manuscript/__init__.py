"""Subjects written in a word processor: a document in, plain data out, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from provisioner.errors import DataError
from provisioner.steps.manuscript import docx_reading, docx_writing, odt_reading, odt_writing
from provisioner.steps.manuscript.layout import layout
from provisioner.steps.manuscript.outline import Outline, outline
from provisioner.steps.manuscript.parts import FORM, Part, Trouble
from provisioner.steps.manuscript.prose import canonical
from provisioner.steps.manuscript.questions import Forms
from provisioner.steps.manuscript.words import fold

__all__ = ["FORM", "Forms", "Outline", "Part", "Trouble", "canonical", "fold", "layout", "outline", "read", "write"]

_READERS = {".docx": docx_reading.read, ".odt": odt_reading.read}
_WRITERS = {".docx": docx_writing.write, ".odt": odt_writing.write}


def read(path: Path) -> list[Part]:
    """Return the parts of a document (docx, odt). Raises DataError naming the file."""
    return _READERS[_suffix(path)](path)


def write(parts: Sequence[Part], title: str, path: Path) -> None:
    """Write a document in the format that its name says. Raises DataError when it says none."""
    _WRITERS[_suffix(path)](parts, title, path)


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix in {".docm", ".dotm"}:
        raise DataError(f"{path} : un document à macros est refusé.", "Enregistrez-le au format docx, sans macro.")
    if suffix not in _READERS:
        raise DataError(
            f"{path} : le format « {suffix or 'sans suffixe'} » n’est pas connu.",
            "Donnez un fichier .docx (Word) ou .odt (LibreOffice).",
        )
    return suffix
