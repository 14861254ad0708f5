"""Files packed as a tar stream whose bytes follow from names and contents, and unpacked by the strictest reading."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from provisioner.adapters import disk
from provisioner.errors import KitError

Files = Mapping[str, Path]
"""Name inside the stream (relative, with slashes) -> file."""
_LONGEST = 400
_MOST = 50_000


def below(folder: Path, prefix: str = "") -> dict[str, Path]:
    """Return the files below a folder by name, caches of Python left out; links are not followed."""
    return {
        prefix + path.relative_to(folder).as_posix(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and "__pycache__" not in path.parts
    }


def content(files: Files) -> str:
    """Return the fingerprint of these files: names, contents, and which may be run."""
    whole = hashlib.sha256()
    for name, path in sorted(files.items()):
        with path.open("rb") as stream:
            own = hashlib.file_digest(stream, "sha256").hexdigest()
        whole.update(f"{name}\0{own}\0{_mode(path):o}\n".encode())
    return whole.hexdigest()


def pack(stream: BinaryIO, files: Files) -> int:
    """Write the files; return the bytes of their contents."""
    total = 0
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for name, path in sorted(files.items()):
            info = tarfile.TarInfo(name)
            info.size, info.mode = path.stat().st_size, _mode(path)
            total += info.size
            with path.open("rb") as source:
                archive.addfile(info, source)
    return total


def unpack(stream: BinaryIO, target: Path, most: int, what: str) -> list[str]:
    """Write the files of a stream below `target`; return their names.

    Nothing but plain files with a plain relative name is taken, and no more than `most` bytes. Raises KitError (`what`
    is what the message calls the stream), DiskError.
    """
    names: list[str] = []
    left = most
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                why = _unfit(info, left, len(names))
                if why:
                    raise _refused(what, f"« {info.name[:80]!r} » : {why}")
                left -= info.size
                place = target / info.name
                with disk.told(place):
                    _write(archive, info, place)
                names.append(info.name)
    except tarfile.TarError as error:
        raise _refused(what, str(error)) from None
    return names


def _write(archive: tarfile.TarFile, info: tarfile.TarInfo, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    source = archive.extractfile(info)
    assert source is not None  # noqa: S101 a plain file
    with place.open("xb") as written:
        shutil.copyfileobj(source, written, 1 << 20)
    place.chmod(0o755 if info.mode & 0o100 else 0o644)


def _unfit(info: tarfile.TarInfo, left: int, count: int) -> str:
    parts = info.name.split("/")
    troubles = (
        (not info.isreg() or info.issparse(), "lien, appareil ou dossier"),
        (info.name.startswith("/") or "" in parts or {".", ".."} & set(parts), "chemin qui sort du dossier"),
        (len(info.name.encode("utf-8", "surrogatepass")) > _LONGEST, "nom trop long"),
        (not info.name.isprintable() or "\\" in info.name, "nom illisible"),
        (info.size > left, "plus d’octets qu’annoncé"),
        (count >= _MOST, "trop de fichiers"),
    )
    return next((why for wrong, why in troubles if wrong), "")


def _refused(what: str, why: str) -> KitError:
    return KitError(f"Le contenu du kit est refusé ({what}) : {why}.", "Demandez un autre kit à l’académie.")


def _mode(path: Path) -> int:
    return 0o755 if path.stat().st_mode & 0o100 else 0o644
