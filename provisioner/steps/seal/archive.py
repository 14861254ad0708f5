"""The archive of a dossier: a ZIP that any tool opens, of which exactly one form is right.

Nothing is compressed (the evidence already is, and two versions of a compressor write different bytes), no date, no
attribute, one order: its bytes follow from the names and contents alone. Reading it strictly is thus reading it all:
there is no byte that could be changed unseen, and no way for two tools to see different files in it. That is why
neither `zipfile` writes it (its bytes change with Python's versions) nor reads it; `loose.py` does, to say what a
stranger to this form holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from provisioner.steps.seal.names import LONGEST, collisions, unfit

LARGEST = 2**32 - 2
"""Bytes of an archive: without the extensions for larger ones, which many tools read badly."""
MOST = 20_000
"""Members."""
BLOCK = 1 << 20

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _UNIX = 20, 3 << 8
_UTF8 = 0x800
_DAY = (1 << 5) | 1
"""1 January 1980: the first day that the format knows, written everywhere."""
_FILE = 0o100644 << 16


@dataclass(frozen=True)
class Entry:
    """One member, as its header says."""

    name: str
    size: int
    crc: int
    start: int
    """Where its bytes begin."""


class MisshapenError(ValueError):
    """The bytes are not those of such an archive. `entries` are those read before `at`, the place where it shows."""

    def __init__(self, at: int, why: str, entries: Sequence[Entry]) -> None:
        super().__init__(why)
        self.at = at
        self.why = why
        self.entries = tuple(entries)


def local_header(name: str, size: int, crc: int) -> bytes:
    """Return what stands before a member's bytes."""
    raw = name.encode()
    return _LOCAL.pack(_LOCAL_MARK, _VERSION, _UTF8, 0, 0, _DAY, crc, size, size, len(raw), 0) + raw


def directory(entries: Iterable[Entry], at: int) -> bytes:
    """Return what stands after the last member; `at` is its place."""
    lines = []
    for one in entries:
        raw = one.name.encode()
        made = (_CENTRAL_MARK, _UNIX | _VERSION, _VERSION, _UTF8, 0, 0, _DAY, one.crc, one.size, one.size)
        place = one.start - _LOCAL.size - len(raw)
        lines.append(_CENTRAL.pack(*made, len(raw), 0, 0, 0, 0, _FILE, place) + raw)
    whole = b"".join(lines)
    return whole + _END.pack(_END_MARK, 0, 0, len(lines), len(lines), len(whole), at, 0)


def entries(stream: BinaryIO, size: int) -> list[Entry]:
    """Return the members of an archive of `size` bytes; only this form is read. Raises MisshapenError."""
    found: list[Entry] = []
    at = 0
    while True:
        stream.seek(at)
        head = stream.read(_LOCAL.size)
        if head[:4] != _LOCAL_MARK:
            break
        if len(found) == MOST:
            raise MisshapenError(at, f"plus de {MOST} fichiers", found)
        one = _entry(head, stream, at, size, found)
        found.append(one)
        at = one.start + one.size
    if not found:
        raise MisshapenError(0, "ce n’est pas une archive de dossier", found)
    expected = directory(found, at)
    stream.seek(at)
    actual = stream.read(len(expected) + 1)
    if actual != expected:
        place = next((n for n, (a, b) in enumerate(zip(actual, expected, strict=False)) if a != b), len(actual))
        place = min(place, len(expected))
        why = "l’archive s’arrête trop tôt" if len(actual) < len(expected) else "la table de l’archive est modifiée"
        raise MisshapenError(at + place, why, found)
    hidden = collisions(one.name for one in found)
    if hidden:
        name, why = next(iter(hidden.items()))
        raise MisshapenError(at, f"« {name} » : {why}", found)
    return found


def _entry(head: bytes, stream: BinaryIO, at: int, size: int, found: Sequence[Entry]) -> Entry:
    if len(head) < _LOCAL.size:
        raise MisshapenError(at, "l’archive s’arrête trop tôt", found)
    crc, length, long = (_LOCAL.unpack(head)[index] for index in (6, 7, 9))
    raw = stream.read(min(long, LONGEST + 1))
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        raise MisshapenError(at, "un nom de fichier est illisible", found) from None
    trouble = unfit(name)
    if trouble:
        raise MisshapenError(at, f"« {name[:80]!r} » : {trouble}", found)
    if head + raw != local_header(name, length, crc):
        raise MisshapenError(at, f"l’en-tête de « {name} » est modifié", found)
    start = at + _LOCAL.size + len(raw)
    if start + length > size:
        raise MisshapenError(at, f"« {name} » s’arrête trop tôt", found)
    return Entry(name, length, crc, start)


def content(stream: BinaryIO, one: Entry) -> Iterator[bytes]:
    """Yield the bytes of a member, block by block."""
    stream.seek(one.start)
    left = one.size
    while left:
        block = stream.read(min(left, BLOCK))
        if not block:
            return
        left -= len(block)
        yield block
