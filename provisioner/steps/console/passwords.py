"""Passwords of accounts: drawn at random, kept as scrypt hashes, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from typing import Final

from provisioner.errors import DataError

SHORTEST: Final = 12
LONGEST: Final = 200
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""No sign that looks like another (0 o, 1 l i)."""
_GROUPS, _GROUP = 4, 4
COST = 2**15
"""Work that one guess costs: a tenth of a second, 32 MB."""
_BLOCK, _LANES = 8, 1
_MEMORY = 64 * 2**20


def draw() -> str:
    """Return a password that can be read aloud and typed: `k7fm-q2xw-9trp-vhd4`, 79 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def hashed(password: str) -> str:
    """Return what is kept of a password: `scrypt$salt$hash`, in hexadecimal."""
    salt = secrets.token_bytes(16)
    return f"scrypt${salt.hex()}${_scrypt(password, salt).hex()}"


def matches(password: str, kept: str) -> bool:
    """Tell whether a password is the one kept. An account that does not exist takes as long: `kept` is then empty."""
    _, salt, digest = (kept or _nobody()).split("$")
    same = hmac.compare_digest(_scrypt(password[:LONGEST], bytes.fromhex(salt)), bytes.fromhex(digest))
    return same and bool(kept)


def check(password: str) -> str:
    """Return a password that somebody chose, when it may be one. Raises DataError."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 6:
        raise DataError(
            f"Ce mot de passe est trop simple : il faut {SHORTEST} caractères au moins, et assez différents.",
            "Quatre mots sans rapport entre eux font un bon mot de passe.",
        )
    return password


def _scrypt(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=COST, r=_BLOCK, p=_LANES, maxmem=_MEMORY, dklen=32)


@cache
def _nobody() -> str:
    return hashed(secrets.token_hex(16))
