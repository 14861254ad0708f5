"""Accounts brought from the machine that leads a centre, so that one name and password open every host's console."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from provisioner.schema.accounts import AccountCopy, AccountsCopy
from provisioner.steps.console.database import Database, now


@dataclass(frozen=True)
class Brought:
    """What came of it."""

    changed: tuple[str, ...]
    """Accounts that were opened, closed or changed here."""
    kept: tuple[str, ...]
    """French: what was left as it is, and why."""


def told(database: Database) -> AccountsCopy:
    """Return this machine's accounts, for others."""
    with database.read() as connection:
        rows = connection.execute("SELECT * FROM accounts ORDER BY name").fetchall()
    return AccountsCopy(
        accounts=tuple(
            AccountCopy(
                name=row["name"],
                role=row["role"],
                commission=row["commission"],
                marking=row["marking"],
                password="" if row["removed_at"] else row["password"],
            )
            for row in rows
        )
    )


def bring(database: Database, copy: AccountsCopy) -> Brought:
    """Have these accounts here; those that are only here stay.

    A password that its owner changed here stays until it is changed there too.
    """
    changed, kept = list[str](), list[str]()
    with database.write() as connection:
        for one in copy.accounts:
            row = connection.execute("SELECT * FROM accounts WHERE name = ? COLLATE NOCASE", (one.name,)).fetchone()
            last = connection.execute("SELECT password FROM brought WHERE name = ?", (one.name,)).fetchone()
            why = _other(row, one, brought=last is not None)
            if why:
                kept.append(why)
                continue
            wanted = _password(row, one, last["password"] if last else None)
            if _write(connection, row, one, wanted):
                changed.append(one.name)
            connection.execute(
                "INSERT OR REPLACE INTO brought (name, password) VALUES (?, ?)", (one.name, one.password)
            )
    return Brought(tuple(changed), tuple(kept))


def _other(row: sqlite3.Row | None, one: AccountCopy, *, brought: bool) -> str:
    """Say why an account of this machine is another one's: what it wrote must not change its author."""
    if row is None or brought or _identity(row) == (one.name, one.role, one.commission, one.marking):
        return ""
    return f"« {row['name']} » existe déjà sur ce poste, pour un autre rôle ou une autre commission."


def _password(row: sqlite3.Row | None, one: AccountCopy, last: str | None) -> str:
    """Return what is to be kept: what was brought, unless only its owner changed it, here."""
    if row is None or row["removed_at"] or last != one.password:
        return one.password
    return str(row["password"])


def _write(connection: sqlite3.Connection, row: sqlite3.Row | None, one: AccountCopy, password: str) -> bool:
    removed = "" if one.password else (row["removed_at"] if row else "") or now()
    if row is None and not one.password:
        return False  # closed there before it ever came here
    wanted = (one.name, one.role, one.commission, one.marking)
    if row is not None and (*_identity(row), row["password"], bool(row["removed_at"])) == (
        *wanted,
        password,
        bool(removed),
    ):
        return False
    made = row["created_at"] if row else now()
    if row is not None:
        connection.execute("DELETE FROM accounts WHERE name = ?", (row["name"],))
        connection.execute("DELETE FROM sign_ins WHERE account = ?", (row["name"],))
    connection.execute(
        "INSERT INTO accounts (name, role, commission, marking, password, created_at, removed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*wanted, password, made, removed),
    )
    return True


def _identity(row: sqlite3.Row) -> tuple[str, str, str, int]:
    return (row["name"], row["role"], row["commission"], row["marking"])
