"""The media cache on disk: one folder per item, `<kind>/<name>/<version>/`, complete or absent, never half done.

media.json        schema/media.py
manifest.sha256   `sha256sum -c` reads it
tree/             the files, placed as they must be copied into the site
"""

from __future__ import annotations

import fcntl
import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from provisioner import paths
from provisioner.datafiles import parse, read_yaml
from provisioner.errors import MediaError, reason
from provisioner.schema.media import MediaRecord
from provisioner.steps.media import tree

_SAFE_PART = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


@dataclass(frozen=True)
class Item:
    """One item of the cache: what is recorded of it, and where its files are."""

    folder: Path
    record: MediaRecord

    @property
    def tree(self) -> Path:
        """Files of the release."""
        return self.folder / "tree"

    def problems(self) -> list[str]:
        """Read every file again; return French sentences on what is not as recorded."""
        try:
            manifest = (self.folder / "manifest.sha256").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return ["la liste des empreintes (manifest.sha256) manque ou est illisible"]
        if hashlib.sha256(manifest.encode()).hexdigest() != self.record.tree_sha256:
            return ["la liste des empreintes (manifest.sha256) a été modifiée"]
        if not self.tree.is_dir():
            return ["ses fichiers ont disparu"]
        return tree.differences(self.tree, manifest)


def folder(kind: str, name: str, version: str) -> Path:
    """Return where an item is kept. Raises MediaError when its name or version could lead elsewhere."""
    for part in (kind, name, version):
        if not _SAFE_PART.fullmatch(part):
            raise MediaError(
                f"« {part[:60]} » ne peut pas être un nom ou une version de média.", "Donnez la version d’origine."
            )
    return paths.media_cache() / kind / name / version


def find(kind: str, name: str, version: str) -> Item | None:
    """Return an item, or None when it is not in the cache. Raises DataError when its record is broken."""
    return _read(folder(kind, name, version))


def items() -> Iterator[Item]:
    """Yield every item of the cache, sorted. Raises DataError for a broken record."""
    for record in sorted(paths.media_cache().glob("*/*/*/media.json")):
        item = _read(record.parent)
        if item:
            yield item


def strays() -> list[Path]:
    """Return what lies in the cache and belongs to no item; hidden names are ours (lock, downloads, work under way)."""
    cache = paths.media_cache()
    known = {place for record in cache.glob("*/*/*/media.json") for place in (record.parent, *record.parents)}
    unknown = {path for depth in ("*", "*/*", "*/*/*") for path in cache.glob(depth)} - known
    return sorted(path for path in unknown if path.parent not in unknown and not _is_hidden(path) and not _empty(path))


def prepare(record: MediaRecord, entries: Iterable[tree.Entry], temporary: Path, *, move: bool) -> Item:
    """Make an item in the workspace `temporary`; its hash and counts are filled in here."""
    new = temporary / "item"
    tree.place(entries, new / "tree", move=move)
    manifest = tree.manifest(new / "tree")
    (new / "manifest.sha256").write_text(manifest, encoding="utf-8")
    complete = record.model_copy(
        update={
            "tree_sha256": hashlib.sha256(manifest.encode()).hexdigest(),
            "files": manifest.count("\n"),
            "size": sum(path.stat().st_size for path in (new / "tree").rglob("*") if path.is_file()),
        }
    )
    (new / "media.json").write_text(complete.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return Item(new, complete)


def commit(new: Item, temporary: Path) -> Item:
    """Put a prepared item in its place; what was there goes away with the workspace."""
    target = folder(new.record.kind, new.record.name, new.record.version)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(temporary / "old")
    new.folder.rename(target)
    return Item(target, new.record)


@contextmanager
def locked() -> Iterator[None]:
    """Hold the cache for one writer at a time, and clear what an interrupted one left."""
    cache = paths.media_cache()
    with told():
        cache.mkdir(parents=True, exist_ok=True)
        lock = (cache / ".lock").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for left in cache.glob(".tmp-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


@contextmanager
def workspace() -> Iterator[Path]:
    """Give a temporary folder on the cache's own disk, so that renaming into place is atomic."""
    cache = paths.media_cache()
    with told():
        cache.mkdir(parents=True, exist_ok=True)
        temporary = Path(mkdtemp(prefix=".tmp-", dir=cache))
        try:
            yield temporary
        finally:
            shutil.rmtree(temporary, ignore_errors=True)


@contextmanager
def told() -> Iterator[None]:
    """Turn a full disk or a forbidden file into a sentence."""
    try:
        yield
    except OSError as error:
        raise MediaError(
            f"{error.filename or paths.media_cache()} : {reason(error)}.",
            "Vérifiez la place libre et les droits, puis relancez ; rien n’a été ajouté à moitié.",
        ) from None


def _read(place: Path) -> Item | None:
    path = place / "media.json"
    return Item(place, parse(read_yaml(path), MediaRecord, path)) if path.is_file() else None


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(paths.media_cache()).parts)


def _empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())
