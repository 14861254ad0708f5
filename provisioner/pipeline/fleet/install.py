"""`fleet install` and `fleet open`: the kit sent once and passed from host to host, then installed everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from provisioner.adapters.ansible import FleetError
from provisioner.pipeline.fleet.centre import SILENT, Centre, Done, Say, done
from provisioner.pipeline.kit import verify as kits
from provisioner.steps.kit import manifest
from provisioner.steps.kit.volumes import fingerprint


def install(centre: Centre, kit: Path, key: str = "", say: Say = SILENT) -> Done:
    """Bring a kit to every host and install it; what is there already stays.

    `key` is the fingerprint that the academy published: this machine compares it, then each host does.
    Raises KitError when the kit is not as the academy signed it (nothing is sent), FleetError.
    """
    found = kits.intact(kit, key, lambda sentence: say("", sentence))
    assert found.manifest  # noqa: S101 an intact kit has one
    files: list[dict[str, Any]] = [
        {"path": one.path, "size": one.size, "sha256": one.sha256} for one in manifest.files(found.manifest)
    ]
    files += [
        {"path": name, "size": (kit / name).stat().st_size, "sha256": fingerprint(kit / name)}
        for name in (manifest.MANIFEST, manifest.SIGNATURE)
    ]
    # A host that is this very machine has the kit at hand: it comes first, and gives it to the others.
    hosts = [one.name for one in sorted(centre.inventory.hosts, key=lambda one: not one.local) if one.capacity]
    reached = _reached(centre, hosts, say)
    present = [name for name in hosts if name not in reached.failures]
    if not present:
        return reached
    variables = {
        "e5b_kit": str(kit.absolute()),
        "e5b_kit_id": found.digest[:12],
        "e5b_kit_files": files,
        "e5b_key": found.fingerprint,
        "e5b_ranks": {name: rank for rank, name in enumerate(present)},
        "e5b_order": present,
        "e5b_rounds": max(0, (len(present) - 1).bit_length()),
    }
    came = done(centre.play("install", present, say, variables))
    return Done(came.answers, {**reached.failures, **came.failures}, came.changed)


def _reached(centre: Centre, hosts: list[str], say: Say) -> Done:
    """Say which hosts answer: one that does not must not have a place in who gives the kit to whom."""
    return done(centre.play("check", hosts, say))


def open_subjects(centre: Centre, secret: str, vault: Path | None, say: Say = SILENT) -> Done:
    """Open the sealed subjects on every host, with the passphrase `secret` or that of the inventory's vault.

    Raises FleetError.
    """
    if not secret and vault is None:
        raise FleetError("La phrase des sujets manque.", "Donnez --passphrase-file, ou --vault-password-file.")
    hosts = [one.name for one in centre.inventory.hosts if one.capacity]
    return done(centre.play("open", hosts, say, secret=secret, vault=vault))
