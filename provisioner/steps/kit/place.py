"""A kit's software on the machine: each version in a folder of its own, and one link that says which one serves."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from provisioner import paths
from provisioner.adapters import disk, zstd
from provisioner.adapters.packages import wheels
from provisioner.adapters.system import command_output
from provisioner.datafiles import parse
from provisioner.errors import DataError, KitError, reason
from provisioner.schema.kit import Installed, KitManifest, Part, PartName
from provisioner.steps.kit import trees
from provisioner.steps.kit.volumes import Joined

ROOT = Path("/opt/e5b")
CURRENT = "courant"
_RECORD = "installed.json"
PYTHON = Path("/usr/bin/python3")
_OURS = re.compile(r"(bibliotheques|[0-9a-f]{12})-[0-9a-f]{12}")


def part(manifest: KitManifest, name: PartName) -> Part:
    """Return a part of a kit. Raises KitError when it has none of that name."""
    found = next((one for one in manifest.parts if one.name == name), None)
    if found is None:
        raise KitError(f"Ce kit n’a pas de partie « {name} ».", "Demandez un autre kit à l’académie.")
    return found


def named(manifest: KitManifest) -> str:
    """Return the name of the folder that this kit's software has on a machine. Raises KitError."""
    return f"{part(manifest, 'software').content[:12]}-{part(manifest, 'wheels').content[:12]}"


@contextmanager
def stream(kit: Path, one: Part) -> Iterator[BinaryIO]:
    """Give the bytes of a part, each volume held again to what was verified. Raises KitError."""
    with io.BufferedReader(Joined(kit, one.volumes), 1 << 20) as raw:
        yield cast("BinaryIO", raw)
        # Whoever reads an archive stops at its own end; the last volume is vouched for at the end of its bytes.
        while raw.read(1 << 20):
            pass


def installed() -> Installed | None:
    """Return which kit this machine was installed from; None: none. Raises DataError."""
    path = paths.kit() / _RECORD
    try:
        raw = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DataError(f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez ses droits.") from None
    return parse(_json(raw, path), Installed, path)


def _json(raw: str, path: Path) -> object:
    import json  # noqa: PLC0415 only here

    try:
        return json.loads(raw)
    except ValueError:
        raise DataError(f"{path} est abîmé.", "Retirez-le, puis installez le kit à nouveau.") from None


def remember(record: Installed) -> None:
    """Keep which kit this machine was installed from. Raises DiskError."""
    disk.write(disk.folder(paths.kit()) / _RECORD, record.model_dump_json(indent=1))


def unpacked(kit: Path, one: Part, target: Path, what: str) -> None:
    """Put the files of a part in the folder `target`, whole or not at all; it is left alone when it is there.

    Raises KitError, DiskError.
    """
    if target.is_dir():
        return
    fresh = target.with_name(f".{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with stream(kit, one) as raw:
            _spread(one, raw, fresh, what)
        with disk.told(target):
            fresh.replace(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _spread(one: Part, raw: BinaryIO, fresh: Path, what: str) -> None:
    import gzip  # noqa: PLC0415 for one part only

    try:
        if one.name == "software":
            with gzip.GzipFile(fileobj=raw) as plain:
                trees.unpack(plain, fresh, one.unpacked, what)  # type: ignore[arg-type]
        elif one.name == "states":
            with zstd.reader(raw) as plain_:
                trees.unpack(plain_, fresh, one.unpacked, what)
        else:
            trees.unpack(raw, fresh, one.unpacked, what)
    except (zstd.SpoiltError, EOFError, gzip.BadGzipFile):
        raise KitError(f"Le contenu du kit est illisible ({what}).", "Demandez un autre kit à l’académie.") from None


def software(kit: Path, manifest: KitManifest, root: Path, log: Path, say: Callable[[str], None]) -> Path:
    """Put the software and its Python environment below `root`, unless they are there; return its folder.

    Raises KitError, DiskError, SetupError.
    """
    program, libraries = part(manifest, "software"), part(manifest, "wheels")
    store = root / f"bibliotheques-{libraries.content[:12]}"
    folder = root / named(manifest)
    disk.folder(root, 0o755)
    if not (folder / ".venv" / "requirements.sum").is_file():
        say("Logiciel…")
        for one, target in ((libraries, store), (program, folder)):
            if not target.is_dir():
                _brought(one)
            unpacked(kit, one, target, str(one.name))
        say("Environnement Python…")
        wheels.environment(PYTHON, folder / ".venv", store, store / "requirements.txt", log)
        # The stamp by which « e5b » knows that nothing is to be fetched; written last.
        stamp = command_output("sh", "-c", 'cksum <"$0"', str(folder / "requirements.txt"))
        disk.write(folder / ".venv" / "requirements.sum", stamp, 0o644)
    return folder


def _brought(one: Part) -> None:
    if not one.volumes:
        raise KitError(
            "Ce kit complète un autre kit, qui n’est pas celui de cette machine.",
            "Installez d’abord le kit complet, puis ce complément.",
        )


def switch(root: Path, folder: Path, command: Path) -> None:
    """Have the link of the current software, and the command that people type, lead to `folder`. Raises DiskError."""
    for link, target in ((root / CURRENT, folder.name), (command, str(root / CURRENT / "e5b"))):
        fresh = link.with_name(f".{link.name}.new")
        with disk.told(link):
            link.parent.mkdir(parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(target)
            os.replace(fresh, link)  # noqa: PTH105 a link itself, not what it leads to


def tidy(root: Path, kept: Collection[Path]) -> list[str]:
    """Remove software that served before, but for the folders `kept` and their libraries; return what went.

    Only folders that have the names given here are looked at. Raises DiskError.
    """
    names = {path.name for path in kept} | {f"bibliotheques-{path.name.rpartition('-')[2]}" for path in kept}
    gone = []
    for folder in sorted(root.iterdir()):
        if folder.is_dir() and not folder.is_symlink() and _OURS.fullmatch(folder.name) and folder.name not in names:
            # Out of the way first: half a software must never look like a whole one.
            aside = folder.with_name(f".{folder.name}.old")
            with disk.told(folder):
                shutil.rmtree(aside, ignore_errors=True)
                folder.replace(aside)
                shutil.rmtree(aside)
            gone.append(folder.name)
    return gone


def states(kit: Path, one: Part) -> None:
    """Put what is known of the golden images where this machine keeps it; what is there stays. Raises KitError."""
    place = disk.folder(paths.images())
    fresh = place / ".kit"
    shutil.rmtree(fresh, ignore_errors=True)
    unpacked(kit, one, fresh, "états des images")
    try:
        with disk.told(place):
            for folder in sorted(fresh.iterdir()):
                if not (place / folder.name).exists():
                    folder.replace(place / folder.name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def own_python() -> bool:
    """Say whether the machine's own Python is the one that the kit's libraries are made for."""
    told = command_output(str(PYTHON), "-c", "import sys, venv; print(*sys.version_info[:2])")
    return told == " ".join(str(one) for one in sys.version_info[:2])
