"""Files a candidate's container wrote in its own layer, and throwaway copies of a container."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from docker.errors import APIError, NotFound

from provisioner.adapters.docker import layer
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import E5BError
from provisioner.schema.changes import Action

MOST = 4 << 30
"""Bytes of a file that are looked at: more can only be an attack, a file of holes costs whoever writes it nothing."""
_BLOCK = 1 << 20
_ACTIONS: dict[int, Action] = {0: "changed", 1: "created", 2: "removed"}


@dataclass(frozen=True)
class Touched:
    """A path of the container that is not as in its image."""

    path: str
    """As the system has it: not always UTF-8 (`layer.text`)."""
    action: Action


@dataclass(frozen=True)
class Content:
    """A regular file of a container."""

    size: int
    sha256: str
    """Empty when it holds more than `MOST`: nobody looked to its end."""
    data: bytes | None
    """None when it is larger than what was to be kept."""


def touched(container: str, root: str, folders: Sequence[str]) -> list[Touched]:
    """Return what changed below these folders of `root` (document root), paths below it; folders left out."""
    try:
        return [Touched(*one) for one in layer.touched(layer.layer(container), root, folders)]
    except layer.Unreadable:
        return asked(container, root, folders)


def asked(container: str, root: str, folders: Sequence[str]) -> list[Touched]:
    """Ask the engine; a second for a container that wrote much."""
    with translated("Liste des fichiers modifiés"):
        entries = client().api.diff(container) or []
    wanted = tuple(f"{root}/{folder}/" for folder in folders)
    mine = [entry for entry in entries if entry["Path"].startswith(wanted)]
    parents = {entry["Path"].rsplit("/", 1)[0] for entry in mine}
    return [
        Touched(entry["Path"].removeprefix(f"{root}/"), _ACTIONS[entry["Kind"]])
        for entry in sorted(mine, key=lambda entry: entry["Path"])
        if entry["Path"] not in parents
    ]


def content(container: str, path: str, keep: int) -> Content | None:
    """Return a regular file of the container, its bytes when they are `keep` at most; None for anything else.

    Read block by block: how large a file is, is up to the candidate.
    """
    with suppress(layer.Unreadable), layer.opened(layer.layer(container), path) as file:
        return read(file, os.fstat(file.fileno()).st_size, keep)
    if layer.text(path) != path:
        return None  # the engine could not be asked for such a name; a regular file was read above
    with translated(f"Lecture de {path}"):
        try:
            stream, about = client().api.get_archive(container, path)
        except NotFound:
            return None
        # The engine gives Go's mode bits: any of the 19 upper ones means something else than a regular file.
        if about["mode"] & ~0o777 & ~(stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX) & 0xFFF80000:
            stream.close()
            return None
        with closing(stream):
            return unpacked(stream, keep)


def unpacked(blocks: Iterable[bytes], keep: int) -> Content | None:
    """Return the one regular file of an archive that comes block by block; None when it holds something else."""
    with tarfile.open(fileobj=io.BufferedReader(_Blocks(blocks)), mode="r|") as tar:
        member = tar.next()
        opened = tar.extractfile(member) if member is not None and member.isfile() else None
        return read(opened, member.size, keep) if member is not None and opened else None


def read(file: IO[bytes], size: int, keep: int) -> Content:
    """Return what a file of that size holds; its bytes when they are `keep` at most."""
    if size > MOST:
        return Content(size, "", None)
    digest, data, left = hashlib.sha256(), bytearray(), size
    while left and (block := file.read(min(_BLOCK, left))):
        left -= len(block)
        digest.update(block)
        if size <= keep:
            data += block
    return Content(size - left, digest.hexdigest(), bytes(data) if size <= keep else None)


class _Blocks(io.RawIOBase):
    """What the engine sends, as a file that is read once."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        super().__init__()
        self._blocks = iter(blocks)
        self._rest = b""

    def readable(self) -> bool:
        """Say that it gives bytes."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill the buffer; 0 at the end."""
        room = memoryview(buffer)  # type: ignore[arg-type]
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = block
        size = min(len(room), len(self._rest))
        room[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def image_id(tag: str) -> str:
    """Return the id of an image: its tag may name another one after a rebuild. Raises EngineError."""
    with translated(f"Image {tag}"):
        return str(client().api.inspect_image(tag)["Id"])


def image_of(container: str) -> str:
    """Return the id of the image that a container was made from. Raises EngineError."""
    with translated(f"Image de {container}"):
        return str(client().api.inspect_container(container)["Image"])


@contextmanager
def copied(container: str) -> Iterator[str]:
    """Give an image of the container as it is (paused meanwhile, then running again); the image is removed after."""
    with translated("Copie du site"):
        image = client().api.commit(container, conf={"Labels": {"e5b.kind": "copy"}}, pause=True)["Id"]
    try:
        yield image
    finally:
        with suppress(APIError, E5BError), translated("Suppression de la copie"):
            client().api.remove_image(image, force=True, noprune=False)
