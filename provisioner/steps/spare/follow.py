"""One sitting's site, copied as it goes: its log by the bytes that were added, its files when one was written."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.adapters import disk
from provisioner.adapters.docker import layer
from provisioner.adapters.docker.layer import Layer, Own
from provisioner.schema.spare import FileLine
from provisioner.steps.spare import folder

DATA = "var/lib/mysql"
SESSIONS = "var/lib/php/sessions"
"""Whoever is signed in stays so, and a form that is open can still be sent."""
LARGEST = 256 << 20
"""Bytes of a file that is copied: the front door lets in a quarter of it, more is made by a program of the site's."""
_QUIET_LOOKS = 20
"""Looks without any page asked nor row written after which files are looked at all the same."""
_Stamp = tuple[str, int, int, int]


@dataclass
class Follower:
    """One life of a sitting's site, and how far it was copied."""

    place: Path
    """Its folder in the copy."""
    where: Layer
    roots: Sequence[str]
    """Folders below the container's root whose files are copied."""
    skipped: Collection[str]
    """Folders among those that the site makes again by itself."""
    access_log: Path
    log: dict[str, int] = field(default_factory=dict)
    lines: int = 0
    too_large: set[str] = field(default_factory=set)
    """Files that are left out of the copy, as they are shown."""
    _told: dict[str, FileLine] | None = None
    _stamps: dict[str, _Stamp] = field(default_factory=dict)
    _seen: tuple[int, ...] = ()
    _quiet: int = 0

    def look(self) -> None:
        """Copy what is new. Raises DiskError.

        The log first, then the files: no row is there whose file was not.
        """
        for source in sorted((self.where.upper / DATA).glob(folder.LOG_FILES)):
            self.log[source.name] = folder.follow(source, self.place / folder.LOG / source.name)
        if not self.log:
            disk.folder(self.place)
        asked = folder.follow(self.access_log, self.place / folder.ACCESS) if self.access_log.exists() else 0
        seen = (asked, *self.log.values())
        # Only a page that was asked writes files; the door's log tells it once the page is there, maybe after this.
        self._quiet = self._quiet + 1 if seen == self._seen else 0
        self._seen = seen
        if self._quiet < 2 or self._quiet % _QUIET_LOOKS == 0:
            self._files()

    def _files(self) -> None:
        if self._told is None:
            # What a former process told is not told again.
            found = list(folder.lines(self.place / folder.LINES, FileLine))
            self._told, self.lines = {line.place: line for line in found}, len(found)
        now = {one.path: one for one in layer.own(self.where, self.roots, self.skipped)}
        fresh: list[FileLine] = []
        for path, one in now.items():
            if self._stamps.get(path) == _stamp(one):
                continue
            line = self._line(one)
            if line:
                self._stamps[path] = _stamp(one)
                fresh += [line] if self._told.get(path) != line else []
        gone = [line for path, line in self._told.items() if path not in now and line.action != "removed"]
        # The image never had these: nothing hides them, they just are not there any more.
        fresh += [FileLine(path=line.path, raw=line.raw, action="removed") for line in gone]
        folder.add(self.place / folder.LINES, fresh)
        self.lines += len(fresh)
        self._told |= {line.place: line for line in fresh}
        self.too_large &= set(map(layer.text, now))

    def _line(self, one: Own) -> FileLine | None:
        """Copy a file's bytes and return what to tell of it; None for one that is being written, or gone."""
        name = layer.text(one.path)
        # A name that is no text is put back byte for byte all the same.
        raw = "" if name == one.path else os.fsencode(one.path).hex()
        if one.kind != "file":
            return FileLine(path=name, raw=raw, action=one.kind, written_at=one.about.st_mtime_ns / 1e9)
        self.too_large.discard(name)
        if one.about.st_size > LARGEST:
            self.too_large.add(name)
            return None
        try:
            content = layer.content(self.where, one.path, LARGEST)
            after = (self.where.upper / one.path).lstat()
        except (OSError, layer.Unreadable):
            return None
        if (after.st_mtime_ns, after.st_size, after.st_ino) != _stamp(one)[1:] or len(content) != after.st_size:
            return None
        digest = hashlib.sha256(content).hexdigest()
        target = disk.folder(self.place / folder.BYTES) / digest
        if not target.exists():
            disk.write(target, content, durable=False)
        about = one.about
        return FileLine(
            path=name,
            raw=raw,
            size=len(content),
            sha256=digest,
            mode=stat.S_IMODE(about.st_mode),
            user=about.st_uid,
            group=about.st_gid,
            written_at=about.st_mtime_ns / 1e9,
        )


def evidence(source: Path, target: Path) -> None:
    """Copy what a candidate's folder keeps of before (never changed once written), files that are there left out."""
    for path in source.rglob("*") if source.is_dir() else ():
        copy = target / path.relative_to(source)
        if path.is_file() and not path.is_symlink() and not copy.exists():
            disk.folder(copy.parent)
            with disk.told(copy):
                aside = copy.with_name(f".{copy.name}.tmp")
                shutil.copyfile(path, aside)
                aside.replace(copy)


def _stamp(one: Own) -> _Stamp:
    about = one.about
    return (one.kind, about.st_mtime_ns, about.st_size, about.st_ino)
