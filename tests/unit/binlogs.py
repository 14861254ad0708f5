"""A binary log as MariaDB frames it, written event by event."""

from __future__ import annotations

import struct
import zlib

GTID, XID, QUERY, FORMAT, ROWS, TABLE, GTID_LIST, ROTATE = 162, 16, 2, 15, 23, 19, 163, 4


class Log:
    """Bytes of a log, and where its whole transactions end."""

    def __init__(self, *, in_use=True):
        self.data, self.sequence = b"\xfebin", 0
        self.ends = [0]
        body = struct.pack("<H50sIB", 4, b"10.5.29-MariaDB-log", 0, 19) + bytes(170) + b"\x01"
        self.event(FORMAT, body, flags=int(in_use))
        self.ends.append(len(self.data))
        self.event(GTID_LIST, bytes(4))
        self.ends.append(len(self.data))

    def event(self, kind, body, *, at=1000, flags=0):
        length = 19 + len(body) + 4
        head = struct.pack("<IBIIIH", at, kind, 1, length, len(self.data) + length, flags)
        told = struct.pack("<IBIIIH", at, kind, 1, length, len(self.data) + length, flags & ~1)
        check = struct.pack("<I", zlib.crc32((told if kind == FORMAT else head) + body))
        self.data += head + body + check

    def begin(self, *, alone=False, at=1000):
        self.sequence += 1
        self.event(GTID, struct.pack("<QIB", self.sequence, 0, int(alone)) + bytes(6), at=at)

    def transaction(self, *rows, at=1000, end="xid"):
        """Some rows, and the end of the transaction."""
        self.begin(at=at)
        for row in rows:
            self.event(TABLE, b"t" * 12, at=at)
            self.event(ROWS, row, at=at)
        if end == "xid":
            self.event(XID, struct.pack("<Q", 7), at=at)
        else:
            self.event(QUERY, query(end), at=at)
        self.ends.append(len(self.data))

    def statement(self, text, *, at=1000):
        """A statement with no end of its own."""
        self.begin(alone=True, at=at)
        self.event(QUERY, query(text), at=at)
        self.ends.append(len(self.data))

    def whole(self, size):
        """Where the last whole transaction of the first `size` bytes ends."""
        return max(end for end in self.ends if end <= size)


def query(text, database="wordpress"):
    status = b"\x00\x01\x02"
    name = database.encode()
    return struct.pack("<IIBHH", 5, 0, len(name), 0, len(status)) + status + name + b"\0" + text.encode()
