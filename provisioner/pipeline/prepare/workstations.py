"""A centre's rules in, a folder of policies for each browser and system out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from provisioner import inventories, paths
from provisioner.adapters import disk, templates
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.workstation import Category, Rule, WorkstationPolicy
from provisioner.steps.workstation import chromium, firefox, registry

DATA = paths.PROJECT / "inventories" / "roles" / "workstation" / "policy.yml"
START = "file:///usr/local/share/e5b-poste/accueil.html"
"""The first page of a Linux workstation (`inventories/roles/workstation`)."""
_WINDOWS_START = "file:///C:/ProgramData/E5B/accueil.html"
_RECORD = "poste.json"
"""Tells that a folder was written here."""


@dataclass(frozen=True)
class Written:
    """What came of it."""

    folder: Path
    policy: WorkstationPolicy
    sites: tuple[str, ...]
    files: tuple[str, ...]


def policies(
    folder: Path,
    sites: Sequence[str],
    *,
    inventory: Path | None = None,
    rule: Rule | None = None,
    data: Path | None = None,
) -> Written:
    """Write the policies of candidates' workstations; a folder that was written before is replaced whole.

    `sites` are addresses of the exam's hosts; those of an inventory are added. Raises DataError, DiskError.
    """
    policy = load_yaml(data or DATA, WorkstationPolicy)
    policy = policy.model_copy(update={"rule": rule}) if rule else policy
    typed, wanted = _sites(sites, inventory)
    if folder.exists() and any(folder.iterdir()) and not (folder / _RECORD).is_file():
        raise DataError(f"{folder} contient déjà autre chose.", "Donnez à -o un dossier vide ou nouveau.")
    files = _files(policy, typed, wanted)
    with disk.replaced(folder) as fresh:
        for name, content in files.items():
            disk.folder((fresh / name).parent, 0o755)
            disk.write(fresh / name, content, 0o644)
    return Written(folder, policy, wanted, tuple(files))


def _sites(given: Sequence[str], inventory: Path | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the addresses that candidates type, and all those that may answer them."""
    known = [host for host in inventories.load(inventory).hosts if host.capacity] if inventory else []
    typed = tuple(dict.fromkeys([*given, *(one.service for one in known)]))
    # A sitting that was moved may answer at either address.
    sites = tuple(dict.fromkeys([*typed, *(one.address for one in known)]))
    if not sites:
        raise DataError(
            "Aucune adresse de l’épreuve : les candidats n’auraient accès à rien.",
            "Donnez --site (l’adresse que tapent les candidats, sans port), ou l’inventaire (-i).",
        )
    for one in sites:
        try:
            Category(name="site", hosts=(one,))
        except ValidationError:
            raise DataError(
                f"« {one} » n’est pas une adresse de machine.", "Écrivez-la sans « http:// » ni port : 192.0.2.11."
            ) from None
    return typed, sites


def _files(policy: WorkstationPolicy, typed: Sequence[str], sites: Sequence[str]) -> dict[str, str | bytes]:
    kept = {"AllowClipboardHistory": 0, "AllowCrossDeviceClipboard": 0} if policy.clipboard == "local" else {}
    chrome = {registry.CHROME: chromium.chrome(policy, sites, _WINDOWS_START)}
    edge = {registry.EDGE: chromium.edge(policy, sites, _WINDOWS_START)}
    system = {registry.WINDOWS: kept} if kept else {}
    page = _page("accueil.html.j2", policy, typed)
    return {
        "linux/chromium/e5b.json": _json(chromium.chrome(policy, sites, START)),
        "linux/firefox/policies.json": _json(firefox.firefox(policy, sites, START)),
        "linux/accueil.html": page,
        "windows/chrome.reg": registry.written(chrome | system),
        "windows/chrome-retirer.reg": registry.taken_out(chrome | system),
        "windows/edge.reg": registry.written(edge | system),
        "windows/edge-retirer.reg": registry.taken_out(edge | system),
        "windows/firefox/policies.json": _json(firefox.firefox(policy, sites, _WINDOWS_START)),
        "windows/accueil.html": page,
        "LISEZMOI.txt": _page("LISEZMOI.txt.j2", policy, sites).replace("\n", "\r\n"),
        _RECORD: _json({"format": 1, "sites": list(sites), **policy.model_dump(mode="json", exclude={"format"})}),
    }


def _page(name: str, policy: WorkstationPolicy, sites: Sequence[str]) -> str:
    return templates.environment("workstation").get_template(name).render(policy=policy, sites=sites)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
