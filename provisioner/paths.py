"""Where things are: the project's data (read-only) and this machine's state (`E5B_HOME`)."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SUBJECTS = PROJECT / "subjects"
STACKS = PROJECT / "stacks"
CHECKS = PROJECT / "checks"
CASES = PROJECT / "tests" / "cases"
TEMPLATES = PROJECT / "provisioner" / "templates"


def home() -> Path:
    """Folder of this machine's state; `E5B_HOME` overrides it. Kept short: Unix sockets live below it."""
    return Path(os.environ.get("E5B_HOME") or Path.home() / ".e5b")


def media_cache() -> Path:
    """Folder of the release archives; `E5B_MEDIA` overrides it, so that several homes share one cache."""
    return Path(os.environ.get("E5B_MEDIA") or home() / "media")


def images() -> Path:
    """Return what belongs to golden images: baseline snapshots and pictures, one folder per image tag."""
    return home() / "images"


def waves() -> Path:
    """One folder per wave, one folder per candidate number inside: `waves/<wave>/<number>/`."""
    return home() / "waves"


def run() -> Path:
    """Sockets and per-candidate secrets of running containers: `run/<container>/`."""
    return home() / "run"


def console() -> Path:
    """Return what the console keeps of its own: accounts, grids, notes, marks, and what it shows live."""
    return home() / "console"


def keys() -> Path:
    """Return the centre's own key, with which dossiers are signed."""
    return home() / "keys"


def dossiers() -> Path:
    """Return the sealed dossiers of this centre, and their register."""
    return home() / "dossiers"


def purges() -> Path:
    """Return the signed statements of what was destroyed."""
    return home() / "purges"


def kit() -> Path:
    """Return what this machine keeps of offline kits: what is installed, sealed subjects, packages fetched once."""
    return home() / "kit"
