"""What opens a candidate's site: random, typable, made once."""

from __future__ import annotations

import base64
import hashlib
import secrets

import bcrypt

from provisioner import names
from provisioner.schema.sitting import Access
from provisioner.schema.stack import Stack

_LETTERS = "bcdfghjkmnpqrtvwx346789"
"""No sign that looks like another (0 o, 1 l i, 2 z, 5 s), no vowel lest chance write a word."""
_GROUPS, _GROUP = 3, 4
_ROUNDS = 5
"""The password is random (54 bits): slow hashing would protect nothing and cost every sign-in of the exam."""
_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

_BASE64, _BCRYPT64 = f"{_KEY}+/".encode(), f"./{_KEY}".encode()
"""The same 64 values, as everybody writes them and as bcrypt does."""


def password() -> str:
    """Return a password that can be read aloud and typed: `bk7m-3vqp-x9tf`, 54 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))


def key(length: int = 64) -> str:
    """Return a random key for a machine."""
    return "".join(secrets.choice(_KEY) for _ in range(length))


def make(stack: Stack, number: str, port: int) -> Access:
    """Return new credentials for a candidate."""
    login = names.candidate_login(number)
    return Access(
        port=port,
        login=email(stack, login) if stack.sign_in == "email" else login,
        password=password(),
        capture_password=key(32),
        keys={name: key() for name in stack.secrets},
    )


def hashed(given: Access) -> str:
    """Return a candidate's password as the CMSs keep it: always the same for the same access.

    A site made again, here or on another machine, then has the very same account: who was signed in still is.
    """
    secret = "\0".join((given.password, given.capture_password, *given.keys.values()))
    drawn = base64.b64encode(hashlib.sha256(secret.encode()).digest()[:16]).rstrip(b"=")
    salt = f"$2b${_ROUNDS:02}$".encode() + drawn.translate(bytes.maketrans(_BASE64, _BCRYPT64))
    # PHP's own mark for the very same algorithm.
    return bcrypt.hashpw(given.password.encode(), salt).decode().replace("$2b$", "$2y$", 1)


def email(stack: Stack, login: str) -> str:
    """Return the candidate's e-mail address on the site."""
    return stack.candidate_email.format(login=login.partition("@")[0])
