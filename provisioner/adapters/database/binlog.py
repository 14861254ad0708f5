"""The binary log of a site's MariaDB, through mysql-replication: every row written, before and after. Only read."""

from __future__ import annotations

import base64
import datetime as dt
import re
import secrets
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from pymysql.err import MySQLError
from pymysqlreplication import BinLogStreamReader
from pymysqlreplication.constants import FIELD_TYPE, NONE_SOURCE
from pymysqlreplication.event import MariadbGtidEvent, QueryEvent
from pymysqlreplication.row_event import DeleteRowsEvent, UpdateRowsEvent, WriteRowsEvent

from provisioner.adapters.database.reading import USER
from provisioner.errors import SittingError
from provisioner.schema.events import Cells, Event, EventAction

_ZERO = {
    NONE_SOURCE.OUT_OF_DATE_RANGE: "0000-00-00",
    NONE_SOURCE.OUT_OF_DATETIME_RANGE: "0000-00-00 00:00:00",
    NONE_SOURCE.OUT_OF_DATETIME2_RANGE: "0000-00-00 00:00:00",
    NONE_SOURCE.EMPTY_SET: "",
}
"""What the library gives as nothing, and the server as this."""
_STATEMENT = re.compile(
    r"^\s*(?:/\*.*?\*/\s*)*(?P<verb>TRUNCATE(?:\s+TABLE)?|DROP\s+TABLE(?:\s+IF\s+EXISTS)?|ALTER\s+(?:IGNORE\s+)?TABLE|RENAME\s+TABLE)"
    r"\s+(?P<tables>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"^\s*(?:`?[\w$-]+`?\s*\.\s*)?`?(?P<name>[\w$-]+)`?")


def events(
    socket: Path, database: str, prefix: str, password: str, keys: Mapping[str, Sequence[str]], until: str
) -> Iterator[Event]:
    """Yield every row written in tables whose name begins with `prefix`, in order, since the site's first start.

    `keys` gives the primary key of each table that is still there, `until` the place (`file:position`) to stop at.
    Raises SittingError.
    """
    with _told():
        for found in _stream(socket, password, until):
            yield from _read(found, database, prefix, keys)


def follow(
    socket: Path,
    database: str,
    prefix: str,
    password: str,
    keys: Mapping[str, Sequence[str]],
    until: str,
    since: str = "",
) -> tuple[list[Event], str]:
    """Return what `events` would, but only what was written since the transaction `since`, and the last one read.

    `until` must be between two transactions. Raises SittingError.
    """
    rows: list[Event] = []
    last = since
    with _told():
        for found in _stream(socket, password, until, since):
            if isinstance(found, MariadbGtidEvent):
                last = found.gtid
            else:
                rows += _read(found, database, prefix, keys)
    return rows, last


@contextmanager
def _told() -> Iterator[None]:
    """Put in words what cannot be read: the server, or a row of it, whose cells are only read when they are asked for.

    Raises SittingError.
    """
    try:
        yield
    except (MySQLError, NotImplementedError, LookupError, ValueError, TypeError, struct.error) as error:
        raise SittingError(
            f"Le journal de la base n’a pas pu être lu ({type(error).__name__} : {error}).", "Relancez la capture."
        ) from None


def _stream(socket: Path, password: str, until: str, since: str = "") -> Iterator[Any]:
    """Yield what the log tells, and where transactions begin."""
    stream = BinLogStreamReader(
        connection_settings={
            "unix_socket": str(socket),
            "user": USER,
            "password": password,
            "charset": "utf8mb4",
            # A socket of this machine: preparing TLS would take ten times as long as all the rest.
            "ssl_disabled": True,
        },
        # Any number that is not the server's own.
        server_id=secrets.randbelow(2**31) + 2,
        is_mariadb=True,
        blocking=False,
        auto_position=since or None,
        only_events=[WriteRowsEvent, UpdateRowsEvent, DeleteRowsEvent, QueryEvent, MariadbGtidEvent],
        only_schemas=None,
        enable_logging=False,
    )
    try:
        for found in stream:
            if _past(stream.log_file, stream.log_pos, until):
                break
            yield found
    finally:
        stream.close()


def _past(file: str | None, position: int | None, until: str) -> bool:
    """Tell whether an event that ends at this place was written after the snapshot."""
    last, _, end = until.rpartition(":")
    return bool(last) and ((file or ""), position or 0) > (last, int(end))


def _read(found: Any, database: str, prefix: str, keys: Mapping[str, Sequence[str]]) -> Iterator[Event]:
    if isinstance(found, QueryEvent):
        yield from _structure(found, database, prefix)
        return
    if isinstance(found, MariadbGtidEvent):
        return
    if found.schema != database or not found.table.startswith(prefix):
        return
    table = found.table.removeprefix(prefix)
    columns = {column.name: column for column in found.columns}
    own = [found.primary_key] if isinstance(found.primary_key, str) else found.primary_key or ()
    known = [column for column in keys.get(table, own) if column in columns]
    key = known if len(known) < len(columns) else []
    for row in found.rows:
        yield from _row(found, table, key, row, columns)


def _row(found: Any, table: str, key: Sequence[str], row: Any, columns: Mapping[str, Any]) -> Iterator[Event]:
    if isinstance(found, UpdateRowsEvent):
        old = _cells(row["before_values"], row["before_none_sources"], columns)
        new = _cells(row["after_values"], row["after_none_sources"], columns)
        if key and all(old[column] == new[column] for column in key):
            changed = [column for column in old if old[column] != new[column]]
            if changed:
                yield Event(
                    found.timestamp,
                    table,
                    "changed",
                    {column: old[column] for column in key},
                    {column: old[column] for column in changed},
                    {column: new[column] for column in changed},
                )
            return
        # Another key is another row.
        yield _whole(found, table, "removed", key, old)
        yield _whole(found, table, "created", key, new)
        return
    values = _cells(row["values"], row["none_sources"], columns)
    yield _whole(found, table, "created" if isinstance(found, WriteRowsEvent) else "removed", key, values)


def _whole(found: Any, table: str, action: EventAction, key: Sequence[str], values: Cells) -> Event:
    side = "after" if action == "created" else "before"
    return Event(found.timestamp, table, action, {column: values[column] for column in key}, **{side: values})


def _cells(values: Mapping[str, Any], nothing: Mapping[str, str], columns: Mapping[str, Any]) -> Cells:
    return {name: _cell(value, nothing.get(name, ""), columns[name]) for name, value in values.items()}


def _cell(value: Any, nothing: str, column: Any) -> Any:
    """Return a cell as the snapshot gives it (`provisioner/adapters/database/reading.py`)."""
    if value is None:
        zero = _ZERO.get(nothing)
        return zero + _fraction(column, 0) if zero and ":" in zero else zero
    form = _FORMS.get(type(value))
    return form(value, column) if form else value


def _float(value: float, column: Any) -> float:
    """Return a number as the server shows it: six figures of a single-precision one."""
    return float(f"{value:.6g}") if column.type == FIELD_TYPE.FLOAT else value


def _text(value: str, column: Any) -> str:
    """Return a text; the library gives bits as a text of 0 and 1, and bytes as a text when there are none."""
    if column.type == FIELD_TYPE.BIT:
        return _bytes(int(value, 2).to_bytes(column.bytes, "big"), column)
    return _bytes(b"", column) if column.character_set_name == "binary" and not value else value


def _bytes(value: bytes, _column: Any) -> str:
    return "base64:" + base64.b64encode(value).decode()


def _moment(value: dt.datetime, column: Any) -> str:
    if value == dt.datetime(1970, 1, 1):  # noqa: DTZ001 the library gives UTC without saying so
        return "0000-00-00 00:00:00" + _fraction(column, 0)
    return value.isoformat(" ", "seconds") + _fraction(column, value.microsecond)


def _fraction(column: Any, microsecond: int) -> str:
    digits = getattr(column, "fsp", 0)
    return f".{microsecond:06d}"[: 1 + digits] if digits else ""


def _time(value: dt.timedelta, _column: Any) -> str:
    seconds = int(abs(value).total_seconds())
    sign = "-" if value < dt.timedelta() else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_FORMS: Mapping[type, Callable[[Any, Any], Any]] = {
    Decimal: lambda value, _: format(value, "f"),
    float: _float,
    # No year is 1900: the library adds it to a year that is nothing.
    int: lambda value, column: 0 if column.type == FIELD_TYPE.YEAR and value == 1900 else value,
    str: _text,
    bytes: _bytes,
    set: lambda value, column: ",".join(one for one in column.set_values if one in value),
    dt.datetime: _moment,
    dt.date: lambda value, _: value.isoformat(),
    dt.timedelta: _time,
}


def _structure(found: Any, database: str, prefix: str) -> Iterator[Event]:
    """Yield what a statement that is not told row by row did to whole tables."""
    schema = found.schema.decode() if isinstance(found.schema, bytes) else found.schema
    query = found.query.decode("utf-8", "replace") if isinstance(found.query, bytes) else found.query
    statement = _STATEMENT.match(query)
    if schema != database or statement is None:
        return
    verb = statement["verb"].split()[0].upper()
    # Only DROP and RENAME take several tables.
    named = statement["tables"].split(",") if verb in {"DROP", "RENAME"} else [statement["tables"]]
    for one in named:
        name = _NAME.match(one)
        if name is not None and name["name"].startswith(prefix):
            action: EventAction = "emptied" if verb in {"TRUNCATE", "DROP"} else "altered"
            yield Event(found.timestamp, name["name"].removeprefix(prefix), action)
