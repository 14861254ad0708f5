"""The centre's key: made at its first use, readable by its owner only; people know it by its fingerprint.

The academy's, which signs kits, is another one: made when somebody asks for it, never by itself.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from provisioner import paths
from provisioner.adapters import disk, ed25519
from provisioner.errors import DossierError

_FILE, _ACADEMY = "centre.pem", "academie.pem"
_LENGTH, _GROUP = 32, 4
"""Signs of a fingerprint: 128 bits, that nobody can make another key for."""


@dataclass(frozen=True)
class Key:
    """A private key and what is public of it."""

    private: bytes
    public: bytes

    @property
    def name(self) -> str:
        """The public key as manifests hold it."""
        return self.public.hex()

    def sign(self, purpose: str, message: bytes) -> bytes:
        """Sign a message for one purpose: a signature never serves for another one."""
        return ed25519.sign(self.private, _framed(purpose, message))


def centre_key() -> Key:
    """Return this centre's key, made now when there is none. Raises DossierError, DiskError."""
    place = disk.folder(paths.keys())
    path = place / _FILE
    with disk.turn(place / "lock", lambda: None):
        if not path.is_file():
            disk.write(path, ed25519.new_private().decode())
        with disk.told(path):
            path.chmod(0o600)
            private = path.read_bytes()
    return _read(private, f"La clé du centre, {path}, est abîmée.")


def academy_key() -> Key | None:
    """Return the academy's key; None when this machine has none. Raises DossierError, DiskError."""
    path = paths.keys() / _ACADEMY
    if not path.is_file():
        return None
    with disk.told(path):
        path.chmod(0o600)
        private = path.read_bytes()
    return _read(private, f"La clé de l’académie, {path}, est abîmée.")


def keep_academy_key(private: bytes) -> Key:
    """Keep the academy's key on this machine; the same one again changes nothing.

    Raises DossierError when it is no key, or when another one is there: it is never written over.
    """
    given = _read(private, "Ce n’est pas une clé d’académie.")
    place = disk.folder(paths.keys())
    with disk.turn(place / "lock", lambda: None):
        there = academy_key()
        if there and there.public != given.public:
            raise DossierError(
                f"Ce poste a déjà une autre clé d’académie : {fingerprint(there.name)}.",
                f"Si elle ne sert plus, sauvegardez puis déplacez {place / _ACADEMY}, et relancez.",
            )
        if there is None:
            disk.write(place / _ACADEMY, private.decode())
    return given


def _read(private: bytes, wrong: str) -> Key:
    try:
        return Key(private, ed25519.public_of(private))
    except (ValueError, TypeError):
        raise DossierError(wrong, "Restaurez-la d’une sauvegarde.") from None


def verified(public: str, purpose: str, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of a public key (hexadecimal) signed this message for this purpose."""
    return ed25519.verified(bytes.fromhex(public), signature, _framed(purpose, message))


def fingerprint(public: str) -> str:
    """Return what two people compare of a public key: `3F2A 91BC …`, eight groups of four."""
    return grouped(hashlib.sha256(bytes.fromhex(public)).hexdigest())


def grouped(digest: str) -> str:
    """Return the beginning of a SHA-256 (128 bits) as people compare it."""
    found = digest[:_LENGTH].upper()
    return " ".join(found[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def told(text: str) -> str:
    """Return a fingerprint as `fingerprint` writes it, however it was typed. Raises DossierError."""
    signs = "".join(sign for sign in text.upper() if sign not in " -:\u00a0\u202f")
    if len(signs) != _LENGTH or set(signs) - set("0123456789ABCDEF"):
        raise DossierError(
            f"« {text} » n’est pas l’empreinte d’une clé de centre.",
            f"Donnez les {_LENGTH // _GROUP} groupes de {_GROUP} signes (chiffres, A à F) que « ./e5b seal » affiche.",
        )
    return grouped(signs)


def _framed(purpose: str, message: bytes) -> bytes:
    return purpose.encode() + b"\0" + message
