"""A long stream as volumes of a size that any USB stick takes, each known by its SHA-256."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from provisioner.adapters import disk
from provisioner.errors import KitError, reason
from provisioner.schema.kit import KitFile

SIZE = 32 << 20
"""Bytes of a volume: what is copied again when one is damaged."""
FOLDER = "volumes"
_BLOCK = 1 << 20


class Cutter(io.RawIOBase):
    """Writes what it is given as volumes `<name>-001.vol`, `<name>-002.vol`… below `folder`."""

    def __init__(self, folder: Path, name: str, size: int = SIZE) -> None:
        super().__init__()
        self._folder, self._name, self._most = folder, name, size
        self._current: BinaryIO | None = None
        self._sha = hashlib.sha256()
        self._length = 0
        self.volumes: list[KitFile] = []

    def writable(self) -> bool:
        """Say that it takes bytes."""
        return True

    def write(self, data: object, /) -> int:
        """Take some bytes. Raises DiskError."""
        view = memoryview(data)  # type: ignore[arg-type]
        at = 0
        while at < len(view):
            if self._current is None:
                self._begin()
            piece = view[at : at + self._most - self._length]
            assert self._current is not None  # noqa: S101 just begun
            with disk.told(self._path()):
                self._current.write(piece)
            self._sha.update(piece)
            self._length += len(piece)
            at += len(piece)
            if self._length == self._most:
                self._end()
        return len(view)

    def close(self) -> None:
        """Finish the last volume."""
        if self._current is not None:
            self._end()
        super().close()

    def _name_of(self) -> str:
        return f"{FOLDER}/{self._name}-{len(self.volumes) + 1:03d}.vol"

    def _path(self) -> Path:
        return self._folder / self._name_of()

    def _begin(self) -> None:
        path = self._path()
        with disk.told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._current = path.open("wb")
        self._sha, self._length = hashlib.sha256(), 0

    def _end(self) -> None:
        assert self._current is not None  # noqa: S101 the callers know
        name = self._name_of()
        with disk.told(self._path()):
            self._current.flush()
            os.fsync(self._current.fileno())
            self._current.close()
        self._current = None
        self.volumes.append(KitFile(path=name, size=self._length, sha256=self._sha.hexdigest()))


_AGAIN = "Laissez la clé branchée, puis relancez la même commande ; si cela recommence, prenez un autre exemplaire."


class Joined(io.RawIOBase):
    """Reads volumes one after another, as the stream they were cut from.

    Each is held again to its SHA-256 as it is read: a stick may give other bytes than those that were verified. Reading
    raises KitError when it does, or when it is gone.
    """

    def __init__(self, folder: Path, volumes: Iterable[KitFile]) -> None:
        super().__init__()
        self._folder = folder
        self._left = [*volumes][::-1]
        self._current: BinaryIO | None = None
        self._one: KitFile | None = None
        self._sha = hashlib.sha256()

    def readable(self) -> bool:
        """Say that it gives bytes."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill the buffer; 0 at the end."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        while self._current is not None or self._left:
            try:
                count = self._filled(view)
            except OSError as error:
                name = self._one.path if self._one else ""
                raise KitError(f"« {name} » ne peut plus être lu ({reason(error)}).", _AGAIN) from None
            if count:
                return count
        return 0

    def _filled(self, view: memoryview) -> int:
        if self._current is None:
            self._one, self._sha = self._left.pop(), hashlib.sha256()
            self._current = (self._folder / self._one.path).open("rb")
        count: int = self._current.readinto(view)  # type: ignore[attr-defined]
        self._sha.update(view[:count])
        if not count:
            self._current.close()
            self._current = None
            if self._one and self._sha.hexdigest() != self._one.sha256:
                raise KitError(f"« {self._one.path} » n’est plus tel qu’il a été contrôlé.", _AGAIN)
        return count

    def close(self) -> None:
        """Close the volume being read."""
        if self._current is not None:
            self._current.close()
            self._current = None
        super().close()


@dataclass(frozen=True)
class Damage:
    """One file of a kit that is not as its manifest has it."""

    kind: Literal["missing", "truncated", "altered"]
    file: str
    says: str


def damage(folder: Path, one: KitFile) -> Damage | None:
    """Say what is wrong with one file of a kit: copying it again is enough."""
    path = folder / one.path
    if path.is_symlink() or not path.is_file():
        return Damage("missing", one.path, f"« {one.path} » manque.")
    try:
        size = path.stat().st_size
        if size < one.size:
            return Damage("truncated", one.path, f"« {one.path} » est incomplet ({size} octets sur {one.size}).")
        if size == one.size and fingerprint(path) == one.sha256:
            return None
    except OSError as error:
        return Damage("altered", one.path, f"« {one.path} » ne peut pas être lu ({reason(error)}).")
    return Damage("altered", one.path, f"« {one.path} » est abîmé ou modifié.")


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def copy(source: Path, target: Path, files: Iterable[KitFile], say: Callable[[str], None]) -> list[str]:
    """Copy the files that `target` lacks or has damaged; return their names. An interrupted copy goes on where it was.

    Raises DiskError, KitError when the source cannot be read.
    """
    copied = []
    for one in files:
        if damage(target, one) is None:
            continue
        say(one.path)
        place = target / one.path
        with disk.told(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_name(f".{place.name}.tmp")
            try:
                with temporary.open("wb") as written:
                    for block in _blocks(source / one.path):
                        written.write(block)
                temporary.replace(place)
            finally:
                temporary.unlink(missing_ok=True)
        copied.append(one.path)
    return copied


def _blocks(path: Path) -> Iterator[bytes]:
    """Yield a file; what cannot be read is the source's trouble, not that of what is being written."""
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                yield block
    except OSError as error:
        raise KitError(f"{path} ne peut pas être lu ({reason(error)}).", _AGAIN) from None


def drained(source: BinaryIO, target: BinaryIO) -> int:
    """Copy a stream to its end; return its bytes."""
    total = 0
    while block := source.read(_BLOCK):
        target.write(block)
        total += len(block)
    return total
