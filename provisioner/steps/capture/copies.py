"""Throwaway sites: the same contract as a candidate's, in a run folder of their own, that nobody else reaches."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from provisioner import paths
from provisioner.adapters.docker import files, probe
from provisioner.schema.sitting import Sitting
from provisioner.schema.stack import Stack

_KEPT = ("site.env", "secrets.json")
"""The copy answers to the candidate's own address, with their own keys; it is not personalised again."""


@contextmanager
def copy_of(sitting: Sitting, stack: Stack) -> Iterator[str]:
    """Give the name of the run folder of a running copy of the candidate's site. Raises EngineError."""
    with files.copied(sitting.container) as image, run_folder() as run:
        for name in _KEPT:
            with suppress(FileNotFoundError):
                shutil.copyfile(paths.run() / sitting.container / name, run / name)
        with probe.site(image, run, sitting.url + stack.ready_path):
            yield run.name


@contextmanager
def run_folder() -> Iterator[Path]:
    """Give a new folder of `E5B_HOME/run`, removed after."""
    run = paths.run() / f"copie-{secrets.token_hex(4)}"
    run.mkdir(mode=0o755, parents=True)
    try:
        yield run
    finally:
        shutil.rmtree(run, ignore_errors=True)
