"""A centre's machine made what an offline kit says: packages, software, engine, images, states, subjects."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk, system, zstd
from provisioner.adapters.docker import archive, daemon
from provisioner.adapters.packages import debian
from provisioner.errors import KitError
from provisioner.pipeline.kit import here, subjects, trust, verify
from provisioner.schema.kit import Installed, KitManifest
from provisioner.steps import setup
from provisioner.steps.kit import place, trees

Say = Callable[[str], None]
COMMAND = Path("/usr/local/bin/e5b")
_WORK = Path("/var/tmp")  # noqa: S108 folders of our own are made there and removed


def install(
    folder: Path, key: str, say: Say, root: Path = place.ROOT, command: Path = COMMAND
) -> tuple[Installed, bool]:
    """Make this machine what the kit says, with nothing from any network; doing it again changes nothing.

    Return what is installed, and whether that is new. Raises KitError (kit refused, nothing done), SetupError,
    EngineError, DiskError.
    """
    if not system.is_root():
        raise KitError("Seul l’administrateur (root) peut installer le kit.", "Relancez avec sudo.")
    found = verify.intact(folder, key, say)
    kit = found.manifest
    assert kit is not None  # noqa: S101 an intact kit has one
    before = place.installed()
    if here.too_early(kit.built_at):
        made = here.moment(kit.built_at)
        say(f"Attention : l’horloge de cette machine retarde, puisque ce kit est du {made}. Réglez-la.")
    _complete(kit, before)
    _room(kit, root)
    if key:
        trust.trust(found.fingerprint)
    with disk.turn(disk.folder(paths.kit()) / "lock", lambda: say("Une autre installation est en cours : attente…")):
        log = paths.kit() / "installation.log"
        _packages(folder, kit, log, say)
        program = place.software(folder, kit, root, log, say)
        if daemon.ping() != "ok":
            say("Démarrage du moteur Docker…")
            daemon.start(paths.home() / "dockerd.log")
        _images(folder, kit, say)
        if place.part(kit, "states").volumes:
            place.states(folder, place.part(kit, "states"))
        subjects.keep(folder, kit, program, new=before is None or before.manifest != found.digest)
        place.switch(root, program, command)
        record = Installed(
            manifest=found.digest,
            built_at=kit.built_at,
            software=str(program),
            sealed=kit.sealed,
            opens_at=kit.opens_at,
            parts={one.name: one.content for one in kit.parts},
        )
        if record != before:
            place.remember(record)
            _tidy(root, program, before, say)
    return record, record != before


def _tidy(root: Path, program: Path, before: Installed | None, say: Say) -> None:
    """Keep the software that serves and the one before it, to which the link can be led back; a new one only."""
    if before is None or Path(before.software) == program:
        return
    gone = place.tidy(root, [program, Path(before.software)])
    if gone:
        say(f"Anciens logiciels retirés : {', '.join(gone)}.")


def _complete(kit: KitManifest, before: Installed | None) -> None:
    """Refuse a kit that supplements another one than this machine's."""
    lacking = [one.name for one in kit.parts if not one.volumes]
    if not all(before and before.parts.get(name) == place.part(kit, name).content for name in lacking):
        raise KitError(
            "Ce kit complète un autre kit, qui n’est pas celui de cette machine.",
            "Installez d’abord le kit complet qu’il corrige, puis ce complément.",
        )


def _room(kit: KitManifest, root: Path) -> None:
    """Refuse what the disk cannot hold, before anything is written."""
    sizes = {one.name: one.unpacked for one in kit.parts if one.volumes}
    # Packages and libraries are about four times as large once they are opened.
    need = sum(sizes.values()) + 4 * (sizes.get("packages", 0) + sizes.get("wheels", 0))
    for place_ in (root, Path("/var/lib/docker"), _WORK):
        free = system.free_bytes(place_)
        if free < need and sizes.get("images"):
            raise KitError(
                f"Il faut {_gigabytes(need)} libres pour installer ce kit ; {place_} en a {_gigabytes(free)}.",
                "Libérez de la place, puis relancez.",
            )


def _gigabytes(size: float) -> str:
    return f"{size / 1e9:.1f} Go".replace(".", ",")


def _packages(folder: Path, kit: KitManifest, log: Path, say: Say) -> None:
    wanted = [need.package for need in setup.missing()]
    unknown = set(kit.needs) - {need.package for need in setup.NEEDS}
    wanted += sorted(unknown - system.installed_packages(sorted(unknown))) if unknown else []
    if not place.own_python():
        wanted.append("python3")
    if not wanted:
        return
    if not place.part(kit, "packages").volumes:
        raise KitError(f"Il manque à cette machine : {', '.join(wanted)}.", "Installez d’abord le kit complet.")
    say(f"Paquets Debian : {', '.join(wanted)}…")
    with tempfile.TemporaryDirectory(prefix=f"e5b-paquets-{os.getpid()}-", dir=_WORK) as work:
        for name in ("bootstrap", "packages"):
            one = place.part(kit, name)
            if one.volumes:  # a supplement has no Python where the whole kit's is still good
                with place.stream(folder, one) as raw:
                    trees.unpack(raw, Path(work), one.unpacked, name)
        debian.install(wanted, Path(work), log)
    still = [need.package for need in setup.missing()]
    if still or not place.own_python():
        raise KitError(f"Toujours absent : {', '.join(still) or 'python3'}.", f"Le journal est {log}.")


def _images(folder: Path, kit: KitManifest, say: Say) -> None:
    wanted = {one.tag: one.id for one in kit.images}
    if archive.image_ids(list(wanted)) == wanted:
        return
    one = place.part(kit, "images")
    if not one.volumes:
        raise KitError("Les images de référence ont disparu de cette machine.", "Installez à nouveau le kit complet.")
    say("Chargement des images de référence…")
    try:
        with place.stream(folder, one) as raw, zstd.reader(raw) as images:
            archive.load(images)
    except zstd.SpoiltError:
        raise KitError("Les images du kit sont illisibles.", "Demandez un autre kit à l’académie.") from None
    if archive.image_ids(list(wanted)) != wanted:
        raise KitError("Le moteur n’a pas gardé toutes les images du kit.", "« ./e5b doctor » dit ce qui ne va pas.")
