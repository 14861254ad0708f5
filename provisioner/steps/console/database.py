"""The console's SQLite file: opened for each use, so that threads and processes share it safely."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk
from provisioner.adapters.disk import DiskError

FILE = "console.sqlite"
_BUSY_MS = 5000
_SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (
  name TEXT PRIMARY KEY, role TEXT NOT NULL, commission TEXT NOT NULL, marking INTEGER NOT NULL,
  password TEXT NOT NULL, created_at TEXT NOT NULL, removed_at TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS brought (name TEXT PRIMARY KEY, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sign_ins (
  token TEXT PRIMARY KEY, account TEXT NOT NULL, csrf TEXT NOT NULL, created_at REAL NOT NULL, seen_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS attempts (
  id INTEGER PRIMARY KEY, account TEXT NOT NULL, address TEXT NOT NULL, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS audit (
  id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, address TEXT NOT NULL, what TEXT NOT NULL,
  about TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS audit_of ON audit (address, at);
CREATE TABLE IF NOT EXISTS ticks (
  id INTEGER PRIMARY KEY, wave TEXT NOT NULL, number TEXT NOT NULL, question INTEGER NOT NULL, line INTEGER NOT NULL,
  marking INTEGER NOT NULL, account TEXT NOT NULL, level TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS ticks_of ON ticks (wave, number);
CREATE TABLE IF NOT EXISTS notes (
  id INTEGER PRIMARY KEY, wave TEXT NOT NULL, number TEXT NOT NULL, question INTEGER NOT NULL,
  marking INTEGER NOT NULL, account TEXT NOT NULL, text TEXT NOT NULL, base INTEGER NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS notes_of ON notes (wave, number);
CREATE TABLE IF NOT EXISTS marks (
  id INTEGER PRIMARY KEY, wave TEXT NOT NULL, number TEXT NOT NULL, marking INTEGER NOT NULL, account TEXT NOT NULL,
  mark TEXT NOT NULL, comment TEXT NOT NULL, validated INTEGER NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS marks_of ON marks (wave, number);
CREATE TABLE IF NOT EXISTS identity (rank INTEGER PRIMARY KEY CHECK (rank = 1), name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS carried (
  kind TEXT NOT NULL, origin TEXT NOT NULL, id INTEGER NOT NULL, here INTEGER NOT NULL,
  PRIMARY KEY (kind, origin, id));
CREATE INDEX IF NOT EXISTS carried_here ON carried (kind, here);
CREATE TABLE IF NOT EXISTS lifts (
  wave TEXT NOT NULL, commission TEXT NOT NULL, account TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (wave, commission));
"""


class Database:
    """The file, made with its tables when it is not there, for its owner only. Raises DiskError."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or paths.console() / FILE
        disk.folder(self.path.parent)
        with disk.told(self.path):
            self.path.touch(mode=0o600)
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give a connection, outside of any transaction. Raises DiskError."""
        with self._open() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give a connection in a transaction: kept on the disk when the block ends, undone when it fails."""
        with self._open() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = sqlite3.connect(self.path, isolation_level=None, timeout=_BUSY_MS / 1000)
            try:
                connection.row_factory = sqlite3.Row
                # What an examiner was told is kept must survive a power cut.
                connection.execute("PRAGMA synchronous=FULL")
                yield connection
            finally:
                connection.close()
        except sqlite3.OperationalError as error:
            raise DiskError(
                f"La base de la console n’a pas pu être lue ou écrite ({error}).",
                f"Vérifiez la place et les droits de {self.path.parent}.",
            ) from None


def now() -> str:
    """Return this moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
