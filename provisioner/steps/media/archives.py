"""Unpacks archives that may be hostile: every entry is checked, everything is counted, nothing is left half done."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from provisioner.errors import MediaError, reason

MAX_ENTRIES = 60_000
"""PrestaShop 1.7.6.5 has 20,000 files."""
MAX_BYTES = 1_500_000_000
MAX_RATIO = 60
"""Source code packs to a tenth at best; a bomb to a thousandth."""
RATIO_FROM = 50_000_000
"""Below this size a high ratio does no harm."""
_CHUNK = 1 << 20
_HEAD = 16 * 1024
_HINT = "Reprenez l’archive chez le fabricant ; rien n’a été ajouté au cache."


@dataclass
class _Budget:
    """What one archive may still write."""

    archive: Path
    packed: int
    entries: int = 0
    written: int = 0

    def entry(self) -> None:
        self.entries += 1
        if self.entries > MAX_ENTRIES:
            raise MediaError(f"{self.archive.name} contient plus de {MAX_ENTRIES} fichiers.", _HINT)

    def wrote(self, count: int) -> None:
        self.written += count
        too_dense = self.written > RATIO_FROM and self.written > MAX_RATIO * max(self.packed, 1)
        if self.written > MAX_BYTES or too_dense:
            raise MediaError(
                f"{self.archive.name} se décompresse en plus de {self.written // 1_000_000} Mo "
                f"pour {self.packed // 1_000_000} Mo compressés : c’est une bombe de décompression.",
                _HINT,
            )


def is_archive(path: Path) -> bool:
    """Tell whether `path` is one of the archives that `unpack` reads, by its content and not by its name."""
    with path.open("rb") as stream:
        start = stream.read(512)
    return (
        start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
        or start[257:262] == b"ustar"
    )


def unpack(archive: Path, target: Path) -> None:
    """Unpack a zip or tar archive into the new folder `target`. Raises MediaError for anything suspect or broken.

    The caller owns `target` and removes it when this fails.
    """
    target.mkdir(parents=True)
    budget = _Budget(archive, archive.stat().st_size)
    with _told(archive):
        if zipfile.is_zipfile(archive):
            _unpack_zip(archive, target, budget)
        else:
            _unpack_tar(archive, target, budget)
    if not budget.entries:
        raise MediaError(f"{archive.name} est une archive vide.", _HINT)


def listing(archive: Path) -> list[zipfile.ZipInfo]:
    """Return the files of a zip archive; empty when it is not one."""
    try:
        with zipfile.ZipFile(archive) as bundle:
            return [info for info in bundle.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def top_folder(archive: Path) -> str:
    """Return the folder that the first entry of a tar archive is in; empty when it has none, or is no such archive."""
    try:
        with _decompressed(archive) as raw, tarfile.open(fileobj=raw, mode="r|") as bundle:
            first = bundle.next()
    except (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError):
        return ""
    return first.name.partition("/")[0] if first else ""


def texts(archive: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the beginnings of these files of a tar archive, by name below its top folder; those that are there.

    The archive is read to its end. Raises MediaError when it is suspect or broken.
    """
    found: dict[str, str] = {}
    budget = _Budget(archive, archive.stat().st_size)
    with _told(archive), _decompressed(archive) as raw, tarfile.open(fileobj=raw, mode="r|") as bundle:
        for member in bundle:
            budget.entry()
            budget.wrote(member.size)
            name = member.name.removeprefix("./").partition("/")[2]
            stream = bundle.extractfile(member) if name in names and member.isreg() else None
            if stream:
                found[name] = stream.read(_HEAD).decode(errors="replace")
        while raw.read(_CHUNK):
            pass
    return found


@contextmanager
def _told(archive: Path) -> Iterator[None]:
    """Turn what the standard library raises for broken archives into a sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise MediaError(f"{archive.name} est une archive tronquée, abîmée ou illisible ({error}).", _HINT) from None
    except OSError as error:
        if error.errno is None or isinstance(error, io.UnsupportedOperation):
            raise MediaError(f"{archive.name} est une archive abîmée ({error}).", _HINT) from None
        raise MediaError(
            f"{archive.name} n’a pas pu être décompressée : {reason(error)}.",
            "Vérifiez la place libre et les droits du dossier des médias.",
        ) from None


def _unpack_zip(archive: Path, target: Path, budget: _Budget) -> None:
    with zipfile.ZipFile(archive) as bundle:
        for info in bundle.infolist():
            budget.entry()
            goal = _inside(archive, info.filename, target)
            kind = stat.S_IFMT(info.external_attr >> 16)
            if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
                raise MediaError(f"{archive.name} : « {info.filename} » est un lien ou un fichier spécial.", _HINT)
            if info.flag_bits & 1:
                raise MediaError(
                    f"{archive.name} est protégée par un mot de passe.", "Donnez une archive sans mot de passe."
                )
            if info.is_dir():
                goal.mkdir(parents=True, exist_ok=True)
            else:
                with bundle.open(info) as stream:
                    _write(archive, info.filename, stream, goal, budget)


def _unpack_tar(archive: Path, target: Path, budget: _Budget) -> None:
    with _decompressed(archive) as raw, tarfile.open(fileobj=raw, mode="r|") as bundle:
        for member in bundle:
            budget.entry()
            goal = _inside(archive, member.name, target)
            if member.isdir():
                goal.mkdir(parents=True, exist_ok=True)
                continue
            stream = bundle.extractfile(member) if member.isreg() else None
            if stream is None:
                raise MediaError(f"{archive.name} : « {member.name} » est un lien ou un fichier spécial.", _HINT)
            _write(archive, member.name, stream, goal, budget)
        # The checksum of the whole is at its very end, beyond what tar itself reads.
        while chunk := raw.read(_CHUNK):
            budget.wrote(len(chunk))


def _decompressed(archive: Path) -> BinaryIO:
    with archive.open("rb") as stream:
        start = stream.read(6)
    openers = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
    opener: Any = next((opener for magic, opener in openers.items() if start.startswith(magic)), open)
    opened: BinaryIO = opener(archive, "rb")
    return opened


def _inside(archive: Path, name: str, target: Path) -> Path:
    """Return where `name` goes below `target`. Raises MediaError when it would go anywhere else."""
    pure = PurePosixPath(name)
    unsafe = pure.is_absolute() or ".." in pure.parts or "\\" in name or "\0" in name or name[1:2] == ":"
    if unsafe or not name.isprintable() or any(len(part.encode()) > 255 for part in pure.parts):
        raise MediaError(f"{archive.name} : le chemin « {name[:120]} » sort de l’archive ou n’est pas admis.", _HINT)
    return target / pure


def _write(archive: Path, name: str, stream: IO[bytes], goal: Path, budget: _Budget) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    try:
        output = goal.open("xb")
    except FileExistsError:
        raise MediaError(f"{archive.name} contient deux fois « {name} ».", _HINT) from None
    with output:
        while chunk := stream.read(_CHUNK):
            budget.wrote(len(chunk))
            output.write(chunk)
