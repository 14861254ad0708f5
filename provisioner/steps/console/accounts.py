"""Accounts: who may sign in, as what, for which commission."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Final, Literal, cast, get_args

from provisioner.errors import DataError
from provisioner.steps.console import passwords
from provisioner.steps.console.database import Database, now

Role = Literal["technicien", "examinateur", "academie"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
ROLE_LABELS: Final[dict[Role, str]] = {
    "technicien": "Technicien",
    "examinateur": "Examinateur",
    "academie": "Académie pilote",
}
_NAME = re.compile(r"[^\W_](?:[\w .’'@-]{0,38}[^\W_])?")


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in."""

    name: str
    role: Role
    commission: str
    """Empty unless they are an examiner."""
    marking: int
    """1: first marking; 2: second marking, which never sees the first."""
    created_at: str


def add(database: Database, name: str, role: Role, commission: str = "", marking: int = 1) -> str:
    """Make an account and return its first password, kept nowhere in clear. Raises DataError."""
    name, commission = name.strip(), commission.strip()
    _check(name, role, commission, marking)
    password = passwords.draw()
    kept = passwords.hashed(password)
    with database.write() as connection:
        known = connection.execute("SELECT * FROM accounts WHERE name = ? COLLATE NOCASE", (name,)).fetchone()
        if known and not known["removed_at"]:
            raise DataError(
                f"Le compte « {known['name']} » existe déjà.",
                "Choisissez un autre nom, ou « ./e5b console account password » pour un nouveau mot de passe.",
            )
        if known and (known["name"], known["role"], known["commission"], known["marking"]) != (
            name,
            role,
            commission,
            marking,
        ):
            # Notes and marks carry the name: it must not become somebody else's.
            raise DataError(
                f"« {known['name']} » a déjà servi à un autre compte, dont les notes restent.",
                "Choisissez un autre nom.",
            )
        connection.execute(
            "INSERT OR REPLACE INTO accounts (name, role, commission, marking, password, created_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (name, role, commission, marking, kept, now()),
        )
    return password


def everyone(database: Database) -> list[Account]:
    """Return all accounts, by role then name."""
    with database.read() as connection:
        rows = connection.execute("SELECT * FROM accounts WHERE removed_at = '' ORDER BY role, commission, name")
        return [_account(row) for row in rows]


def find(database: Database, name: str) -> Account | None:
    """Return one account, None when there is none of that name."""
    with database.read() as connection:
        row = _row(connection, name)
    return _account(row) if row else None


def remove(database: Database, name: str) -> None:
    """Close an account and end what it had open; what it wrote stays. Raises DataError."""
    with database.write() as connection:
        _known(connection, name)
        connection.execute("UPDATE accounts SET removed_at = ?, password = '' WHERE name = ?", (now(), name))
        connection.execute("DELETE FROM sign_ins WHERE account = ?", (name,))


def renew(database: Database, name: str) -> str:
    """Give an account a new password, return it, and end what was open with the old one. Raises DataError."""
    password = passwords.draw()
    choose(database, name, password)
    return password


def choose(database: Database, name: str, password: str, keep: str = "") -> None:
    """Set the password of an account; only the sign-in `keep` (hash of its token) stays open. Raises DataError."""
    kept = passwords.hashed(passwords.check(password))
    with database.write() as connection:
        _known(connection, name)
        connection.execute("UPDATE accounts SET password = ? WHERE name = ?", (kept, name))
        connection.execute("DELETE FROM sign_ins WHERE account = ? AND token != ?", (name, keep))


def verified(database: Database, name: str, password: str) -> Account | None:
    """Return the account that this name and password open, or None: it takes as long when there is no such name."""
    with database.read() as connection:
        row = _row(connection, name)
    right = passwords.matches(password, row["password"] if row else "")
    return _account(row) if row and right else None


def _check(name: str, role: Role, commission: str, marking: int) -> None:
    if not _NAME.fullmatch(name):
        raise DataError(
            f"« {name} » ne peut pas nommer un compte.", "Lettres, chiffres, espaces, point et tiret ; 40 au plus."
        )
    if role == "examinateur" and not commission:
        raise DataError(f"L’examinateur « {name} » n’a pas de commission.", "Ajoutez --commission N°.")
    if role != "examinateur" and (commission or marking != 1):
        raise DataError("Seul un examinateur a une commission ou corrige.", "Retirez --commission et --second.")


def _row(connection: sqlite3.Connection, name: str) -> sqlite3.Row | None:
    found = connection.execute("SELECT * FROM accounts WHERE name = ? AND removed_at = ''", (name,)).fetchone()
    return cast("sqlite3.Row | None", found)


def _known(connection: sqlite3.Connection, name: str) -> sqlite3.Row:
    row = _row(connection, name)
    if row is None:
        raise DataError(f"Le compte « {name} » n’existe pas.", "« ./e5b console account list » donne les comptes.")
    return row


def _account(row: sqlite3.Row) -> Account:
    return Account(row["name"], row["role"], row["commission"], row["marking"], row["created_at"])
