"""MariaDB, through mysql-connector-python: rows put into a site that is made again; never into a candidate's own."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from mysql.connector.errors import Error

from provisioner.adapters.database import connection
from provisioner.errors import SittingError
from provisioner.schema.rewrite import TableChange

USER = "e5b-reouverture"
"""Made by the init file of such a site, removed by `close`."""
_BYTES = {"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit"}
_SESSION = (
    # As they were read: no time shifted, no date or zero refused, no order asked of the rows.
    "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00', foreign_key_checks = 0, sql_log_bin = 0"
)


class Writer:
    """A connection that may write everything."""

    def __init__(self, socket: Path, database: str, prefix: str, password: str) -> None:
        """Connect. Raises SittingError."""
        self._database, self._prefix = database, prefix
        self._connection: Any = self._told(lambda: connection.opened(socket, database, USER, password, 30))
        self._cursor = self._connection.cursor()
        self._told(lambda: self._cursor.execute(_SESSION))

    def apply(self, changes: Iterable[TableChange]) -> None:
        """Write these changes. Raises SittingError; the site is then of no use."""
        for change in changes:
            self._told(lambda change=change: self._table(change))
        self._told(self._connection.commit)

    def only_read(self, writable: Sequence[str]) -> None:
        """Let the site itself (the user `www-data`) write in these tables alone, from now on. Raises SittingError."""
        whole = f"{_quoted(self._database)}.*"
        site = "'www-data'@'localhost'"
        orders = [
            f"REVOKE ALL PRIVILEGES ON {whole} FROM {site}",
            f"GRANT SELECT, CREATE TEMPORARY TABLES, LOCK TABLES ON {whole} TO {site}",
            *(
                f"GRANT INSERT, UPDATE, DELETE ON {_quoted(self._database)}.{self._name(table)} TO {site}"
                for table in writable
            ),
        ]
        for order in orders:
            self._told(lambda order=order: self._cursor.execute(order))

    def close(self) -> None:
        """Remove the user that may write everything, and the connection. Raises SittingError."""
        self._told(lambda: self._cursor.execute(f"DROP USER '{USER}'@'localhost'"))
        self._connection.close()

    def _table(self, change: TableChange) -> None:
        name = self._name(change.name)
        if change.drop:
            self._cursor.execute(f"DROP TABLE IF EXISTS {name}")
        if change.create:
            self._cursor.execute(change.create)
        if change.clear:
            self._cursor.execute(f"DELETE FROM {name}")  # noqa: S608 quoted
        binary = self._binary(change.name)
        if change.gone:
            where = " AND ".join(f"{_quoted(column)} <=> %s" for column in change.key)
            flags = [column in binary for column in change.key]
            self._cursor.executemany(f"DELETE FROM {name} WHERE {where}", [_row(key, flags) for key in change.gone])  # noqa: S608 quoted
        if change.rows:
            columns = ", ".join(map(_quoted, change.columns))
            order = f"REPLACE INTO {name} ({columns}) VALUES ({', '.join(['%s'] * len(change.columns))})"  # noqa: S608 quoted
            if not change.key:
                order = order.replace("REPLACE", "INSERT", 1)
            flags = [column in binary for column in change.columns]
            for row in change.rows:
                self._cursor.execute(order, _row(row, flags))

    def _binary(self, table: str) -> set[str]:
        self._cursor.execute(
            "SELECT COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = %s AND TABLE_NAME = %s",
            (self._database, self._prefix + table),
        )
        return {str(name) for name, kind in self._cursor.fetchall() if str(kind) in _BYTES}

    def _name(self, table: str) -> str:
        return _quoted(self._prefix + table)

    def _told(self, doing: Any) -> Any:
        try:
            return doing()
        except Error as error:
            raise SittingError(f"La base du site rouvert a refusé une écriture ({error.msg}).", "Relancez.") from None


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _row(cells: Sequence[Any], binary: Sequence[bool]) -> tuple[Any, ...]:
    return tuple(
        base64.b64decode(cell[7:]) if flag and isinstance(cell, str) and cell.startswith("base64:") else cell
        for cell, flag in zip(cells, binary, strict=True)
    )
