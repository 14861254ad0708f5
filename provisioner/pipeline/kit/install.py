"""The centre's side of the offline kit: verified, copied again where it is damaged, installed, its subjects opened."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk, system, zstd
from provisioner.adapters.docker import archive, daemon
from provisioner.adapters.packages import debian
from provisioner.errors import KitError
from provisioner.pipeline.kit import trust
from provisioner.schema.kit import Installed, KitManifest
from provisioner.steps import image, setup
from provisioner.steps.kit import bank, manifest, place, trees, volumes
from provisioner.steps.kit.manifest import Problem

Say = Callable[[str], None]
COMMAND = Path("/usr/local/bin/e5b")
_WORK = Path("/var/tmp")  # noqa: S108 folders of our own are made there and removed
_SEALED = "subjects.vol"
_DAMAGED = frozenset({"missing", "truncated", "altered"})


@dataclass(frozen=True)
class Verified:
    """What came of looking at a kit: without a problem, it is as the academy signed it, and fits this machine."""

    manifest: KitManifest | None
    digest: str
    fingerprint: str
    """Of the key that signed it; empty when nobody can tell."""
    problems: tuple[Problem, ...]

    @property
    def again(self) -> list[str]:
        """Files that must be copied again, and only those."""
        return [one.file for one in self.problems if one.kind in _DAMAGED]


def verify(folder: Path, key: str = "", say: Say = lambda _: None) -> Verified:
    """Look at every byte of a kit. `key` is the fingerprint demanded; else it must be one that this machine takes.

    Raises KitError when the folder is no kit or `key` no fingerprint.
    """
    asked = trust.told(key) if key else ""
    found = manifest.read(folder, trust.verified)
    if found.manifest is None:
        return Verified(None, found.digest, "", found.problems)
    mark = trust.fingerprint(found.manifest.key)
    fit = manifest.fits(found.manifest, debian.architecture(), debian.release())
    problems = (*found.problems, *_key(mark, asked), *fit, *manifest.damages(folder, found.manifest, say))
    return Verified(found.manifest, found.digest, mark, problems)


def _key(mark: str, asked: str) -> list[Problem]:
    if asked and mark != asked:
        return [Problem("key", manifest.MANIFEST, f"ce kit est signé par une autre clé : {mark}, et non {asked}.")]
    if not asked and mark not in trust.known():
        says = f"la clé {mark} n’est pas connue de cette machine : donnez une fois, avec --key, "
        return [Problem("key", manifest.MANIFEST, f"{says}celle que l’académie vous a communiquée.")]
    return []


def intact(folder: Path, key: str, say: Say) -> Verified:
    """Return a kit that is as it must be. Raises KitError saying all that is not."""
    say("Contrôle du kit…")
    found = verify(folder, key)
    if found.problems or found.manifest is None:
        lines = "\n".join(f"  • {one.says}" for one in found.problems)
        raise KitError(f"Ce kit ne peut pas être installé :\n{lines}", remedy(found))
    return found


def remedy(found: Verified) -> str:
    """Say what to do about a kit that is not as it must be."""
    kinds = {one.kind for one in found.problems}
    if kinds <= _DAMAGED | {"added"} and found.again:
        return f"Recopiez seulement : {', '.join(found.again)} ; « ./e5b kit copy » le fait."
    if kinds == {"added"}:
        return "Retirez ce qui n’est pas du kit, puis relancez."
    if kinds == {"key"}:
        return "Ne l’installez pas avant d’avoir comparé l’empreinte avec l’académie, par un autre chemin que ce kit."
    if kinds <= {"architecture", "system"}:
        return "Demandez à l’académie le kit de cette machine, ou installez le système qu’il attend."
    return "Ne l’installez pas : demandez un autre exemplaire à l’académie."


def copy(source: Path, target: Path, say: Say) -> list[str]:
    """Bring a kit to another folder, only what is not there already; return the files copied.

    Raises KitError when the source is not whole, DiskError.
    """
    found = manifest.read(source, trust.verified)
    if found.manifest is None or found.problems:
        raise KitError(f"Le kit à copier n’est pas bon : {found.problems[0].says}", "Prenez un autre exemplaire.")
    files = manifest.files(found.manifest)
    copied = volumes.copy(source, target, files, say)
    for name in (manifest.MANIFEST, manifest.SIGNATURE):
        with disk.told(target / name):
            text = (source / name).read_text(encoding="utf-8")
        disk.write(target / name, text, 0o644)
    wrong = [one.says for one in manifest.damages(target, found.manifest, lambda _: None) if one.kind in _DAMAGED]
    if wrong:
        raise KitError(
            f"La copie n’est pas fidèle : {' '.join(wrong)}",
            f"Relancez la même commande ; si cela recommence, {source} ou {target} est abîmé.",
        )
    return copied


def install(
    folder: Path, key: str, say: Say, root: Path = place.ROOT, command: Path = COMMAND
) -> tuple[Installed, bool]:
    """Make this machine what the kit says, with nothing from any network; doing it again changes nothing.

    Return what is installed, and whether that is new. Raises KitError (kit refused, nothing done), SetupError,
    EngineError, DiskError.
    """
    if not system.is_root():
        raise KitError("Seul l’administrateur (root) peut installer le kit.", "Relancez avec sudo.")
    found = intact(folder, key, say)
    kit = found.manifest
    assert kit is not None  # noqa: S101 an intact kit has one
    before = place.installed()
    if too_early(kit.built_at):
        made = trust.moment(kit.built_at)
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
        _subjects(folder, kit, program, new=before is None or before.manifest != found.digest)
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
    with tempfile.TemporaryDirectory(prefix="e5b-paquets-", dir=_WORK) as work:
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


def _subjects(folder: Path, kit: KitManifest, program: Path, *, new: bool) -> None:
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
    if too_early(record.opens_at):
        now = trust.moment(datetime.now().astimezone().isoformat())
        raise KitError(
            f"Les sujets s’ouvrent le {trust.moment(record.opens_at)} ; cette machine dit {now}.",
            "Attendez cette heure ; si l’horloge de la machine est fausse, réglez-la, par exemple "
            f"« date -s '{datetime.now().astimezone():%Y-%m-%d} 07:31' », puis relancez.",
        )
    return record


def too_early(moment: str) -> bool:
    """Say whether this machine's clock stands before a moment (ISO 8601; one that cannot be read: no)."""
    try:
        return datetime.now().astimezone() < datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return False


def brought(exam: str, cms: str) -> str:
    """Return the tag of the image of a CMS that a kit brought here and that is there; empty: none. Raises DataError."""
    if place.installed() is None:
        return ""
    return next((one.tag for one in image.listing() if (one.exam, one.cms) == (exam, cms)), "")


def closed() -> Installed | None:
    """Return the kit of this machine when its subjects wait for their passphrase. Raises DataError."""
    record = place.installed()
    waits = record and record.sealed and not any(Path(record.software).glob("subjects/*/*/subject.yml"))
    return record if waits else None


def open_subjects(secret: str) -> list[str]:
    """Open the sealed subjects of the installed kit and return them (`2022/wordpress-a`). Raises KitError."""
    record = seal_of()
    kept = paths.kit() / _SEALED
    with disk.turn(disk.folder(paths.kit()) / "lock", lambda: None):
        if not kept.is_file():
            raise KitError(f"Les sujets scellés, {kept}, ont disparu.", "Installez le kit à nouveau.")
        return bank.opened(kept.read_bytes(), secret, Path(record.software))
