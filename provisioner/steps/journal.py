"""The journal of a wave: one SQLite database that only grows, safe between processes and after a power cut.

`waves/<wave>/journal.sqlite`. Triggers refuse any change to what is written. Beside the facts, the last time that this
machine was seen alive (`beat`): what tells, after a power cut, how long the candidates could still work.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provisioner.adapters import disk
from provisioner.adapters import moment as clocks
from provisioner.errors import DataError
from provisioner.schema.journal import Entry, Kind, Moment

FILE = "journal.sqlite"
MACHINE = "machine"
"""Who writes what no person ordered."""
_PATIENCE_S = 20.0
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, boot TEXT NOT NULL, since_boot_s REAL NOT NULL,
    who TEXT NOT NULL, number TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS kept_as_written BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TRIGGER IF NOT EXISTS kept BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;
CREATE TABLE IF NOT EXISTS beat (
    one INTEGER PRIMARY KEY CHECK (one = 1), at TEXT NOT NULL, boot TEXT NOT NULL, since_boot_s REAL NOT NULL
);
"""


class Turn:
    """The journal, held by one writer: nobody else writes between what is read here and what is added."""

    def __init__(self, base: sqlite3.Connection, now: Moment) -> None:
        """Hold an open transaction; `now` is the time of all that is added."""
        self._base = base
        self.now = now

    def entries(self) -> list[Entry]:
        """Return all facts, in order."""
        return _read(self._base, 0)

    def bring(self, fact: Entry, numbers: Sequence[str], detail: Mapping[str, Any]) -> int:
        """Add a fact of another machine's journal, at the time that it had there, and return its number here."""
        alone = numbers[0] if len(numbers) == 1 else ""
        more = {**detail, **({"numbers": list(numbers)} if len(numbers) > 1 else {})}
        return self._insert((fact.at.isoformat(), fact.boot, fact.since_boot_s, fact.who, alone, fact.kind), more)

    def add(
        self, kind: Kind, *, who: str, numbers: Sequence[str] = (), detail: Mapping[str, Any] | None = None
    ) -> Entry:
        """Add a fact about these candidates (nobody: the whole room) and return it."""
        alone = numbers[0] if len(numbers) == 1 else ""
        more = {**(detail or {}), **({"numbers": list(numbers)} if len(numbers) > 1 else {})}
        row = (self.now.at.isoformat(), self.now.boot, self.now.since_boot_s, who, alone, kind)
        id_ = self._insert(row, more)
        _beat(self._base, self.now)
        return _entry((id_, *row, json.dumps(more)))

    def _insert(self, row: tuple[Any, ...], detail: Mapping[str, Any]) -> int:
        written = self._base.execute(
            "INSERT INTO entries (at, boot, since_boot_s, who, number, kind, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*row, json.dumps(detail, ensure_ascii=False)),
        )
        assert written.lastrowid is not None  # noqa: S101 of an insertion it never is
        return written.lastrowid


class Journal:
    """The journal kept in the file `path`; made when first written to. One object may serve several threads."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is opened yet."""
        self.path = path

    @property
    def begun(self) -> bool:
        """Say whether anything was ever written."""
        return self.path.is_file()

    @contextmanager
    def turn(self, now: Moment | None = None) -> Iterator[Turn]:
        """Hold the journal; what is added is kept, on the disk, when the block ends, all or nothing.

        A new start of the machine is written down first. Raises DiskError, DataError.
        """
        disk.folder(self.path.parent)
        with self._open() as base:
            base.executescript(_SCHEMA)
            base.execute("BEGIN IMMEDIATE")
            try:
                held = Turn(base, now or clocks.now())
                _note_boot(base, held)
                yield held
            except BaseException:
                base.rollback()
                raise
            base.commit()

    def add(
        self,
        kind: Kind,
        *,
        who: str,
        number: str = "",
        detail: Mapping[str, Any] | None = None,
        now: Moment | None = None,
    ) -> Entry:
        """Add one fact and return it. Raises DiskError, DataError."""
        with self.turn(now) as turn:
            return turn.add(kind, who=who, numbers=[number] if number else [], detail=detail)

    def entries(self, number: str | None = None, after: int = 0) -> list[Entry]:
        """Return the facts that follow entry `after`, in order; of one candidate, or all. Raises DataError."""
        if not self.begun:
            return []
        with self._open() as base:
            try:
                found = _read(base, after)
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):  # made this instant by another process, not filled yet
                    return []
                raise
        return [one for one in found if number is None or one.concerns(number)]

    def last(self) -> int:
        """Return the number of the last fact, 0 when there is none. Raises DataError."""
        if not self.begun:
            return 0
        with self._open() as base:
            row = base.execute("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").fetchone()
        return int(row[0]) if row else 0

    def beat(self, now: Moment | None = None) -> None:
        """Note that the machine is alive; a new start of it is written down. Raises DiskError, DataError."""
        with self.turn(now) as turn:
            _beat(turn._base, turn.now)  # noqa: SLF001 same module

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with _told(self.path), closing(sqlite3.connect(self.path, timeout=_PATIENCE_S, isolation_level=None)) as base:
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=FULL")
            yield base


def of(wave: Path) -> Journal:
    """Return the journal of a wave's folder."""
    return Journal(wave / FILE)


def _read(base: sqlite3.Connection, after: int) -> list[Entry]:
    columns = "id, at, boot, since_boot_s, who, number, kind, detail"
    return [_entry(row) for row in base.execute(f"SELECT {columns} FROM entries WHERE id > ? ORDER BY id", (after,))]  # noqa: S608 fixed text


def _entry(row: tuple[Any, ...]) -> Entry:
    number, at, boot, since, who, candidate, kind, detail = row
    return Entry(
        id=number,
        at=datetime.fromisoformat(at).astimezone(UTC),
        boot=boot,
        since_boot_s=since,
        who=who,
        number=candidate,
        kind=kind,
        detail=json.loads(detail),
    )


def _beat(base: sqlite3.Connection, now: Moment) -> None:
    base.execute(
        "INSERT OR REPLACE INTO beat (one, at, boot, since_boot_s) VALUES (1, ?, ?, ?)",
        (now.at.isoformat(), now.boot, now.since_boot_s),
    )


def _note_boot(base: sqlite3.Connection, turn: Turn) -> None:
    last = base.execute("SELECT at, boot, since_boot_s FROM beat").fetchone()
    if last and last[1] != turn.now.boot:
        turn.add("boot", who=MACHINE, detail={"last_at": last[0], "last_boot": last[1], "last_since_s": last[2]})


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn SQLite's troubles into sentences. Raises DiskError, DataError."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
            raise disk.DiskError(
                f"Le disque est plein : {path} n’a pas pu être écrit.", "Libérez de la place."
            ) from None
        raise DataError(
            f"Le journal {path} ne peut pas être lu ou écrit ({error}).",
            "Vérifiez la place et les droits du dossier E5B_HOME, puis relancez la même commande.",
        ) from None
