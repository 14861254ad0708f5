"""A folder shaped like a candidate's, filled aside, then put in place in one go."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner import candidate_folder
from provisioner.adapters import disk

PARTS = ("capture", "diff.json")


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Give an empty folder that holds `sitting.json`; at the end its contents replace the capture and the diff.

    When the block fails, or the machine stops, the candidate's folder keeps what it had.
    """
    proof = candidate_folder.proof(folder)
    stage, old = folder / ".capture", folder / ".capture-precedente"
    _restore(folder, old)
    shutil.rmtree(stage, ignore_errors=True)
    try:
        with disk.told(folder):
            stage.mkdir(mode=0o700)
            shutil.copy2(proof, stage)
            (stage / "capture").mkdir()
            yield stage
            # Who hears that it is done may write so, and remove the site: it must be there after a power cut.
            disk.settle(stage)
            _swap(folder, stage, old)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _swap(folder: Path, stage: Path, old: Path) -> None:
    old.mkdir(exist_ok=True)
    for part in PARTS:
        if (stage / part).exists():
            if (folder / part).exists():
                (folder / part).rename(old / part)
            (stage / part).rename(folder / part)
    shutil.rmtree(old, ignore_errors=True)


def _restore(folder: Path, old: Path) -> None:
    """Finish what an interruption left half done: a part that is missing comes back from the previous capture."""
    for part in PARTS:
        if (old / part).exists() and not (folder / part).exists():
            (old / part).rename(folder / part)
    shutil.rmtree(old, ignore_errors=True)
