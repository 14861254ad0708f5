"""A kit's manifest written and read, and what of a kit's folder is not as the academy signed it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from provisioner.adapters import disk
from provisioner.errors import KitError, reason
from provisioner.schema.kit import KitFile, KitManifest
from provisioner.schema.seal import canonical, digest
from provisioner.steps.kit import volumes

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
PURPOSE = "e5b-kit-1"
"""What the academy's signature of a kit is for."""
_LONGEST = 4 << 20
Verified = Callable[[str, bytes, bytes], bool]
"""Told a public key, a signature and a message: did that key sign it?"""
Kind = Literal["manifest", "signature", "missing", "truncated", "altered", "added", "architecture", "system", "key"]


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a kit."""

    kind: Kind
    file: str
    says: str
    """French."""


@dataclass(frozen=True)
class Read:
    """A manifest that its own signature vouches for, or why it does not."""

    manifest: KitManifest | None
    digest: str
    problems: tuple[Problem, ...] = ()


def write(folder: Path, manifest: KitManifest, sign: Callable[[bytes], bytes]) -> str:
    """Write the manifest and its signature, the latter last; return the manifest's SHA-256. Raises DiskError."""
    raw = canonical(manifest)
    disk.write(folder / MANIFEST, raw.decode(), 0o644)
    disk.write(folder / SIGNATURE, sign(raw).hex() + "\n", 0o644)
    return digest(raw)


def read(folder: Path, verified: Verified) -> Read:
    """Read what a kit says of itself and hold it to its signature. Raises KitError when this is no kit at all."""
    if not folder.is_dir() or not (folder / MANIFEST).exists():
        raise KitError(
            f"{folder} n’est pas un kit : {MANIFEST} n’y est pas.",
            f"Donnez le dossier qui contient {MANIFEST} et « {volumes.FOLDER} » ; s’il y est mal copié, recopiez-le.",
        )
    raw = _bytes(folder / MANIFEST)
    manifest, trouble = _parsed(raw)
    if manifest is None:
        says = f"le manifeste est abîmé ou modifié ({trouble})."
        return Read(None, digest(raw), (Problem("manifest", MANIFEST, says),))
    return Read(manifest, digest(raw), tuple(_signature(folder, manifest, raw, verified)))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST + 1)
    except OSError as error:
        raise KitError(f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez la clé USB et les droits.") from None


def _parsed(raw: bytes) -> tuple[KitManifest | None, str]:
    if len(raw) > _LONGEST:
        return None, "trop long"
    try:
        found = KitManifest.model_validate(json.loads(raw))
    except ValidationError as error:
        return None, f"clé « {'.'.join(map(str, error.errors()[0]['loc'])) or 'racine'} »"
    except (ValueError, RecursionError):
        return None, "illisible ou incomplet"
    listed = [one.path for one in files(found)]
    if len({name.casefold() for name in (*listed, MANIFEST, SIGNATURE)}) != len(listed) + 2:
        return None, "un fichier y est deux fois"
    if len({one.name for one in found.parts}) != len(found.parts):
        return None, "une partie y est deux fois"
    return (found, "") if canonical(found) == raw else (None, "écrit autrement")


def _signature(folder: Path, manifest: KitManifest, raw: bytes, verified: Verified) -> Iterator[Problem]:
    path = folder / SIGNATURE
    if not path.is_file():
        yield Problem("signature", SIGNATURE, f"ce kit n’est pas signé : {SIGNATURE} manque.")
        return
    text = _bytes(path)[:1000]
    try:
        signature = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        signature = b""
    if text != signature.hex().encode() + b"\n" or not verified(manifest.key, signature, raw):
        says = "la signature n’est pas celle de la clé que le manifeste nomme : l’un des deux a été modifié."
        yield Problem("signature", SIGNATURE, says)


def files(manifest: KitManifest) -> list[KitFile]:
    """Return every file that a kit's folder must hold, beside the manifest and its signature."""
    return [*manifest.texts, *(one for part in manifest.parts for one in part.volumes)]


def damages(folder: Path, manifest: KitManifest, say: Callable[[str], None]) -> list[Problem]:
    """Return which files are not as the manifest has them; `say` hears the name of each one before it is read."""
    found: list[Problem] = []
    for one in files(manifest):
        say(one.path)
        wrong = volumes.damage(folder, one)
        if wrong:
            found.append(Problem(wrong.kind, wrong.file, wrong.says))
    known = {MANIFEST, SIGNATURE, *(one.path for one in files(manifest))}
    return found + [
        Problem("added", name, f"« {name} » n’est pas du kit : retirez-le.")
        for name in sorted(_present(folder, {Path(name).parent.as_posix() for name in known}))
        if name not in known
    ]


def _present(folder: Path, places: set[str]) -> Iterator[str]:
    """Yield the files of the kit's own folders; what a system leaves on every stick (hidden) is none of ours."""
    for place in places:
        if (folder / place).is_dir():
            with os.scandir(folder / place) as listed:
                for one in listed:
                    if not one.name.startswith(".") and not one.is_dir(follow_symlinks=False):
                        yield one.name if place == "." else f"{place}/{one.name}"


def fits(manifest: KitManifest, architecture: str, system: str) -> list[Problem]:
    """Return why this machine cannot be installed from a kit; it names its own architecture and Debian's version."""
    found: list[Problem] = []
    if manifest.architecture != architecture:
        says = f"ce kit est fait pour une machine {manifest.architecture} ; celle-ci est {architecture or 'inconnue'}."
        found.append(Problem("architecture", MANIFEST, says))
    if manifest.system != system:
        other = f"Debian {system}" if system else "un autre système"
        found.append(Problem("system", MANIFEST, f"ce kit est fait pour Debian {manifest.system} ; ici : {other}."))
    return found
