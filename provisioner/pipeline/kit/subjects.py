"""The subjects of the installed kit: kept sealed until their time, then opened with the academy's passphrase."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from provisioner import dates, paths
from provisioner.adapters import disk
from provisioner.errors import KitError
from provisioner.pipeline.kit import here
from provisioner.schema.kit import Installed, KitManifest
from provisioner.steps.kit import bank, place, volumes

_SEALED = "subjects.vol"


def keep(folder: Path, kit: KitManifest, program: Path, *, new: bool) -> None:
    """Keep the sealed subjects of a kit; put in place at once those that are not sealed, when the kit is `new`."""
    kept = disk.folder(paths.kit()) / _SEALED
    one = place.part(kit, "subjects")
    if one.volumes:
        with place.stream(folder, one) as raw, disk.told(kept):
            fresh = kept.with_name(f".{kept.name}.tmp")
            with fresh.open("wb") as written:
                volumes.drained(raw, written)
            fresh.replace(kept)
    if not kit.sealed and new:
        bank.opened(kept.read_bytes(), "", program)


def seal_of() -> Installed:
    """Return the kit whose subjects may be opened here. Raises KitError when there is none, or it is too early."""
    record = place.installed()
    if record is None:
        raise KitError("Aucun kit n’est installé sur cette machine.", "« ./e5b kit install DOSSIER » en installe un.")
    if not record.sealed:
        raise KitError("Les sujets de ce kit ne sont pas scellés : ils sont en place.", "Il n’y a rien à ouvrir.")
    if here.too_early(record.opens_at):
        now = datetime.now().astimezone()
        said = dates.moment(now.isoformat())
        raise KitError(
            f"Les sujets s’ouvrent le {here.moment(record.opens_at)} ; cette machine dit {said}.",
            "Attendez cette heure ; si l’horloge de la machine est fausse, réglez-la, par exemple "
            f"« date -s '{now:%Y-%m-%d} 07:31' », puis relancez.",
        )
    return record


def open_subjects(secret: str) -> list[str]:
    """Open the sealed subjects of the installed kit and return them (`2022/wordpress-a`). Raises KitError."""
    record = seal_of()
    kept = paths.kit() / _SEALED
    with disk.turn(disk.folder(paths.kit()) / "lock", lambda: None):
        if not kept.is_file():
            raise KitError(f"Les sujets scellés, {kept}, ont disparu.", "Installez le kit à nouveau.")
        return bank.opened(kept.read_bytes(), secret, Path(record.software))
