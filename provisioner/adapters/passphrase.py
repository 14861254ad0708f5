"""Encryption under a passphrase, through `cryptography`: scrypt makes the key, ChaCha20-Poly1305 encrypts."""

from __future__ import annotations

import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_MARK = b"e5b-scelle-1\n"
_SALT, _NONCE = 16, 12
_COST = {"n": 1 << 17, "r": 8, "p": 1}
"""128 MB of memory and half a second for each guess."""
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No sign that looks like another one when it is read aloud or written by hand."""
_GROUPS, _GROUP = 5, 4


class WrongPassphraseError(ValueError):
    """The passphrase is not the one, or the bytes are not those that were encrypted: nobody can tell which."""


def new() -> str:
    """Return a passphrase that nobody can guess (100 bits), short enough to be dictated: `7KQ2-…`."""
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def normal(text: str) -> str:
    """Return what counts of a passphrase as it was typed: neither its case, nor spaces, nor dashes."""
    return "".join(sign for sign in text.upper() if sign not in " -\t\n\u00a0\u202f\u2011\u2013")


def encrypt(data: bytes, passphrase: str) -> bytes:
    """Return `data` readable with the passphrase only."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    head = _MARK + json.dumps({**_COST, "salt": salt.hex(), "nonce": nonce.hex()}, sort_keys=True).encode() + b"\n"
    # What says how to decrypt is authenticated with the rest.
    return head + ChaCha20Poly1305(_key(passphrase, salt)).encrypt(nonce, data, head)


def decrypt(sealed: bytes, passphrase: str) -> bytes:
    """Return what `encrypt` was given. Raises WrongPassphraseError, ValueError when it is not of ours."""
    if not sealed.startswith(_MARK):
        raise ValueError("not sealed by this software")
    end = sealed.index(b"\n", len(_MARK)) + 1
    told = json.loads(sealed[len(_MARK) : end])
    if {name: told.get(name) for name in _COST} != _COST:
        # Nobody may ask this machine for all its memory.
        raise ValueError("unknown cost")
    key = _key(passphrase, bytes.fromhex(told["salt"]))
    try:
        return ChaCha20Poly1305(key).decrypt(bytes.fromhex(told["nonce"]), sealed[end:], sealed[:end])
    except InvalidTag:
        raise WrongPassphraseError from None


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **_COST).derive(normal(passphrase).encode())
