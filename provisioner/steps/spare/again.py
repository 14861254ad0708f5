"""A copied sitting put into a new copy of its image: every transaction of its log, at its own time, then its files.

The new site's own log then tells the whole sitting, what was written on the other machine included, with the times of
then: capture, timeline and both witnesses need to know nothing of the move.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tarfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioner.adapters import disk
from provisioner.adapters.database import binlog_file
from provisioner.adapters.database.binlog_file import Extent
from provisioner.adapters.docker import probe
from provisioner.errors import EngineError, SittingError
from provisioner.schema.spare import FileLine, Followed, Look
from provisioner.steps.spare import folder

_INSIDE = "/run/e5b/reprise"
_DEADLINE_S = 60.0
_STEP_S = 0.02
_REPLAY = f"""exec 2>&1
set -eo pipefail
mariadb -e 'SET GLOBAL sync_binlog = 0, GLOBAL innodb_flush_log_at_trx_commit = 0, GLOBAL max_allowed_packet = 1 << 30'
{{
mariadb-binlog {_INSIDE}/binlog.*
echo 'SET GLOBAL sync_binlog = 1, GLOBAL innodb_flush_log_at_trx_commit = 1, GLOBAL max_allowed_packet = DEFAULT;'
echo 'SELECT @@gtid_binlog_pos;'
}} | mariadb -N --binary-mode --max-allowed-packet=1G"""
_FILES = """cd / &&
xargs -0 -r sh -c 'for f; do [ ! -d "$f" ] || find "$f" -mindepth 1 -delete; done' sh </run/e5b/emptied &&
xargs -0 -r rm -rf -- </run/e5b/removed &&
tar -xpf /run/e5b/reprise.tar --same-owner --numeric-owner"""
_DIGEST = re.compile(r"^[0-9a-f]{64}$")


@dataclass(frozen=True)
class Work:
    """What a copy holds of a sitting's work, as far as it is whole."""

    logs: tuple[tuple[Path, Extent], ...]
    files: tuple[FileLine, ...]
    """The last whole version of each."""
    bytes_of: Path
    """Folder of their bytes, by SHA-256."""
    lost: tuple[str, ...]
    """French: what was copied by half, or not at all."""
    whole: bool
    """All that the look tells of was carried away."""

    def vouched(self, look: Look) -> float:
        """Return until when whatever was acknowledged is there (seconds since 1970; 0: not known)."""
        return look.at.at.timestamp() if self.whole else float(self.last_at)

    @property
    def gtid(self) -> str:
        """Last whole transaction; empty: none."""
        return next((extent.gtid for _, extent in reversed(self.logs) if extent.gtid), "")

    @property
    def last_at(self) -> int:
        """Seconds since 1970 of the last row written; 0: none."""
        return max((extent.last_at for _, extent in self.logs), default=0)


def read(place: Path, seen: Followed) -> Work:
    """Read one life of a copy, whose look told `seen`. Nothing is raised: what is not whole is left out, and told."""
    lost: list[str] = []
    whole = _carried(place, seen)
    if not whole:
        lost.append("La copie s’est arrêtée en chemin : ce qui suit la dernière écriture copiée n’est pas repris.")
    logs: list[tuple[Path, Extent]] = []
    for path in sorted((place / folder.LOG).glob(folder.LOG_FILES)):
        if logs and _rank(path) != _rank(logs[-1][0]) + 1:
            lost.append("Une partie du journal de la base manque : ce qui la suit n’est pas repris.")
            break
        logs.append((path, binlog_file.extent(path.read_bytes())))
    if logs and logs[-1][1].cut:
        lost.append("La dernière écriture n’était copiée qu’à moitié : elle n’est pas reprise.")
    return Work(tuple(logs), tuple(_files(place, lost)), place / folder.BYTES, tuple(lost), whole)


