"""Pictures asked for by examiners: made one after another, in the background, so that candidates hardly feel them."""

from __future__ import annotations

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from provisioner import paths
from provisioner.errors import E5BError
from provisioner.pipeline.live import sight

_NICE: Final = 15
_lock = threading.Lock()
_asked: dict[tuple[str, str], Future[None]] = {}


def place(wave: str, number: str) -> Path:
    """Return the file of the last picture of a candidate's site."""
    return paths.console() / "live" / wave / f"{number}.jpg"


def ask(wave: str, number: str, page: str) -> None:
    """Have a picture made, unless one is being made."""
    with _lock:
        pending = _asked.get((wave, number))
        if pending is None or pending.done():
            _asked[wave, number] = _workers().submit(_make, wave, number, page)


def state(wave: str, number: str) -> tuple[bool, str, datetime | None]:
    """Return whether a picture is being made, what went wrong with the last one, and of when it is."""
    pending = _asked.get((wave, number))
    if pending is not None and not pending.done():
        return True, "", None
    error = pending.exception() if pending is not None else None
    trouble = error.message if isinstance(error, E5BError) else str(error or "")
    try:
        taken = datetime.fromtimestamp(place(wave, number).stat().st_mtime).astimezone()
    except OSError:
        taken = None
    return False, trouble, taken


def _make(wave: str, number: str, page: str) -> None:
    sight.picture(wave, number, page, place(wave, number))


@cache
def _workers() -> ThreadPoolExecutor:
    # On Linux the priority is the thread's own, and what it starts inherits it.
    return ThreadPoolExecutor(1, "vue", lambda: os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE))
