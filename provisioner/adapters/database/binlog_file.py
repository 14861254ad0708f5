"""Files of a MariaDB binary log, read where a copy of them was cut: how far they hold whole transactions.

Only the frame is read (headers, checksums, beginnings and ends of transactions): the rest is the server's to read.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xfebin"
_HEADER = struct.Struct("<IBIIIH")
_QUERY, _STOP, _ROTATE, _FORMAT, _XID = 2, 3, 4, 15, 16
_GTID = 162
_ALONE = 1
"""Flag of a transaction that is one statement, with no end of its own (CREATE, ALTER…)."""
_IN_USE = 1
"""Flag of a log that is written to: cleared when it is closed, so left out of its own checksum."""
_CHECKSUM = 4
_FLAGS_AT = 17
_MOST = 1 << 30
"""Bytes of an event: the server's own limit."""


@dataclass(frozen=True)
class Extent:
    """How far a file of the log can be used."""

    end: int
    """Bytes up to the end of the last whole transaction."""
    size: int
    transactions: int
    last_at: int
    """Seconds since 1970 of the last whole transaction; 0: there is none."""
    gtid: str
    """Of that transaction, `domain-server-sequence`; empty: there is none."""

    @property
    def cut(self) -> bool:
        """Say whether something follows that is not whole."""
        return self.end < self.size


@dataclass(frozen=True)
class _Event:
    at: int
    kind: int
    server: int
    body: bytes
    end: int


def extent(data: bytes) -> Extent:
    """Return how far the bytes of a log file hold whole transactions. Nothing is raised: what is not whole is left."""
    end = transactions = last_at = 0
    gtid, begun, alone = "", "", False
    for event in _events(data):
        if event.kind == _GTID:
            sequence, domain, flags = struct.unpack_from("<QIB", event.body)
            begun, alone = f"{domain}-{event.server}-{sequence}", bool(flags & _ALONE)
        elif not begun:
            end = event.end
        elif event.kind == _XID or (event.kind == _QUERY and (alone or _ends(event.body))):
            end, last_at, gtid, begun = event.end, event.at, begun, ""
            transactions += 1
    return Extent(end, len(data), transactions, last_at, gtid)


def _events(data: bytes) -> Iterator[_Event]:
    """Yield whole events, up to the first that is not."""
    place = len(MAGIC)
    if data[: len(MAGIC)] != MAGIC:
        return
    while place + _HEADER.size <= len(data):
        at, kind, server, length, _next, flags = _HEADER.unpack_from(data, place)
        if not _HEADER.size + _CHECKSUM <= length <= _MOST or place + length > len(data):
            return
        whole = data[place : place + length]
        if kind == _FORMAT:
            whole = whole[:_FLAGS_AT] + struct.pack("<H", flags & ~_IN_USE) + whole[_FLAGS_AT + 2 :]
        # Our servers sign each event so (`binlog_checksum`, CRC32 unless told otherwise).
        if zlib.crc32(whole[:-_CHECKSUM]) != struct.unpack("<I", whole[-_CHECKSUM:])[0]:
            return
        place += length
        yield _Event(at, kind, server, whole[_HEADER.size : -_CHECKSUM], place)


def _ends(body: bytes) -> bool:
    """Say whether a statement ends a transaction."""
    if len(body) < 13:
        return False
    database, status = body[8], struct.unpack_from("<H", body, 11)[0]
    return body[13 + status + database + 1 :] in {b"COMMIT", b"ROLLBACK"}
