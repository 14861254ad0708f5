"""What the console holds of one wave, and its destruction: all of it, or only the names that people typed.

The file stays: rows that were removed are wiped from it, so that nothing of them can be read in its bytes.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from provisioner import paths
from provisioner.adapters.disk import DiskError
from provisioner.steps.console.database import FILE, Database

Clean = Callable[[str], str]
"""Takes names of persons out of a text."""
_OF_A_WAVE: Final = ("ticks", "notes", "marks", "lifts")
_TEXTS: Final = {"notes": ("text",), "marks": ("comment",), "audit": ("what", "about")}
"""What people type freely, where a name may be."""


@dataclass(frozen=True)
class _Row:
    table: str
    key: int
    """SQLite's own number of the row."""
    values: dict[str, Any]
    of_wave: bool = True
    """False: what a stranger typed as their name, which may well be theirs."""


def held(wave: str, clean: Clean, *, everything: bool) -> bytes:
    """Return what a purge of the wave would destroy here, as bytes that are always the same; empty: nothing.

    Unless `everything`, only the texts that `clean` would change. Raises DiskError.
    """
    if not _file().is_file():
        return b""
    with Database().read() as connection:
        rows = list(_rows(connection, wave, clean, everything=everything))
    told = [{"table": row.table, **row.values} for row in rows]
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode() if told else b""


def destroy(wave: str, clean: Clean, *, everything: bool) -> None:
    """Remove what `held` tells, or take the names out of it, then wipe the file. Twice is once. Raises DiskError."""
    if not _file().is_file():
        return
    database = Database()
    with database.write() as connection:
        for row in list(_rows(connection, wave, clean, everything=everything)):
            if everything and row.of_wave:
                connection.execute(f"DELETE FROM {row.table} WHERE rowid = ?", (row.key,))  # noqa: S608 our own tables
            else:
                _rewrite(connection, row, clean)
    _wipe(database)


def _file() -> Path:
    return paths.console() / FILE


def _rows(connection: sqlite3.Connection, wave: str, clean: Clean, *, everything: bool) -> Iterator[_Row]:
    for row in _about(connection, wave):
        texts = [row.values[column] for column in _TEXTS.get(row.table, ())]
        if (everything and row.of_wave) or any(clean(text) != text for text in texts):
            yield row


def _about(connection: sqlite3.Connection, wave: str) -> Iterator[_Row]:
    for table in _OF_A_WAVE:
        found = connection.execute(f"SELECT rowid AS row_key, * FROM {table} WHERE wave = ?", (wave,))  # noqa: S608
        yield from (_row(table, one, of_wave=True) for one in found)
    # « GET /suivi/matin/0421 », « vague matin, commission 1 »: the name of the wave and nothing longer.
    named = re.compile(rf"/{re.escape(quote(wave))}(?![^/\s?])|\bvague {re.escape(wave)}(?![\w.-])")
    accounts = {one["name"].casefold() for one in connection.execute("SELECT name FROM accounts")}
    for one in connection.execute("SELECT rowid AS row_key, * FROM audit"):
        if named.search(one["about"]):
            yield _row("audit", one, of_wave=True)
        elif not one["who"] and one["about"].casefold() not in accounts:
            yield _row("audit", one, of_wave=False)


def _row(table: str, found: sqlite3.Row, *, of_wave: bool) -> _Row:
    values = dict(found)
    return _Row(table, values.pop("row_key"), values, of_wave)


def _rewrite(connection: sqlite3.Connection, row: _Row, clean: Clean) -> None:
    for column in _TEXTS[row.table]:
        cleaned = (clean(row.values[column]), row.key)
        connection.execute(f"UPDATE {row.table} SET {column} = ? WHERE rowid = ?", cleaned)  # noqa: S608


def _wipe(database: Database) -> None:
    """Write the file anew without what was removed, and empty its log. Raises DiskError when it is being read."""
    with database.read() as connection:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise DiskError(
            "La base de la console est en cours de lecture : ce qui en a été retiré s’y lit encore.",
            "Arrêtez la console, puis relancez la même commande.",
        )
