"""Files written whole or not at all, and one command at a time per machine."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner import paths
from provisioner.errors import E5BError, reason

_STEP_S = 0.02


class DiskError(E5BError):
    """The disk refused: full, read-only, or not ours."""


class BusyError(E5BError):
    """Another command is changing the sittings of this machine."""


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the disk refuses about `path` into a sentence. Raises DiskError."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskError(f"Le disque est plein : {path} n’a pas pu être écrit.", "Libérez de la place.") from None
        ours = path.is_relative_to(paths.home())
        hint = "Vérifiez le dossier E5B_HOME et ses droits." if ours else "Vérifiez ce dossier et ses droits."
        raise DiskError(f"{path} n’a pas pu être écrit ({reason(error)}).", hint) from None


def folder(path: Path, mode: int = 0o700) -> Path:
    """Make the folder `path` when it is not there, for its owner only unless told otherwise. Raises DiskError."""
    with told(path):
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    return path


def write(path: Path, text: str | bytes, mode: int = 0o600, *, durable: bool = True) -> None:
    """Write `path` in one go: a reader sees the old text or the new one, even after a power cut when `durable`.

    Raises DiskError.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with told(path):
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as stream:
                stream.write(text.encode() if isinstance(text, str) else text)
                os.fchmod(stream.fileno(), mode)
                stream.flush()
                if durable:
                    os.fsync(stream.fileno())
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def replaced(place: Path) -> Iterator[Path]:
    """Give a folder to fill beside `place`; once filled, it takes that place whole. Raises DiskError."""
    fresh, former = (place.with_name(f".{place.name}.{os.getpid()}.{end}") for end in ("tmp", "old"))
    try:
        yield fresh
        with told(place):
            if place.exists():
                place.rename(former)
            fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(former, ignore_errors=True)


def settle(place: Path) -> None:
    """Have all that a folder holds on the disk, so that it is there after a power cut. Raises DiskError."""
    with told(place):
        for path in (place, *place.rglob("*")):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                continue
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


@contextmanager
def turn(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock file `path`, after the command that holds it: `waiting` is called once when there is one.

    Raises DiskError.
    """
    with told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path, patience_s: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path`, once nobody else does.

    Raises BlockingIOError when another process, or thread, still holds it after `patience_s` seconds; DiskError.
    """
    with told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + patience_s
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(_STEP_S)
        yield
    finally:
        os.close(handle)


def taken(path: Path) -> bool:
    """Say whether somebody holds the lock file `path`; asking never keeps another from being told the same.

    Raises DiskError.
    """
    with told(path):
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


@contextmanager
def only_one(doing: str) -> Iterator[None]:
    """Hold the machine's lock while candidates' sites change; `doing` tells others what runs. Raises BusyError."""
    path = folder(paths.home()) / "lock"
    with told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 200, 0).decode(errors="replace") or "une autre commande"
            raise BusyError(
                f"{holder} est déjà en cours sur cette machine.", "Attendez sa fin, puis relancez la même commande."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"« {doing} » (processus {os.getpid()})".encode(), 0)
        yield
    finally:
        os.close(handle)
