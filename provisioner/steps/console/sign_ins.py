"""Who is signed in: opaque random tokens, of which only a hash is kept; and a brake on guessing passwords."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import time
from dataclasses import dataclass
from typing import Final

from provisioner.errors import E5BError
from provisioner.steps.console import accounts
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database

LIFE_S: Final = 12 * 3600
"""A day of exams; the next one asks for the password again."""
IDLE_S: Final = 3 * 3600
_WINDOW_S: Final = 900.0
_FREE: Final = 4
"""Failures that cost no wait."""
_FREE_ADDRESS: Final = 20
_LONGEST_S: Final = 300.0
_LONGEST_ELSEWHERE_S: Final = 5.0
_TOUCH_S: Final = 60


class TooManyError(E5BError):
    """Passwords were tried too often."""


@dataclass(frozen=True)
class SignIn:
    """An open door: whose it is, and what their forms must carry."""

    account: Account
    csrf: str
    key: str
    """Hash of the token: the token itself is in the browser only."""


def open_for(database: Database, account: Account) -> str:
    """Open the console for an account and return the token for its browser."""
    token, at = secrets.token_urlsafe(32), time.time()
    with database.write() as connection:
        connection.execute("DELETE FROM sign_ins WHERE created_at < ? OR seen_at < ?", (at - LIFE_S, at - IDLE_S))
        connection.execute(
            "INSERT INTO sign_ins VALUES (?, ?, ?, ?, ?)",
            (hashed(token), account.name, secrets.token_urlsafe(32), at, at),
        )
    return token


def find(database: Database, token: str) -> SignIn | None:
    """Return what a token opens; None when it is unknown, too old, or its account is closed."""
    key, at = hashed(token), time.time()
    with database.read() as connection:
        row = connection.execute("SELECT * FROM sign_ins WHERE token = ?", (key,)).fetchone()
    # A clock set back makes nothing older, set forward asks for the password: neither lets anybody in.
    if row is None or at - row["created_at"] > LIFE_S or at - row["seen_at"] > IDLE_S:
        return None
    account = accounts.find(database, row["account"])
    if account is None:
        return None
    if at - row["seen_at"] > _TOUCH_S:
        with database.write() as connection:
            connection.execute("UPDATE sign_ins SET seen_at = ? WHERE token = ?", (at, key))
    return SignIn(account, row["csrf"], key)


def close(database: Database, key: str) -> None:
    """End one sign-in."""
    with database.write() as connection:
        connection.execute("DELETE FROM sign_ins WHERE token = ?", (key,))


def hashed(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def brake(database: Database, name: str, address: str) -> None:
    """Refuse a try that comes too soon after failures: 2 s after the fifth, twice as long each time.

    Raises TooManyError, that says how long to wait.
    """
    at = time.time()
    here, anywhere, machine = "account = ? AND address = ?", "account = ?", "address = ?"
    with database.read() as connection:
        counted = [
            (_FREE, _LONGEST_S, *_failures(connection, here, (name[:60], address), at)),
            # Somebody elsewhere must not be able to keep the right person out.
            (_FREE, _LONGEST_ELSEWHERE_S, *_failures(connection, anywhere, (name[:60],), at)),
            (_FREE_ADDRESS, _LONGEST_S, *_failures(connection, machine, (address,), at)),
        ]
    wait = max(_wait(count, free, longest) - (at - last) for free, longest, count, last in counted)
    if wait > 0:
        raise TooManyError(
            "Trop d’essais manqués.",
            f"Attendez {round(wait) + 1} secondes. Un technicien peut donner un nouveau mot de passe.",
        )


def failed(database: Database, name: str, address: str) -> None:
    """Count a failure."""
    with database.write() as connection:
        connection.execute("DELETE FROM attempts WHERE at < ?", (time.time() - _WINDOW_S,))
        connection.execute(
            "INSERT INTO attempts (account, address, at) VALUES (?, ?, ?)", (name[:60], address, time.time())
        )


def forgiven(database: Database, name: str) -> None:
    """Forget the failures of an account that has signed in."""
    with database.write() as connection:
        connection.execute("DELETE FROM attempts WHERE account = ?", (name,))


def _failures(connection: sqlite3.Connection, where: str, values: tuple[str, ...], at: float) -> tuple[int, float]:
    row = connection.execute(
        f"SELECT COUNT(*) AS count, COALESCE(MAX(at), 0) AS last FROM attempts WHERE {where} AND at > ?",  # noqa: S608 one of three texts above
        (*values, at - _WINDOW_S),
    ).fetchone()
    return row["count"], row["last"]


def _wait(count: int, free: int, longest: float) -> float:
    return min(2.0 ** min(count - free, 20), longest) if count > free else 0.0
