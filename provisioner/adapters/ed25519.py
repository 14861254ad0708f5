"""Signatures (Ed25519), through `cryptography`: a seed of 32 bytes signs, its public key of 32 bytes verifies."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

SIGNATURE = 64
"""Bytes of a signature."""


def new_private() -> bytes:
    """Return a new private key as PEM (PKCS 8), that any tool reads."""
    made = Ed25519PrivateKey.generate()
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_of(private: bytes) -> bytes:
    """Return the public key of a private one. Raises ValueError when it is not one of ours."""
    return _loaded(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """Return the signature of a message. Raises ValueError when the key is not one of ours."""
    return _loaded(private).sign(message)


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether the holder of the public key signed this very message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _loaded(private: bytes) -> Ed25519PrivateKey:
    key = load_pem_private_key(private, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("not an Ed25519 key")  # noqa: TRY004 the content of a file is wrong, not the type of an argument
    return key
