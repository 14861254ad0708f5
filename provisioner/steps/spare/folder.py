"""The folder of a copy: how it is written, so that whatever was carried away of it at any instant can be used.

Files are only added to, or replaced whole. Cut anywhere, one that is added to is good up to its last whole line or
transaction. Nothing waits for the disk: what counts is what another machine has.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from provisioner.adapters import disk
from provisioner.errors import SittingError
from provisioner.schema.base import Strict
from provisioner.schema.journal import Entry
from provisioner.schema.spare import Look, SittingCopy
from provisioner.schema.writings import Writing

M = TypeVar("M", bound=Strict)
LOOK, COPY, JOURNAL, WRITINGS = "look.json", "copy.json", "journal.jsonl", "writings.jsonl"
LOG, ACCESS, LINES, BYTES, KEPT = "log", "access.log", "files.jsonl", "files", "kept"
LOG_FILES = "binlog.[0-9]*"
_BLOCK = 1 << 20


def look(folder: Path) -> Look:
    """Return the last look that a copy tells of. Raises SittingError."""
    path = folder / LOOK
    try:
        return Look.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise SittingError(
            f"{folder} ne contient aucune copie de sécurité (« {LOOK} » n’y est pas).",
            "Vérifiez le dossier ; sur l’autre machine, « ./e5b spare export --to DOSSIER » la tient à jour.",
        ) from None
    except (OSError, ValidationError):
        raise SittingError(
            f"{path} est illisible ou d’une autre version du logiciel.", "Copiez à nouveau ce dossier, puis relancez."
        ) from None


def sitting(folder: Path, wave: str, number: str) -> SittingCopy | None:
    """Return what a copy holds of a sitting; None when it was not copied yet."""
    try:
        return SittingCopy.model_validate_json((folder / wave / number / COPY).read_bytes())
    except (OSError, ValidationError):
        return None


def life(folder: Path, wave: str, number: str, name: str) -> Path:
    """Return the folder of one life of a sitting's site."""
    return folder / wave / number / name


def facts(folder: Path, wave: str) -> list[Entry]:
    """Return the facts of a wave's journal that were copied whole, each once, in their order."""
    found = {one.id: one for one in lines(folder / wave / JOURNAL, Entry)}
    return [found[id_] for id_ in sorted(found)]


def writings(folder: Path, wave: str) -> list[Writing]:
    """Return what examiners wrote of a wave's candidates and was copied whole, in the order of writing."""
    return list(lines(folder / wave / WRITINGS, Writing))


def lines(path: Path, model: type[M]) -> Iterator[M]:
    """Yield the values of a file that is added to line by line; what is not a whole one is left out."""
    try:
        text = path.read_bytes()
    except OSError:
        return
    for line in text.split(b"\n")[:-1]:
        try:
            yield model.model_validate_json(line)
        except ValidationError:
            continue


def replace(path: Path, value: Strict) -> None:
    """Replace a file whole. Raises DiskError."""
    disk.folder(path.parent)
    disk.write(path, value.model_dump_json(), durable=False)


def add(path: Path, values: Sequence[Strict]) -> None:
    """Add these lines. Raises DiskError."""
    if not values:
        return
    disk.folder(path.parent)
    with disk.told(path), os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as stream:
        # A line that an interruption cut must not spoil the next.
        end = stream.seek(0, os.SEEK_END)
        whole = not end or (stream.seek(end - 1), stream.read(1))[1] == b"\n"
        # What says nothing is left out: an older version of the software still reads it.
        told = b"".join(one.model_dump_json(exclude_defaults=True).encode() + b"\n" for one in values)
        stream.write((b"" if whole else b"\n") + told)


def follow(source: Path, target: Path) -> int:
    """Bring to `target` what was added to `source` since; return the bytes that it then has. Raises DiskError."""
    here = target.stat().st_size if target.exists() else 0
    if source.stat().st_size <= here:
        return here
    disk.folder(target.parent)
    with disk.told(target), source.open("rb") as stream:
        stream.seek(here)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as copy:
            while block := stream.read(_BLOCK):
                copy.write(block)
                here += len(block)
    return here


def whole_lines(path: Path) -> bytes:
    """Return the whole lines of a text that may be cut; nothing when it is not there."""
    try:
        text = path.read_bytes()
    except OSError:
        return b""
    return text[: text.rfind(b"\n") + 1]
