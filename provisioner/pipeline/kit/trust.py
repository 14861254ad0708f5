"""Whose kits this machine takes: its own key's, and those whose fingerprint somebody here has compared once."""

from __future__ import annotations

from datetime import datetime

from provisioner import paths
from provisioner.adapters import disk
from provisioner.errors import DataError, DossierError, KitError
from provisioner.steps.kit.manifest import PURPOSE
from provisioner.steps.seal import keys
from provisioner.steps.seal.keys import Key, fingerprint

__all__ = ["Key", "fingerprint", "known", "own_key", "told", "trust", "verified"]

_FILE = "academies.txt"
_HEAD = "# Empreintes des clés dont cette machine accepte les kits, une par ligne.\n"


def own_key() -> Key:
    """Return the key that signs the kits made here: the academy's, else this machine's own, made when there is none.

    Raises DossierError, DiskError.
    """
    return keys.academy_key() or keys.centre_key()


def verified(key: str, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of a public key (hexadecimal) signed this manifest of a kit."""
    return keys.verified(key, PURPOSE, signature, message)


def told(text: str) -> str:
    """Return a fingerprint however it was typed. Raises KitError."""
    try:
        return keys.told(text)
    except DossierError:
        raise KitError(
            f"« {text} » n’est pas l’empreinte d’une clé.",
            "Donnez les 8 groupes de 4 signes (chiffres, A à F) que l’académie a publiés.",
        ) from None


def known() -> set[str]:
    """Return the fingerprints that this machine takes. Raises DataError naming the line that is none."""
    path = paths.keys() / _FILE
    found: set[str] = set()
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            try:
                found.add(told(line.partition("#")[0].strip()))
            except KitError:
                raise DataError(
                    f"{path}, ligne {number} : « {line} » n’est pas une empreinte.", "Corrigez ou retirez cette ligne."
                ) from None
    if (paths.keys() / "centre.pem").is_file():
        # Kits made before the academy had a key of its own stay good here.
        found.add(fingerprint(keys.centre_key().name))
    academy = keys.academy_key()
    return found | ({fingerprint(academy.name)} if academy else set())


def trust(mark: str) -> None:
    """Take from now on the kits of the key of this fingerprint. Raises DiskError, DataError."""
    if mark in known():
        return
    path = disk.folder(paths.keys()) / _FILE
    before = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    today = f"{datetime.now().astimezone():%d/%m/%Y}"
    disk.write(path, f"{before.rstrip()}\n{mark}  # comparée le {today}\n")
