"""What goes into a kit, file by file: nothing of a machine's own state, and no subject outside the sealed part."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from provisioner import names, paths, subjects
from provisioner.adapters.packages.debian import fetch, index
from provisioner.errors import KitError
from provisioner.steps.kit.trees import below

_FOLDERS = ("provisioner", "stacks", "checks", "subjects", "docs", "inventories/playbooks", "inventories/roles")
_FILES = ("e5b", "README.md", "CHANGELOG.md", "pyproject.toml", "requirements.txt", "inventories/example.yml")
_LIBC = ("libc6_", "libc-bin_", "libgcc-s1_", "base-files_")
"""Never taken from the kit for its first Python: a program and its C library must be of one piece."""


def software() -> dict[str, Path]:
    """Return the files of this software by name, without any subject of any exam."""
    found = {name: path for name in _FILES if (path := paths.PROJECT / name).is_file()}
    for folder in _FOLDERS:
        found |= below(paths.PROJECT / folder, f"{folder}/")
    secret = tuple(f"subjects/{exam}/{id_}/" for exam in _exams() for id_ in subjects.ids(exam))
    return {name: path for name, path in found.items() if not name.startswith(secret)}


def _exams() -> list[str]:
    return sorted(path.name for path in paths.SUBJECTS.iterdir() if path.is_dir())


def bank(exams: Sequence[str]) -> dict[str, Path]:
    """Return the files of the subjects of these exams, by name below `subjects/`."""
    found: dict[str, Path] = {}
    for exam in exams:
        for id_ in subjects.ids(exam):
            found |= below(paths.SUBJECTS / exam / id_, f"{exam}/{id_}/")
    return found


def states(tags: Sequence[str]) -> dict[str, Path]:
    """Return what this machine keeps of golden images (snapshot, pictures): a centre need not take them again.

    What subjects lay over them is not among it: it would tell what they ask.
    """
    found: dict[str, Path] = {}
    for tag in tags:
        folder = names.escape(tag)
        found |= below(paths.images() / folder, f"{folder}/") if (paths.images() / folder).is_dir() else {}
    return {name: path for name, path in found.items() if not Path(name).name.startswith((".", "lock"))}


def requirements() -> list[str]:
    """Return the libraries (`name==version`) that running needs: those of developers alone stay out."""
    project = tomllib.loads((paths.PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    developers = {name.lower() for name in project["optional-dependencies"]["dev"]}
    lines = (paths.PROJECT / "requirements.txt").read_text(encoding="utf-8").split("\n")
    pinned = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    return [line for line in pinned if line.partition("==")[0].lower() not in developers]


def packages(wanted: Sequence[str], cache: Path, work: Path) -> tuple[dict[str, Path], dict[str, Path]]:
    """Return the Debian packages for the kit's first Python, and all others with their index, by name.

    `cache` keeps what was fetched. Raises SetupError, KitError.
    """
    # Apt reads names of files as addresses, where a percent sign has a meaning of its own.
    everything = {path.name.replace("%3a", "+"): path for path in fetch([*wanted, "python3"], cache)}
    first = {path.name.replace("%3a", "+") for path in fetch(["python3"], cache)}
    if not any(name.startswith("python3.11-minimal_") for name in first):
        raise KitError("Ce poste n’a pas les paquets Python 3.11 de Debian 12.", "Préparez le kit sur Debian 12.")
    linked = work / "debs"
    linked.mkdir()
    for name, path in everything.items():
        (linked / name).symlink_to(path)
    listing = work / "Packages"
    listing.write_text(index(linked.iterdir()), encoding="utf-8")
    boot = {name: path for name, path in everything.items() if name in first and not name.startswith(_LIBC)}
    rest = {name: path for name, path in everything.items() if name not in boot}
    return boot, rest | {"Packages": listing}
