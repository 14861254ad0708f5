"""Dossiers on the disk of the centre: written whole, in a chain that a power cut cannot break."""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from provisioner import paths
from provisioner.adapters import disk
from provisioner.datafiles import parse
from provisioner.errors import DataError, DossierError
from provisioner.schema.seal import Identity, Link, Manifest, Member, Origin, Register, canonical, digest
from provisioner.steps.seal import archive, chain
from provisioner.steps.seal.archive import Entry
from provisioner.steps.seal.contents import Source
from provisioner.steps.seal.examine import MANIFEST, PURPOSE, SIGNATURE, examine, written
from provisioner.steps.seal.keys import Key, fingerprint
from provisioner.steps.seal.names import collisions, unfit

_REGISTER = "chain.json"


def seal(sources: Mapping[str, Source], identity: Identity, origin: Origin, key: Key, now: datetime) -> Path:
    """Write the dossier of these members, sign it, put it in the register and return it.

    The very same content is not sealed twice: the dossier that is there is returned. Raises DossierError, DiskError.
    """
    place = disk.folder(paths.dossiers())
    with disk.turn(place / "lock", lambda: None):
        register = caught_up(key)
        measured = {name: _measured(source) for name, source in sorted(sources.items())}
        files = tuple(Member(path=name, size=size, sha256=sha) for name, (size, _, sha) in measured.items())
        content = content_of(identity, files)
        mine = [one for one in register.links if (one.wave, one.number) == (identity.wave, identity.number)]
        if mine and mine[-1].content == content and (place / mine[-1].file).is_file():
            return place / mine[-1].file
        manifest = Manifest(
            key=key.name,
            sequence=len(register.links) + 1,
            previous=register.links[-1].manifest if register.links else "",
            replaces=mine[-1].sequence if mine else 0,
            sealed_at=now.isoformat(timespec="seconds"),
            sitting=identity,
            origin=origin,
            files=files,
        )
        path = place / chain.file_name(manifest)
        _write(path, manifest, key, {name: (sources[name], crc) for name, (_, crc, _) in measured.items()})
        write_register(_with(register, manifest, digest(canonical(manifest)), path.name))
    return path


def content_of(identity: Identity, files: Iterable[Member]) -> str:
    """Return the SHA-256 of what a dossier says of its sitting, whatever its place in the chain."""
    lines = [identity.model_dump(mode="json"), *([one.path, one.size, one.sha256] for one in files)]
    return digest(json.dumps(lines, ensure_ascii=False, sort_keys=True).encode())


def latest(wave: str, number: str) -> Path | None:
    """Return the last dossier sealed of a sitting that is still there; None when there is none. Raises DataError."""
    register = read_register()
    found = (
        [paths.dossiers() / one.file for one in register.links if (one.wave, one.number) == (wave, number)]
        if register
        else []
    )
    return found[-1] if found and found[-1].is_file() else None


def sealed_numbers() -> set[tuple[str, str]]:
    """Return the sittings (wave, number) that have a dossier here. Raises DataError when the register is damaged."""
    register = read_register()
    return {(link.wave, link.number) for link in register.links} if register else set()


def read_register() -> Register | None:
    """Return the register, None when nothing was ever sealed. Raises DataError when it is damaged."""
    path = paths.dossiers() / _REGISTER
    if not path.is_file():
        return None
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        raise DataError(f"{path} est abîmé.", "Restaurez-le ; ou retirez-le : il sera refait des dossiers.") from None
    return parse(raw, Register, path)


def write_register(register: Register) -> None:
    """Keep the register, even across a power cut. Raises DiskError."""
    disk.write(paths.dossiers() / _REGISTER, register.model_dump_json(indent=1))
    _settle(paths.dossiers())


