"""MariaDB, through mysql-connector-python: reads a whole database in one consistent, read-only transaction."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mysql.connector.constants import FieldType
from mysql.connector.errors import Error

from provisioner.adapters.database import connection
from provisioner.errors import SittingError
from provisioner.schema.snapshot import Snapshot, Table

USER = "capture"
_BINARY = 63
"""Number of the `binary` character set: such a column holds bytes, not text."""
_TEXTS = {FieldType.VARCHAR, FieldType.VAR_STRING, FieldType.STRING, FieldType.BLOB, FieldType.TINY_BLOB}
_TEXTS |= {FieldType.MEDIUM_BLOB, FieldType.LONG_BLOB, FieldType.ENUM, FieldType.SET, FieldType.JSON}
_WHOLE = {FieldType.TINY, FieldType.SHORT, FieldType.LONG, FieldType.LONGLONG, FieldType.INT24, FieldType.YEAR}
_REAL = {FieldType.FLOAT, FieldType.DOUBLE}
Convert = Callable[[Any], Any]


def snapshot(socket: Path, database: str, prefix: str, password: str, patience_s: float = 20) -> Snapshot:
    """Read every table of `database` whose name begins with `prefix`, as they stood at one moment.

    Waits `patience_s` for the server to answer. Raises SittingError.
    """
    base = _connect(socket, database, password, patience_s)
    try:
        return _read(base, database, prefix)
    except Error as error:
        raise SittingError(
            f"La base « {database} » n’a pas pu être lue ({error.msg}).", "Relancez la capture."
        ) from None
    finally:
        base.close()


class Position:
    """Tells how far a site's binary log goes, again and again, through one connection that stays open."""

    def __init__(self, socket: Path, database: str, password: str) -> None:
        """Name the database; nothing is opened yet."""
        self._where = (socket, database, password)
        self._connection: Any = None

    def now(self) -> str:
        """Return the place (`file:position`) where the last transaction ends. Raises SittingError."""
        try:
            if self._connection is None:
                self._connection = _connect(*self._where, patience_s=0)
            cursor = self._connection.cursor(raw=True)
            cursor.execute("SHOW MASTER STATUS")
            found = cursor.fetchall()
            cursor.close()
        except Error as error:
            self.close()
            raise SittingError(f"La base du site ne répond plus ({error.msg}).", "Elle redémarre peut-être.") from None
        return f"{_text(found[0][0])}:{_text(found[0][1])}" if found else ""

    def close(self) -> None:
        """Let the connection go."""
        if self._connection is not None:
            with suppress(Error):
                self._connection.close()
            self._connection = None


def structures(socket: Path, database: str, prefix: str, password: str, tables: Sequence[str]) -> dict[str, str]:
    """Return the statement that makes each of these tables (names without `prefix`). Raises SittingError."""
    if not tables:
        return {}
    base = _connect(socket, database, password, 20)
    try:
        cursor = base.cursor()
        found = {}
        for name in tables:
            cursor.execute("SHOW CREATE TABLE `{}`".format((prefix + name).replace("`", "``")))
            found[name] = str(cursor.fetchone()[1])
    except Error as error:
        raise SittingError(
            f"La forme des tables de « {database} » n’a pas pu être lue ({error.msg}).", "Relancez la capture."
        ) from None
    else:
        return found
    finally:
        base.close()


def _connect(socket: Path, database: str, password: str, patience_s: float) -> Any:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            return connection.opened(socket, database, USER, password, 10)
        except Error as error:
            if time.monotonic() > deadline:
                raise SittingError(
                    f"La base du site ne répond pas sur {socket} ({error.msg}).",
                    "Vérifiez que le site tourne (« ./e5b status »), puis relancez.",
                ) from None
            time.sleep(0.05)


def _read(base: Any, database: str, prefix: str) -> Snapshot:
    cursor = base.cursor(raw=True)
    cursor.execute("SET time_zone = '+00:00'")
    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    cursor.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    taken = datetime.now(UTC).isoformat(timespec="milliseconds")
    position = _position(cursor)
    keys = _keys(cursor, database)
    tables = {
        name.removeprefix(prefix): _table(cursor, name, key) for name, key in keys.items() if name.startswith(prefix)
    }
    base.rollback()
    return Snapshot.model_construct(format=1, taken_at=taken, position=position, prefix=prefix, tables=tables)


def _position(cursor: Any) -> str:
    """Return the place in the binary log (`file:position`) of this very transaction; empty when there is no log."""
    cursor.execute("SHOW STATUS LIKE 'binlog_snapshot_%'")
    found = {_text(name).lower(): _text(value) for name, value in cursor.fetchall()}
    file = found.get("binlog_snapshot_file", "")
    return f"{file}:{found.get('binlog_snapshot_position', '0')}" if file else ""


def _keys(cursor: Any, database: str) -> dict[str, list[str]]:
    """Return every table with the columns of its primary key, in order.

    Each question names the schema: else the server opens every table it has, its own too, and its files move.
    """
    cursor.execute(
        "SELECT TABLE_NAME FROM information_schema.TABLES"
        " WHERE TABLE_SCHEMA = %s AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME",
        (database,),
    )
    keys: dict[str, list[str]] = {_text(table): [] for (table,) in cursor.fetchall()}
    cursor.execute(
        "SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS"
        " WHERE TABLE_SCHEMA = %s AND INDEX_NAME = 'PRIMARY' ORDER BY TABLE_NAME, SEQ_IN_INDEX",
        (database,),
    )
    for table, column in cursor.fetchall():
        if _text(table) in keys:
            keys[_text(table)].append(_text(column))
    return keys


def _table(cursor: Any, name: str, key: list[str]) -> Table:
    quoted = name.replace("`", "``")
    cursor.execute(f"SELECT * FROM `{quoted}`")  # noqa: S608 the name comes from the server's own list, quoted
    columns = [_text(field[0]) for field in cursor.description]
    convert = [_converter(field) for field in cursor.description]
    rows = [
        [None if cell is None else change(cell) for cell, change in zip(row, convert, strict=True)]
        for row in cursor.fetchall()
    ]
    return Table.model_construct(columns=columns, key=key or columns, rows=rows)


def _converter(field: Any) -> Convert:
    kind, charset = field[1], field[8] if len(field) > 8 else 0
    if kind in _WHOLE:
        return int
    if kind in _REAL:
        return float
    if kind == FieldType.BIT or (kind in _TEXTS and charset == _BINARY):
        return _bytes
    return _text


def _text(raw: Any) -> str:
    return raw if isinstance(raw, str) else bytes(raw).decode("utf-8", errors="replace")


def _bytes(raw: Any) -> str:
    return "base64:" + base64.b64encode(raw if isinstance(raw, bytes) else bytes(raw)).decode()
