"""What opens a candidate's site: random, typable, made once."""

from __future__ import annotations

import secrets

from provisioner import names
from provisioner.schema.sitting import Access
from provisioner.schema.stack import Stack

_LETTERS = "bcdfghjkmnpqrtvwx346789"
"""No sign that looks like another (0 o, 1 l i, 2 z, 5 s), no vowel lest chance write a word."""
_GROUPS, _GROUP = 3, 4
_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


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


def email(stack: Stack, login: str) -> str:
    """Return the candidate's e-mail address on the site."""
    return stack.candidate_email.format(login=login.partition("@")[0])
