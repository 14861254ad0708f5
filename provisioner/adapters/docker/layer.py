"""A container's own layer read where the engine keeps it (overlay2, root): milliseconds instead of a second."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple

from provisioner.adapters.docker.client import client, translated
from provisioner.schema.changes import Action


@dataclass(frozen=True)
class Layer:
    """Folders of the engine that make a container's files: its own on top, its image's below."""

    upper: Path
    lowers: tuple[Path, ...]


class Own(NamedTuple):
    """Something of a container's own layer."""

    path: str
    """Below the container's root, without a leading slash."""
    kind: Literal["file", "removed", "emptied"]
    """`emptied`: a folder that hides what its image had there."""
    about: os.stat_result


class Unreadable(Exception):  # noqa: N818 it is a state of affairs, not a failure
    """The layer cannot be read this way: the engine must be asked."""


def layer(container: str) -> Layer:
    """Return where a container's files are. Raises Unreadable, EngineError."""
    with translated("Liste des fichiers modifiés"):
        return told(client().api.inspect_container(container)["GraphDriver"])


def told(driver: dict[str, Any]) -> Layer:
    """Return where a container's files are, from what the engine tells of its driver. Raises Unreadable."""
    data = driver.get("Data") or {}
    upper = Path(data.get("UpperDir") or "/nonexistent")
    if driver.get("Name") != "overlay2" or not os.access(upper, os.R_OK | os.X_OK):
        raise Unreadable
    return Layer(upper, tuple(Path(path) for path in str(data.get("LowerDir", "")).split(":") if path))


def touched(where: Layer, root: str, folders: Sequence[str]) -> list[tuple[str, Action]]:
    """Return the paths below `root` that the container's own layer holds or hides. Raises Unreadable."""
    found: list[tuple[str, Action]] = []
    for folder in folders:
        top = where.upper / root.strip("/") / folder
        for path in _walk(top, where):
            inside = path.relative_to(where.upper)
            name = str(inside.relative_to(root.strip("/")))
            existed = any(os.path.lexists(lower / inside) for lower in where.lowers)
            if _whiteout(path):
                found.append((name, "removed"))
            else:
                found.append((name, "changed" if existed else "created"))
    return sorted(set(found))


def own(where: Layer, folders: Sequence[str], skipped: Collection[str] = ()) -> Iterator[Own]:
    """Yield what the container's own layer holds or hides below these folders of its root, but for those `skipped`.

    Cheap enough to be asked each second: what the image has is not looked at. No link is followed nor told.
    """
    for folder in (one for one in folders if (where.upper / one.strip("/")).is_dir()):
        for place, inner, names, held in os.fwalk(where.upper / folder.strip("/"), follow_symlinks=False):
            below = os.path.relpath(place, where.upper)
            inner[:] = [one for one in inner if f"{below}/{one}" not in skipped]
            if _opaque(Path(place)):
                yield Own(below, "emptied", os.fstat(held))
            for name in names:
                try:
                    about = os.stat(name, dir_fd=held, follow_symlinks=False)
                except FileNotFoundError:  # gone since
                    continue
                if stat.S_ISREG(about.st_mode):
                    yield Own(f"{below}/{name}", "file", about)
                elif _hides(about):
                    yield Own(f"{below}/{name}", "removed", about)


def content(where: Layer, path: str, most: int) -> bytes:
    """Return the first `most` bytes of a regular file that the container's own layer holds. Raises Unreadable."""
    with opened(where, path) as file:
        return file.read(most)


@contextmanager
def opened(where: Layer, path: str) -> Iterator[BinaryIO]:
    """Open a regular file that the container's own layer holds. Raises Unreadable for anything else.

    No link is followed, on the way neither: it could lead anywhere on this machine. The engine, that knows the
    container's root, must then be asked.
    """
    file = _opened(where, path)
    try:
        with file:
            yield file
    except OSError:
        raise Unreadable from None


def _opened(where: Layer, path: str) -> BinaryIO:
    *folders, name = [part for part in path.split("/") if part]
    try:
        held = os.open(where.upper, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        raise Unreadable from None
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=held)
            os.close(held)
            held = inner
        file = os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=held), "rb")
    except OSError:
        raise Unreadable from None
    finally:
        os.close(held)
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise Unreadable
    return file


def text(path: str) -> str:
    r"""Return a path as it can be written and shown: a name need not be UTF-8 (`caf\xe9.png`)."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _walk(top: Path, where: Layer) -> Iterator[Path]:
    if not top.is_dir():
        # A whole folder removed or replaced by something else: let the engine say.
        if os.path.lexists(top):
            raise Unreadable
        return
    # New folders are marked opaque too; only one that hides a folder of the image has removed files in it.
    if _opaque(top) and any((lower / top.relative_to(where.upper)).is_dir() for lower in where.lowers):
        raise Unreadable
    for path in sorted(top.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _walk(path, where)
        else:
            yield path


def _whiteout(path: Path) -> bool:
    return _hides(path.lstat())


def _hides(about: os.stat_result) -> bool:
    return stat.S_ISCHR(about.st_mode) and about.st_rdev == 0


def _opaque(path: Path) -> bool:
    try:
        return os.getxattr(path, "trusted.overlay.opaque") == b"y"
    except OSError:
        return False
