"""What of a wave names persons or opens sites, apart from the evidence; and its destruction, file by file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provisioner import names, paths
from provisioner.adapters import disk
from provisioner.schema.seal import Destroyed

What = Literal["roster", "fiche", "access log", "journal", "console", "evidence", "report", "dossier", "leftover"]
_JOURNAL = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm")
_ROSTER = ("roster.json", ".roster.json.*.tmp")


@dataclass(frozen=True)
class Target:
    """One file to destroy."""

    path: Path
    what: What


def persons(wave: str) -> Iterator[Target]:
    """Yield what names candidates, opens their sites or tells their machines. Names come first."""
    place = paths.waves() / wave
    for pattern in _ROSTER:
        yield from _all(place.glob(pattern), "roster")
    yield from _all((place / "fiches").rglob("*"), "fiche")
    for name in _JOURNAL:
        yield from _all([place / name], "journal")
    # The one of each candidate, and those of the sites they had before a reset.
    yield from _all((*place.glob("*/access.log"), *place.glob("*/previous/*/access.log")), "access log")
    # What each site had changed, and a picture of it: made for the live view, and made again at will.
    yield from _all((paths.console() / "live" / wave).rglob("*"), "leftover")
    for folder in paths.run().glob(f"{names.join(names.LABEL, wave)}-*"):
        yield from _all(folder.rglob("*"), "leftover")


def evidence(wave: str, dossiers: Iterable[str]) -> Iterator[Target]:
    """Yield the evidence of a wave, and the files of its sealed dossiers."""
    place = paths.waves() / wave
    for path in sorted(place.rglob("*")):
        if path.is_file() or path.is_symlink():
            inside = path.relative_to(place).parts
            yield Target(path, "report" if "report" in inside or path.name == "index.html" else "evidence")
    yield from _all((paths.dossiers() / name for name in dossiers), "dossier")


def measured(target: Target) -> Destroyed:
    """Return what will be told of a file once it is gone. Raises DiskError."""
    sha256, size = hashlib.sha256(), 0
    with disk.told(target.path), target.path.open("rb") as stream:
        while block := stream.read(1 << 20):
            sha256.update(block)
            size += len(block)
    return Destroyed(what=target.what, size=size, sha256=sha256.hexdigest())


def measured_bytes(what: What, salt: bytes, data: bytes) -> Destroyed:
    """Return what will be told of what is no file; `salt` is secret, so that nobody can guess a short content."""
    return Destroyed(what=what, size=len(data), sha256=hashlib.sha256(salt + data).hexdigest())


def destroy(targets: Iterable[Target], wave: str) -> None:
    """Remove these files, and the folders of the wave that they leave empty. Raises DiskError."""
    for target in targets:
        with disk.told(target.path):
            target.path.unlink(missing_ok=True)
    place = paths.waves() / wave
    for top in (place, paths.console() / "live" / wave, *paths.run().glob(f"{names.join(names.LABEL, wave)}-*")):
        folders = [path for path in top.rglob("*") if path.is_dir() and not path.is_symlink()]
        for folder in (*sorted(folders, reverse=True), top):
            if folder.is_dir() and not any(folder.iterdir()):
                with disk.told(folder):
                    folder.rmdir()


def _all(found: Iterable[Path], what: What) -> Iterator[Target]:
    for path in sorted(found):
        if path.is_socket():
            path.unlink(missing_ok=True)
        elif path.is_file():
            yield Target(path, what)
