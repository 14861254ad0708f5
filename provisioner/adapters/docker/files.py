"""Files a candidate's container wrote in its own layer, and throwaway copies of a container."""

from __future__ import annotations

import io
import stat
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from docker.errors import APIError, NotFound

from provisioner.adapters.docker import layer
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import E5BError
from provisioner.schema.changes import Action

_ACTIONS: dict[int, Action] = {0: "changed", 1: "created", 2: "removed"}


@dataclass(frozen=True)
class Touched:
    """A path of the container that is not as in its image."""

    path: str
    action: Action


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


def content(container: str, path: str) -> bytes | None:
    """Return the bytes of a regular file of the container; None for a folder, a link, or what is gone."""
    with suppress(layer.Unreadable):
        return layer.content(layer.layer(container), path)
    with translated(f"Lecture de {path}"):
        try:
            stream, about = client().api.get_archive(container, path)
        except NotFound:
            return None
        # The engine gives Go's mode bits: any of the 19 upper ones means something else than a regular file.
        if about["mode"] & ~0o777 & ~(stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX) & 0xFFF80000:
            stream.close()
            return None
        archive = io.BytesIO(b"".join(stream))
    with tarfile.open(fileobj=archive) as tar:
        member = tar.next()
        opened = tar.extractfile(member) if member is not None and member.isfile() else None
        return opened.read() if opened else None


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
