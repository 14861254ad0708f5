"""A ZIP of any make, read with care to say what it holds: one that another tool wrote again, or a hostile one.

Nothing is extracted. What could harm a machine that does (a path, a link, a device, a bomb) is refused with a sentence.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from provisioner.steps.seal.archive import BLOCK, MOST
from provisioner.steps.seal.names import collisions, unfit

_TABLE = 8 << 20
"""Bytes of the table of members: `zipfile` would read it whole, however many there are."""
_TAIL = 22 + 65_535
_LARGEST = 1 << 30
"""Bytes that all members may give together once unpacked."""
_RATIO = 200
"""Bytes that one byte of an archive may give."""
_KINDS = {0o040000: "un dossier", 0o120000: "un lien", 0o020000: "un périphérique", 0o060000: "un périphérique"}
_KINDS |= {0o010000: "un tube", 0o140000: "une prise"}


class HostileError(ValueError):
    """The archive must not be read any further; French."""


class Loose:
    """Members of such an archive by name."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        _bounded_table(stream, size)
        try:
            self._zip = zipfile.ZipFile(stream)
            found = self._zip.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, struct.error, NotImplementedError, OSError):
            raise HostileError("ce n’est pas une archive de dossier, ou elle est tronquée") from None
        _check(found, size)
        self.sizes = {one.filename: one.file_size for one in found}

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member; fewer than it declares when it cannot be read to its end."""
        left = self.sizes[name]
        try:
            with self._zip.open(name) as member:
                while left and (block := member.read(min(left, BLOCK))):
                    left -= len(block)
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError, OSError):
            return


def _bounded_table(stream: BinaryIO, size: int) -> None:
    tail = min(size, _TAIL)
    stream.seek(size - tail)
    end = stream.read(tail)
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < 22:
        raise HostileError("ce n’est pas une archive de dossier, ou elle est tronquée")
    count, length = struct.unpack_from("<HI", end, at + 10)
    if count > MOST or length > _TABLE:
        raise HostileError(f"elle annonce trop de fichiers (plus de {MOST})")


def _check(found: list[zipfile.ZipInfo], size: int) -> None:
    if len(found) > MOST:
        raise HostileError(f"elle contient trop de fichiers (plus de {MOST})")
    for one in found:
        # `zipfile` cuts a name at its first zero and turns the other bars: what is written counts.
        name = one.orig_filename
        trouble = unfit(name.removesuffix("/"))
        if trouble:
            raise HostileError(f"elle contient « {name[:80]!r} » : {trouble}")
        kind = _KINDS.get(one.external_attr >> 16 & 0o170000)
        if kind or name.endswith("/") or one.external_attr & 0x10:
            raise HostileError(f"elle contient « {name[:80]} », {kind or 'un dossier'} et non un fichier")
        if one.flag_bits & 0x1:
            raise HostileError(f"« {name[:80]} » est chiffré")
        if one.file_size > _RATIO * max(one.compress_size, 1) + BLOCK:
            raise HostileError(f"« {name[:80]} » gonflerait démesurément une fois extrait")
    if sum(one.file_size for one in found) > max(_LARGEST, size):
        raise HostileError("elle gonflerait démesurément une fois extraite")
    hidden = collisions(one.orig_filename for one in found)
    if hidden:
        name, why = next(iter(hidden.items()))
        raise HostileError(f"elle contient « {name} » : {why}")