def put_rows(container: str, run: Path, work: Work) -> None:
    """Have a new copy of the image do again every transaction of the log. Raises SittingError, EngineError."""
    if not work.gtid:
        return
    _listening(run)
    place = disk.folder(run / "reprise", 0o755)
    try:
        for path, extent in work.logs:
            if extent.transactions:
                disk.write(place / path.name, path.read_bytes()[: extent.end], 0o644, durable=False)
        _replayed(container, work.gtid)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def put_files(container: str, run: Path, work: Work, emptied: Sequence[str]) -> None:
    """Put the files where they were, with their owners and dates; empty these folders. Raises EngineError, DiskError.

    The database was changed from outside: what the site keeps aside of it is in `emptied`, below the container's root.
    """
    if not work.files and not emptied:
        return
    kept = [one for one in work.files if one.action == "kept"]
    with disk.told(run), tarfile.open(run / "reprise.tar", "w") as archive:
        for one in kept:
            with (work.bytes_of / one.sha256).open("rb") as content:
                archive.addfile(member(one), content)
    lists = {"emptied": [one.place for one in work.files if one.action == "emptied"] + list(emptied)}
    lists["removed"] = [one.place for one in work.files if one.action == "removed"]
    for name, paths in lists.items():
        text = b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
        disk.write(run / name, text, 0o644, durable=False)
    try:
        probe.ask(container, ["sh", "-c", _FILES], user="root")
    finally:
        for name in ("reprise.tar", *lists):
            (run / name).unlink(missing_ok=True)


def keep(work: Work, place: Path) -> dict[str, str]:
    """Keep with the evidence the log that was done again, so far; return its fingerprints. Raises DiskError."""
    found = {}
    for path, extent in work.logs:
        content = path.read_bytes()[: extent.end]
        disk.write(disk.folder(place) / path.name, content, durable=False)
        found[path.name] = hashlib.sha256(content).hexdigest()
    return found


def _carried(place: Path, seen: Followed) -> bool:
    """Say whether a copy that was carried away holds all that its look tells of; the look may have come first."""
    logs = {path.name: path.stat().st_size for path in (place / folder.LOG).glob(folder.LOG_FILES)}
    lines = folder.whole_lines(place / folder.LINES).count(b"\n")
    return lines >= seen.files and all(logs.get(name, 0) >= size for name, size in seen.log.items())


def _files(place: Path, lost: list[str]) -> list[FileLine]:
    """Return the last whole version of each file; a later one that was not copied whole is told."""
    found: dict[str, FileLine] = {}
    for line in folder.lines(place / folder.LINES, FileLine):
        if not _inside(line.place):
            continue
        if line.action == "kept" and not _whole(place / folder.BYTES / line.sha256, line):
            older = "sa version précédente est reprise" if line.place in found else "il manque"
            lost.append(f"Le fichier « {line.path} » n’était pas encore copié entier : {older}.")
            continue
        found[line.place] = line
    return list(found.values())


def _whole(path: Path, line: FileLine) -> bool:
    if not _DIGEST.fullmatch(line.sha256):
        return False
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == line.sha256
    except OSError:
        return False


def _inside(path: str) -> bool:
    """Say whether a path leads below the container's root, and nowhere else."""
    return bool(path) and not path.startswith("/") and ".." not in path.split("/") and "\0" not in path


def member(one: FileLine) -> tarfile.TarInfo:
    """Return how a file of the copy stands in an archive: under its own name, whatever bytes that is made of."""
    info = tarfile.TarInfo(one.place)
    info.size, info.mode, info.uid, info.gid = one.size, one.mode, one.user, one.group
    info.mtime = one.written_at
    return info


def _replayed(container: str, wanted: str) -> None:
    try:
        said = probe.ask(container, ["bash", "-c", _REPLAY], user="root").split()
    except EngineError as error:
        raise SittingError(
            f"Le journal copié n’a pas pu être rejoué ({error.message[-200:]}).",
            "Relancez la même commande ; si cela persiste, gardez ce dossier de copie et prévenez les auteurs.",
        ) from None
    reached = said[-1] if said else ""
    if wanted not in reached.split(","):
        raise SittingError(
            f"Le site refait s’arrête à l’écriture {reached or 'aucune'} au lieu de {wanted}.",
            "Relancez la même commande ; si cela persiste, gardez ce dossier de copie et prévenez les auteurs.",
        )


def _listening(run: Path) -> None:
    deadline = time.monotonic() + _DEADLINE_S
    while not (run / "db.sock").exists():
        if time.monotonic() > deadline:
            raise SittingError("La base du site refait ne démarre pas.", "Relancez la même commande.")
        time.sleep(_STEP_S)


def _rank(path: Path) -> int:
    return int(path.name.rpartition(".")[2])
