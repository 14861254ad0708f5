"""The texts of a kit that people read, and the installer that they start: made from templates of the project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk
from provisioner.errors import KitError
from provisioner.schema.kit import KitFile, Part, PartName
from provisioner.steps.kit import guides
from provisioner.steps.kit.volumes import fingerprint

INSTALLER, README = "installer.sh", "LISEZ-MOI.txt"
_TEMPLATES = paths.TEMPLATES / "kit"
_LOADERS = {
    "amd64": ("x86_64-linux-gnu", "/lib64/ld-linux-x86-64.so.2"),
    "arm64": ("aarch64-linux-gnu", "/lib/ld-linux-aarch64.so.1"),
}
"""Where each architecture has its libraries, and what starts a program of another folder."""
_FIRST: tuple[PartName, ...] = ("bootstrap", "wheels", "software")
"""Parts that the installer opens before any Python is there."""


def installer(architecture: str, system: str, parts: Sequence[Part]) -> str:
    """Return the installer; empty when the kit only supplements another one. Raises KitError."""
    first = {one.name: one.volumes for one in parts if one.name in _FIRST}
    if not all(first.get(name) for name in _FIRST):
        return ""
    if architecture not in _LOADERS:
        raise KitError(f"Aucun kit n’est prévu pour l’architecture {architecture}.", "Préparez-le sur un poste amd64.")
    triplet, loader = _LOADERS[architecture]
    sums = "\n".join(f"{one.sha256}  {one.path}" for name in _FIRST for one in first[name])
    lists = {str(name): " ".join(one.path for one in first[name]) for name in _FIRST}
    return _filled(
        INSTALLER,
        {"architecture": architecture, "system": system, "sums": sums, "triplet": triplet, "loader": loader, **lists},
    )


def readme(facts: Mapping[str, str], *, whole: bool) -> str:
    """Return the first text that a technician reads."""
    whole_way = f'    sh {INSTALLER} --key "EMPREINTE REÇUE DE L’ACADÉMIE"'
    supplement = "    e5b kit install CE-DOSSIER\n\n(ce kit en complète un autre, qui doit déjà être installé)"
    return _filled(README, {**facts, "install": whole_way if whole else supplement})


def documentation() -> dict[str, str | bytes]:
    """Return the French guides as pages, by their path in the kit. Raises DataError."""
    return guides.pages(paths.PROJECT / "docs", (_TEMPLATES / "guide.html").read_text(encoding="utf-8"))


def write(folder: Path, texts: Mapping[str, str | bytes]) -> tuple[KitFile, ...]:
    """Write these texts below the kit's folder. Raises DiskError."""
    for name, text in texts.items():
        disk.folder((folder / name).parent, 0o755)
        disk.write(folder / name, text, 0o644)
    listed = [(name, folder / name) for name in sorted(texts)]
    return tuple(KitFile(path=name, size=path.stat().st_size, sha256=fingerprint(path)) for name, path in listed)


def _filled(template: str, values: Mapping[str, str]) -> str:
    text = (_TEMPLATES / template).read_text(encoding="utf-8")
    return re.sub(r"@([a-z]+)@", lambda found: values[found[1]], text)
