"""The members of a dossier put on the disk, once every byte of it was found as sealed."""

from __future__ import annotations

import zlib
from pathlib import Path

from provisioner.adapters import disk
from provisioner.errors import DossierError, reason
from provisioner.schema.seal import Manifest
from provisioner.steps.seal import archive
from provisioner.steps.seal.examine import Examined, examine

_LARGEST = 1 << 30
"""Bytes that one compressed record may give."""


def unpack(path: Path, target: Path) -> Examined:
    """Write a dossier's members below the folder `target`, when it is intact. Raises DossierError, DiskError."""
    try:
        stream = path.open("rb")
    except OSError as error:
        raise DossierError(f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez le nom et les droits.") from None
    with stream:
        found = examine(stream, path.name)
        if found.problems or found.manifest is None:
            raise DossierError(
                f"{path.name} n’est pas intact : {found.problems[0].says}",
                f"« ./e5b verify {path} » dit tout ; reprenez une copie intacte.",
            )
        size = stream.seek(0, 2)
        for one in archive.entries(stream, size):
            place = target / one.name
            with disk.told(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as written:
                    written.writelines(archive.content(stream, one))
    _no_bomb(target, found.manifest)
    return found


def _no_bomb(folder: Path, manifest: Manifest) -> None:
    for one in manifest.files:
        if one.path.endswith(".gz") and _opened(folder / one.path) > _LARGEST:
            raise DossierError(f"{one.path} gonflerait démesurément une fois ouvert.", "Ce dossier n’est pas de nous.")


def _opened(path: Path) -> int:
    size, left = 0, zlib.decompressobj(zlib.MAX_WBITS | 16)
    with path.open("rb") as stream:
        while (block := stream.read(1 << 16)) and size <= _LARGEST:
            while block and size <= _LARGEST:
                try:
                    size += len(left.decompress(block, 1 << 20))
                except zlib.error:
                    return size
                block = left.unconsumed_tail
    return size
