"""Reads a dossier to its last byte and says exactly what is not as it was sealed. Nothing is extracted."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal

from pydantic import ValidationError

from provisioner.schema.seal import Manifest, canonical, digest
from provisioner.steps.seal import archive, keys
from provisioner.steps.seal.archive import MisshapenError
from provisioner.steps.seal.loose import HostileError, Loose
from provisioner.steps.seal.names import collisions, unfit

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
PURPOSE = "e5b-dossier-1"
"""What the centre's signature of a manifest is for."""
_LONGEST = 16 << 20
"""Bytes of a manifest."""
Kind = Literal["altered", "missing", "added", "archive", "manifest", "signature", "key", "chain"]
Blocks = Callable[[str], Iterable[bytes]]


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it was sealed."""

    kind: Kind
    what: str
    """The member it is about, or the dossier."""
    says: str
    """French."""


@dataclass(frozen=True)
class Examined:
    """What came of it; without a problem, every byte is as it was sealed."""

    name: str
    """Of the file, as people know it."""
    manifest: Manifest | None
    """None when it cannot be read."""
    digest: str
    """SHA-256 of the manifest's bytes; empty when there is none."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Read:
    """Members of an archive, read one way or the other."""

    names: Sequence[str]
    blocks: Blocks
    crcs: Mapping[str, int]
    problems: tuple[Problem, ...] = ()


def examine(stream: BinaryIO, name: str) -> Examined:
    """Examine one archive; `name` is what the problems call it."""
    size = stream.seek(0, 2)
    if size > archive.LARGEST:
        return _refused(name, "elle est trop grande pour un dossier")
    try:
        read = _members(stream, size, name)
    except HostileError as error:
        return _refused(name, str(error))
    if MANIFEST not in read.names:
        gone = Problem("manifest", MANIFEST, "le manifeste manque : on ne peut pas savoir ce que le dossier contenait.")
        return Examined(name, None, "", (*read.problems, gone))
    raw = _short(read.blocks(MANIFEST), _LONGEST)
    manifest, trouble = _manifest(raw)
    if manifest is None:
        wrong = Problem("manifest", MANIFEST, f"le manifeste est altéré ({trouble}).")
        return Examined(name, None, digest(raw), (*read.problems, wrong))
    problems = (*read.problems, *_signature(read, manifest, raw), *_contents(read, manifest))
    return Examined(name, manifest, digest(raw), problems)


def _refused(name: str, why: str) -> Examined:
    return Examined(name, None, "", (Problem("archive", name, f"cette archive est refusée : {why}."),))


def _members(stream: BinaryIO, size: int, name: str) -> _Read:
    """Read the members as the form has them; else as any tool would, since the contents may be told all the same."""
    try:
        found = archive.entries(stream, size)
        return _strict(stream, found, ())
    except MisshapenError as error:
        misshapen = error
    where = f"octet {misshapen.at}"
    says = f"l’enveloppe de l’archive n’est pas celle d’un dossier scellé ({misshapen.why}, {where})."
    problem = Problem("archive", name, says)
    try:
        loose = Loose(stream, size)
    except HostileError:
        known = list(dict.fromkeys(misshapen.entries))
        if not known or known[0].name != MANIFEST or collisions(one.name for one in known):
            raise
        # Cut short, or its table spoilt: the manifest, which comes first, says what should follow.
        return _strict(stream, known, (problem,))
    return _Read(tuple(loose.sizes), loose.blocks, {}, (problem,))


def _strict(stream: BinaryIO, found: Sequence[archive.Entry], problems: tuple[Problem, ...]) -> _Read:
    by_name = {one.name: one for one in found}
    crcs = {one.name: one.crc for one in found}
    return _Read(tuple(by_name), lambda name: archive.content(stream, by_name[name]), crcs, problems)


def _short(blocks: Iterable[bytes], most: int) -> bytes:
    whole = b""
    for block in blocks:
        whole += block
        if len(whole) > most:
            break
    return whole


def _manifest(raw: bytes) -> tuple[Manifest | None, str]:
    """Return what the manifest says, or why it says nothing: one form of it is right."""
    if len(raw) > _LONGEST:
        return None, "trop long"
    try:
        found = Manifest.model_validate(json.loads(raw))
    except ValidationError as error:
        return None, f"clé « {'.'.join(map(str, error.errors()[0]['loc'])) or 'racine'} »"
    except (ValueError, RecursionError):
        return None, "illisible"
    listed = [one.path for one in found.files]
    if listed != sorted(listed) or {MANIFEST, SIGNATURE} & set(listed) or any(map(unfit, listed)) or collisions(listed):
        return None, "liste des fichiers"
    return (found, "") if canonical(found) == raw else (None, "écrit autrement")


def _signature(read: _Read, manifest: Manifest, raw: bytes) -> Iterator[Problem]:
    if SIGNATURE not in read.names:
        yield Problem("signature", SIGNATURE, "la signature manque.")
        return
    text = _short(read.blocks(SIGNATURE), 1000)
    try:
        signature = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        signature = b""
    if text != written(signature) or not keys.verified(manifest.key, PURPOSE, signature, raw):
        says = "la signature n’est pas celle du centre : manifeste ou signature ont été modifiés."
        yield Problem("signature", SIGNATURE, says)


def written(signature: bytes) -> bytes:
    """Return the bytes of the signature's file."""
    return signature.hex().encode() + b"\n"


def _contents(read: _Read, manifest: Manifest) -> Iterator[Problem]:
    sealed = {one.path: one for one in manifest.files}
    owners = {one.sha256: one.path for one in manifest.files}
    present = set(read.names)
    for name in read.names:
        size, sha256, crc = _measured(read.blocks(name))
        one = sealed.get(name)
        if name in {MANIFEST, SIGNATURE}:
            pass
        elif one is None:
            yield Problem("added", name, f"« {name} » a été ajouté{_whose(owners.get(sha256), present)}.")
        elif (one.size, one.sha256) != (size, sha256):
            other = owners.get(sha256)
            more = f" : son contenu est celui de « {other} »" if other else ""
            yield Problem("altered", name, f"« {name} » a été modifié{more}.")
            continue
        if name in read.crcs and read.crcs[name] != crc:
            yield Problem("archive", name, f"la somme de contrôle de « {name} » ne correspond pas dans l’archive.")
    for name in sealed:
        if name not in present:
            yield Problem("missing", name, f"« {name} » a été retiré.")
    wanted = [name for name in (MANIFEST, SIGNATURE, *sealed) if name in present]
    if wanted != [name for name in read.names if name in {*sealed, MANIFEST, SIGNATURE}]:
        yield Problem("archive", MANIFEST, "l’ordre des fichiers dans l’archive a été changé.")


def _whose(path: str | None, present: set[str]) -> str:
    if path is None:
        return ""
    return f" : son contenu est celui de « {path} »" + ("" if path in present else ", qui a donc été renommé")


def _measured(blocks: Iterable[bytes]) -> tuple[int, str, int]:
    size, sha256, crc = 0, hashlib.sha256(), 0
    for block in blocks:
        size += len(block)
        sha256.update(block)
        crc = zlib.crc32(block, crc)
    return size, sha256.hexdigest(), crc
