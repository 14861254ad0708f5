"""Whether a console answers on this machine, and where: a lock that ends with the process that serves it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from provisioner import paths
from provisioner.adapters import disk

FILE = "answers"
_LONGEST = 300


@contextmanager
def answering(address: str) -> Iterator[None]:
    """Tell where it answers (`address:port`) while the block lasts, unless another one does. Raises DiskError."""
    path = disk.folder(paths.console()) / FILE
    with disk.told(path):
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.ftruncate(handle, 0)
            os.pwrite(handle, address.encode(), 0)
        yield
    finally:
        os.close(handle)


def address() -> str:
    """Return where a console of this machine answers; empty when none does."""
    try:
        handle = os.open(paths.console() / FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(handle, _LONGEST, 0).decode(errors="replace")
    finally:
        os.close(handle)
    return ""