def caught_up(key: Key) -> Register:
    """Return the register with the dossiers that an interruption left out of it. Raises DossierError, DataError."""
    register = read_register() or Register(key=key.name)
    if register.key != key.name:
        raise DossierError(
            f"Le registre des dossiers est celui d’une autre clé ({fingerprint(register.key)}).",
            f"Restaurez cette clé dans {paths.keys()}, ou mettez {paths.dossiers()} de côté pour commencer une chaîne.",
        )
    place = paths.dossiers()
    for left in place.glob(".*.tmp"):
        left.unlink(missing_ok=True)
    while ahead := sorted(place.glob(f"{len(register.links) + 1:06d}-*.zip")):
        register = _adopted(register, ahead[0])
        write_register(register)
    later = [one.name for one in place.glob("[0-9]*-*.zip") if int(one.name.split("-")[0]) > len(register.links)]
    if later:
        raise DossierError(
            f"{place / min(later)} a un rang plus haut que le registre ({len(register.links)} dossiers).",
            f"Restaurez {place / _REGISTER}, ou mettez ce dossier ailleurs.",
        )
    return register


def _adopted(register: Register, path: Path) -> Register:
    with path.open("rb") as stream:
        found = examine(stream, path.name)
    manifest = found.manifest
    previous = register.links[-1].manifest if register.links else ""
    if manifest is None or found.problems or (manifest.key, manifest.previous) != (register.key, previous):
        raise DossierError(f"{path} porte le prochain rang, et n’est pas la suite de la chaîne.", "Mettez-le ailleurs.")
    return _with(register, manifest, found.digest, path.name)


def _with(register: Register, manifest: Manifest, sha256: str, name: str) -> Register:
    link = Link(
        sequence=manifest.sequence,
        manifest=sha256,
        content=content_of(manifest.sitting, manifest.files),
        file=name,
        wave=manifest.sitting.wave,
        number=manifest.sitting.number,
        sealed_at=manifest.sealed_at,
    )
    return register.model_copy(update={"links": (*register.links, link)})


def _write(path: Path, manifest: Manifest, key: Key, sources: Mapping[str, tuple[Source, int]]) -> None:
    raw = canonical(manifest)
    signature = written(key.sign(PURPOSE, raw))
    temporary = path.with_name(f".{path.name}.tmp")
    with disk.told(path):
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
                pack(stream, {MANIFEST: (raw, None), SIGNATURE: (signature, None), **sources})
                stream.flush()
                os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    _settle(path.parent)


def pack(stream: BinaryIO, members: Mapping[str, tuple[Source, int | None]]) -> None:
    """Write an archive of these members, in their order; each with its check when it is known. Raises DossierError."""
    at, entries = 0, []
    trouble = {name: why for name in members if (why := unfit(name))} | collisions(members)
    if trouble or len(members) > archive.MOST:
        name, why = next(iter(trouble.items()), ("", "trop de fichiers"))
        raise DossierError(f"« {name} » ne peut pas entrer dans un dossier : {why}.", "Signalez cette anomalie.")
    for name, (source, known) in members.items():
        size, crc, _ = _measured(source) if known is None else (_size(source), known, "")
        head = archive.local_header(name, size, crc)
        if at + len(head) + size > archive.LARGEST:
            raise DossierError("Le dossier dépasserait 4 Go.", "Regardez ce que le candidat a déposé.")
        stream.write(head)
        entries.append(Entry(name, size, crc, at + len(head)))
        seen, length = 0, 0
        for block in _blocks(source):
            stream.write(block)
            seen, length = zlib.crc32(block, seen), length + len(block)
        if (seen, length) != (crc, size):
            raise DossierError(f"{name} a changé pendant le scellement.", "Recommencez quand rien n’y écrit plus.")
        at += len(head) + size
    stream.write(archive.directory(entries, at))


def _measured(source: Source) -> tuple[int, int, str]:
    size, crc, sha256 = 0, 0, hashlib.sha256()
    for block in _blocks(source):
        size += len(block)
        crc = zlib.crc32(block, crc)
        sha256.update(block)
    return size, crc, sha256.hexdigest()


def _size(source: Source) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


def _blocks(source: Source) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as stream:
        while block := stream.read(archive.BLOCK):
            yield block


def _settle(folder: Path) -> None:
    """Have the disk keep the names of a folder too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
