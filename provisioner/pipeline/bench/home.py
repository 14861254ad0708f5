"""A state folder for the time of a measure: nothing of the machine's own waves is seen or touched."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from provisioner import paths
from provisioner.adapters.docker import containers
from provisioner.errors import E5BError


@contextmanager
def own_home() -> Iterator[Path]:
    """Give an empty `E5B_HOME` that shares the media and the golden images' pictures; all it holds is removed after.

    Whatever ends the block: an error, Ctrl-C, SIGTERM.
    """
    shared = paths.images()
    shared.mkdir(parents=True, exist_ok=True)
    # Short: the paths of Unix sockets are limited to 107 characters.
    home = Path(tempfile.mkdtemp(prefix="e5b-b", dir="/tmp"))
    before = {name: os.environ.get(name) for name in ("E5B_HOME", "E5B_MEDIA")}
    ended = signal.signal(signal.SIGTERM, _interrupt)
    try:
        (home / "images").symlink_to(shared.resolve())
        os.environ["E5B_MEDIA"] = str(paths.media_cache().resolve())
        os.environ["E5B_HOME"] = str(home)
        yield home
    finally:
        remove_all(home)
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        signal.signal(signal.SIGTERM, ended)
        shutil.rmtree(home, ignore_errors=True)


def remove_all(home: Path) -> None:
    """Remove every container of this state folder, its front door too; one that resists does not save the others."""
    if paths.home() != home:
        return
    with suppress(E5BError):
        for one in containers.find():
            with suppress(E5BError):
                containers.remove(one.id)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
