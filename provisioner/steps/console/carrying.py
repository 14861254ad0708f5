"""What examiners wrote of candidates, carried to the console of another machine with the candidates themselves.

Each row keeps the name of the console where it was first written and its number there: brought twice, or back to where
it came from, it is there once.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from provisioner import paths
from provisioner.schema.writings import KINDS, Kind, Writing
from provisioner.steps.console.database import FILE, Database

_OWN: Final[Mapping[Kind, tuple[str, ...]]] = {
    "ticks": ("question", "line", "level"),
    "notes": ("question", "text", "base"),
    "marks": ("mark", "comment", "validated"),
}
"""Columns that not every kind has."""
_ALL: Final = ("number", "marking", "account", "at")


def stamp() -> tuple[int, ...]:
    """Return what changes whenever somebody writes; empty: there is no console here."""
    places = [paths.console() / f"{FILE}{suffix}" for suffix in ("", "-wal")]
    try:
        return tuple(part for one in places if one.exists() for part in (one.stat().st_mtime_ns, one.stat().st_size))
    except OSError:
        return ()


def written(database: Database, wave: str, after: Mapping[Kind, int]) -> list[Writing]:
    """Return what was written of a wave since these rows (0: from the first), in the order of writing."""
    found: list[Writing] = []
    with database.read() as connection:
        mine = _name(connection)
        for kind in KINDS:
            rows = connection.execute(
                f"SELECT {kind}.*, carried.origin AS origin, carried.id AS there FROM {kind}"  # noqa: S608 our own tables
                f" LEFT JOIN carried ON carried.kind = ? AND carried.here = {kind}.id"
                f" WHERE wave = ? AND {kind}.id > ? ORDER BY {kind}.id",
                (kind, wave, after.get(kind, 0)),
            )
            for row in rows:
                values = {name: row[name] for name in (*_ALL, *_OWN[kind])}
                origin, there = (row["origin"], row["there"]) if row["origin"] else (mine, row["id"])
                found.append(Writing(kind=kind, origin=origin, id=there, here=row["id"], **values))
    return found


def take(database: Database, wave: str, numbers: Collection[str], writings: Iterable[Writing]) -> int:
    """Have here what was written of these candidates elsewhere, once each; return how much of it is new."""
    count = 0
    with database.write() as connection:
        mine = _name(connection)
        for one in writings:
            if one.number in numbers and one.origin != mine and not _here(connection, one):
                _add(connection, wave, one, _base(connection, one))
                count += 1
    return count


def _here(connection: sqlite3.Connection, one: Writing) -> int:
    """Return the number that a carried row has here; 0: it is not."""
    row = connection.execute(
        "SELECT here FROM carried WHERE kind = ? AND origin = ? AND id = ?", (one.kind, one.origin, one.id)
    ).fetchone()
    return int(row["here"]) if row else 0


def _base(connection: sqlite3.Connection, one: Writing) -> int:
    """Return the version that a note was written on, as it is numbered here."""
    return _here(connection, one.model_copy(update={"id": one.base})) if one.base else 0


def _add(connection: sqlite3.Connection, wave: str, one: Writing, base: int) -> None:
    values = {name: getattr(one, name) for name in (*_ALL, *_OWN[one.kind])} | {"wave": wave}
    if "base" in values:
        values["base"] = base
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    made = connection.execute(f"INSERT INTO {one.kind} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608 our own tables
    connection.execute(
        "INSERT INTO carried (kind, origin, id, here) VALUES (?, ?, ?, ?)",
        (one.kind, one.origin, one.id, made.lastrowid),
    )


def _name(connection: sqlite3.Connection) -> str:
    """Return the name of this console, drawn the first time it is asked for."""
    connection.execute("INSERT OR IGNORE INTO identity (rank, name) VALUES (1, ?)", (secrets.token_hex(8),))
    row = connection.execute("SELECT name FROM identity").fetchone()
    return str(row["name"])
