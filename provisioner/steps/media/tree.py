"""A tree in the cache: copied or moved file by file, with a manifest of hashes that names what changed."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from provisioner.errors import MediaError

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Entry:
    """One file of a release: where it is now, and its place in the tree."""

    source: Path
    place: str


def walk(root: Path, *, skip: Iterable[str] = ()) -> Iterator[Entry]:
    """Yield the files below `root`, leaving out the relative paths in `skip` (files or whole folders).

    Raises MediaError for a link or a special file: a tree must be copied whole, and nothing else with it.
    """
    skipped = set(skip)
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        for name in (*folders, *files):
            if (here / name).is_symlink():
                raise MediaError(
                    f"{here / name} est un lien symbolique : cette arborescence n’est pas une version d’origine.",
                    "Donnez l’archive du fabricant, ou une copie sans lien.",
                )
        below = here.relative_to(root)
        folders[:] = sorted(name for name in folders if str(below / name) not in skipped)
        for name in sorted(files):
            place = (below / name).as_posix()
            if place in skipped:
                continue
            if not (here / name).is_file():
                raise MediaError(f"{here / name} n’est pas un fichier ordinaire.", "Retirez-le, puis recommencez.")
            yield Entry(here / name, place)


def place(entries: Iterable[Entry], target: Path, *, move: bool) -> None:
    """Put the files into the new folder `target` with plain modes; `move` when the source is a temporary copy."""
    target.mkdir(parents=True)
    for entry in entries:
        goal = target / entry.place
        goal.parent.mkdir(parents=True, exist_ok=True)
        if move:
            entry.source.replace(goal)
        else:
            shutil.copyfile(entry.source, goal)
        goal.chmod(0o644)
    for folder in (target, *(path for path in target.rglob("*") if path.is_dir())):
        folder.chmod(0o755)


def manifest(root: Path) -> str:
    """Return the SHA-256 of every file below `root`, in the format of `sha256sum`, sorted by path."""
    lines = sorted(f"{sha256(entry.source)}  {entry.place}" for entry in walk(root))
    return "".join(f"{line}\n" for line in sorted(lines, key=lambda line: line[66:]))


def sha256(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    return digest(path, "sha256")


def digest(path: Path, algorithm: str) -> str:
    """Return the hex digest of a file."""
    state = hashlib.new(algorithm, usedforsecurity=False)
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()


def differences(root: Path, recorded: str) -> list[str]:
    """Return French sentences on what is altered, missing or unknown in `root` against its recorded manifest."""
    before = {line[66:]: line[:64] for line in recorded.splitlines()}
    after = {line[66:]: line[:64] for line in manifest(root).splitlines()}
    altered = [
        f"fichier altéré : {path}" for path in sorted(before.keys() & after.keys()) if before[path] != after[path]
    ]
    missing = [f"fichier manquant : {path}" for path in sorted(before.keys() - after.keys())]
    unknown = [f"fichier inconnu : {path}" for path in sorted(after.keys() - before.keys())]
    return altered + missing + unknown
