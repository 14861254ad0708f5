"""The kit of a rehearsal: the one given, or one of this very software, made once and kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provisioner.adapters import disk, passphrase
from provisioner.pipeline.kit import build
from provisioner.pipeline.kit import verify as kits
from provisioner.steps.kit import contents, trees


@dataclass(frozen=True)
class Chosen:
    """A kit, and what its centre would have been told apart from it."""

    folder: Path
    key: str
    """Fingerprint; empty: this machine knows it."""
    passphrase: str
    """Of its subjects; empty: not known."""


def ready(exam: str, given: Path | None, place: Path, say: Callable[[str], None]) -> Chosen:
    """Return the kit to install. Raises KitError, and all that building one raises."""
    if given:
        return Chosen(given, kits.verify(given).fingerprint, "")
    content = trees.content(contents.software())[:12]
    folder, secret = place / f"kit-{content}", place / f"kit-{content}.phrase"
    if not (folder.is_dir() and secret.is_file()):
        for old in place.glob("kit-*"):
            shutil.rmtree(old, ignore_errors=True)
        say("Préparation d’un kit de ce logiciel (quelques minutes, une fois)…")
        disk.write(secret, passphrase.new())
        build.build(build.Order((exam,), folder, secret=secret.read_text(encoding="utf-8")), say)
    return Chosen(folder, kits.verify(folder).fingerprint, secret.read_text(encoding="utf-8"))
