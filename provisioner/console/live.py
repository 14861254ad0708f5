"""The process that follows sittings for the console: apart from it, at low priority, started again when it ends."""

from __future__ import annotations

import logging
import multiprocessing
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from threading import Event, Thread
from typing import Final

LOOK_S: Final = 1.0
"""Between two looks at the logs: what a candidate saves shows within this, the reading, and the page's own second."""
REFRESH_S: Final = 3.0
NICE: Final = 5
"""Behind candidates, yet never starved: at 15, beside five busy processes a core, it would have under 1 % of it."""
log = logging.getLogger(__name__)


@contextmanager
def watching() -> Iterator[None]:
    """Follow the sittings of this machine while the block lasts."""
    over = Event()
    keeper = Thread(target=_keep, args=(over,), name="suivi", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join(10)


def _keep(over: Event) -> None:
    process: BaseProcess | None = None
    while not over.is_set():
        if process is None or not process.is_alive():
            if process is not None:
                log.warning("the watcher ended with %s: started again", process.exitcode)
            process = multiprocessing.get_context("spawn").Process(target=run, name="e5b-suivi", daemon=True)
            process.start()
        over.wait(1)
    if process is not None:
        process.terminate()
        process.join(5)


def run() -> None:
    """Follow sittings until the console is no longer there."""
    from provisioner.pipeline.live.watch import Watcher  # noqa: PLC0415 the console itself does without its libraries

    os.nice(NICE)
    console, watcher, refreshed = os.getppid(), Watcher(), -REFRESH_S
    while os.getppid() == console:
        began = time.monotonic()
        if began - refreshed >= REFRESH_S:
            watcher.refresh()
            refreshed = began
        watcher.look()
        time.sleep(max(0.1, LOOK_S - (time.monotonic() - began)))
