"""The academy's signing key: made, shown, taken to another machine under a passphrase."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters import disk, ed25519, passphrase
from provisioner.errors import DossierError, KitError, reason
from provisioner.steps.seal import keys

_MOST = 10_000
"""Bytes of an exported key: it has a few hundred."""


def create() -> tuple[str, bool]:
    """Make the academy's key unless there is one; return its fingerprint and whether it is new.

    Raises DossierError, DiskError.
    """
    there = keys.academy_key()
    made = there or keys.keep_academy_key(ed25519.new_private())
    return keys.fingerprint(made.name), there is None


def shown() -> tuple[str, bool]:
    """Return the fingerprint of the key that signs kits here, and whether it is the academy's own.

    Raises DossierError, DiskError.
    """
    academy = keys.academy_key()
    return keys.fingerprint((academy or keys.centre_key()).name), academy is not None


def export(target: Path, secret: str) -> str:
    """Write the academy's key to a new file, readable with the passphrase only; return its fingerprint.

    Raises KitError when there is no such key or the file is there, DiskError.
    """
    key = keys.academy_key()
    if key is None:
        raise KitError("Ce poste n’a pas de clé d’académie.", "« ./e5b kit key create » en fait une.")
    if target.exists():
        raise KitError(f"{target} existe déjà.", "Donnez un nouveau fichier : une clé n’est jamais écrasée.")
    disk.write(target, passphrase.encrypt(key.private, secret))
    return keys.fingerprint(key.name)


def take(source: Path, secret: str) -> str:
    """Take an exported key; return its fingerprint. Raises KitError (also when another one is there), DiskError."""
    try:
        with source.open("rb") as stream:
            sealed = stream.read(_MOST + 1)
    except OSError as error:
        raise KitError(f"{source} ne peut pas être lu ({reason(error)}).", "Vérifiez le nom du fichier.") from None
    wrong = KitError(f"{source} n’est pas une clé exportée par « kit key export ».", "Donnez le bon fichier.")
    if len(sealed) > _MOST:
        raise wrong
    try:
        private = passphrase.decrypt(sealed, secret)
    except passphrase.WrongPassphraseError:
        raise KitError(
            "La phrase n’est pas la bonne, ou le fichier est abîmé.", "Retapez-la, ou prenez une autre copie."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise wrong from None
    try:
        return keys.fingerprint(keys.keep_academy_key(private).name)
    except DossierError as error:
        raise KitError(error.message, error.hint) from None
